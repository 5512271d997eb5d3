package ledger

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestContactKeepsItsTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var texts [ContactColumns]string
		for i := range texts {
			texts[i] = rapid.OneOf(rapid.Just(""), rapid.String(), rapid.Just(strings.Repeat("ñ", 70_000))).Draw(t, "text")
		}
		contact := NewContact(texts)
		if contact.Texts() != texts {
			t.Fatalf("other texts than %q: %q", texts, contact.Texts())
		}
		one := [...]string{contact.Name(), contact.Address1(), contact.Address2(), contact.City(), contact.State(), contact.Zip(), contact.Phone(), contact.Email(), contact.Language()}
		if one != texts {
			t.Fatalf("other texts than %q: %q", texts, one)
		}
		if (contact == "") != (texts == [ContactColumns]string{}) {
			t.Fatalf("%q is blank, or the blank contact is not", texts)
		}
	})
}

func TestOptionalCents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cents := Cents(rapid.Int64Min(-1<<62).Draw(t, "cents"))
		known := rapid.Bool().Draw(t, "known")
		var back OptionalCents
		if text, err := json.Marshal(Optional(cents, known)); err != nil || json.Unmarshal(text, &back) != nil || back != Optional(cents, known) {
			t.Fatalf("%d cents, known %t, became %#v by way of %s", cents, known, back, text)
		}
		if o := Some(cents); !o.Known() || o.Cents() != cents || !o.Equal(Optional(cents, true)) {
			t.Fatalf("%d cents became %#v", cents, o)
		}
		if o := Optional(cents, known); o.Known() != known || (o.Cents() == cents) != (known || cents == 0) {
			t.Fatalf("%d cents, known %t, became %#v", cents, known, o)
		}
	})
	if (OptionalCents{}).Known() || (OptionalCents{}).Cents() != 0 || Some(0) == (OptionalCents{}) {
		t.Error("blank is not the zero value")
	}
}
