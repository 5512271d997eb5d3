package letters

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
)

// What a letter says depends on the parent: it says nothing that is not so of this one.
func TestWordsFitTheParent(t *testing.T) {
	s, w := setting(t), wording(t)
	for name, c := range map[string]struct {
		says, never map[Language]string
	}{
		"coap-government-only": {
			map[Language]string{English: "It is owed to the government, for the time", Spanish: "Se la debe al gobierno, por el tiempo"},
			map[Language]string{English: "Part of it|the family|monthly support", Spanish: "Una parte|la familia|manutención mensual"}},
		"coap-later": {
			map[Language]string{English: "It does not change your monthly support: you would still pay it.", Spanish: "No cambia su manutención mensual: la seguiría pagando."},
			map[Language]string{English: "Part of it|the family|this month", Spanish: "Una parte|la familia|este mes"}},
		"coap-review": {
			map[Language]string{English: "Part of it is owed to the government", Spanish: "Una parte se la debe al gobierno"},
			map[Language]string{English: "monthly support", Spanish: "manutención mensual"}},
		"coap-eligible": {
			map[Language]string{English: "your monthly support or what you owe the family", Spanish: "su manutención mensual ni lo que debe a la familia"},
			map[Language]string{English: "waiting period", Spanish: "período de espera"}},
		"coap-later-open": {
			map[Language]string{English: "you may apply from November 3, 2026 on", Spanish: "puede presentar su solicitud desde el 3 de noviembre de 2026"},
			map[Language]string{English: "soon|on or after|calendar|before that day", Spanish: "Pronto|2026 o después|calendario|antes de ese día"}},
		"order-review-exempt": {
			map[Language]string{English: "usually not collected from people who have no other income", Spanish: "por lo general no se cobra a quienes no tienen otros ingresos"},
			map[Language]string{English: "suspended|refund|lien|further steps", Spanish: "suspendidas|reembolso|gravamen|otras medidas"}},
		"payment-plan-at-once": {
			map[Language]string{English: "you could pay it in one payment", Spanish: "usted podría pagarla en un solo pago"},
			map[Language]string{English: "If you pay each month|What a plan could look like", Spanish: "Si usted paga cada mes|Cómo podría ser un plan"}},
		"payment-plan": {
			map[Language]string{English: "due in October 2026 is not in these amounts", Spanish: "que vence en octubre de 2026"},
			map[Language]string{English: "one payment", Spanish: "un solo pago"}},
	} {
		letter := versions()[name]
		for _, language := range Languages() {
			letter.Language = language
			d, err := w.compose(&s, &letter)
			if err != nil {
				t.Fatal(err)
			}
			text := d.text()
			if !strings.Contains(text, c.says[language]) {
				t.Errorf("%s in %s does not say %q", name, language, c.says[language])
			}
			text = strings.ReplaceAll(text, "other parent or caregiver", "")
			for _, words := range strings.Split(c.never[language], "|") {
				if strings.Contains(text, words) {
					t.Errorf("%s in %s says %q", name, language, words)
				}
			}
		}
	}
}

// A plan of a few dollars a month is no plan.
func TestSmallDebtsArePaidAtOnce(t *testing.T) {
	s := setting(t)
	for _, c := range []struct {
		months  int32
		payment ledger.OptionalCents
		want    bool
	}{{1, ledger.Some(100_00), true}, {2, ledger.Some(planPaymentMin), false}, {2, ledger.Some(planPaymentMin - 1), true}, {2, ledger.OptionalCents{}, false}, {0, ledger.Some(0), false}} {
		p := aParent()
		p.PlanMonths, p.PlanPayment = coap.OptionalMonths{Months: c.months, Known: c.months > 0}, c.payment
		if got := s.view(&Letter{Parent: &p}).AtOnce; got != c.want {
			t.Errorf("%d months, or %v a month: %v", c.months, c.payment, got)
		}
	}
}

// An offer is shown to those only who may take it up.
func TestOffersAreForThoseWhoMayApply(t *testing.T) {
	s := setting(t)
	for _, status := range coap.Statuses() {
		p := aParent()
		p.Status = status
		v := s.view(&Letter{Parent: &p})
		if may := status == coap.Eligible || status == coap.Review || status == coap.Later; (v.Offer != 0) != may || (v.Forgiven != 0) != may {
			t.Errorf("%s: offer %s, forgiven %s", status, v.Offer, v.Forgiven)
		}
		if stakes := len(v.Remedies) > 0; stakes == (status == coap.NotCollectible) {
			t.Errorf("%s: remedies %v", status, v.Remedies)
		}
		p.Offer = ledger.Some(0)
		if v := s.view(&Letter{Parent: &p}); v.Forgiven != 0 {
			t.Errorf("%s: %s is forgiven for no offer", status, v.Forgiven)
		}
	}
	exempt := aParent()
	exempt.Status = coap.NotCollectible
	files, _ := write(t, Batch{Setting: s, Wording: wording(t), CSV: true, Workers: 1}, []Letter{{Kind: OrderReview, Parent: &exempt}}, nil)
	if rows := string(files["letters.csv"]); strings.Contains(rows, "$9,000.00") || strings.Contains(rows, "$10,645.58") || strings.Contains(rows, "suspended") {
		t.Errorf("letters.csv: %s", rows)
	}
}

// Templates are written all or none.
func TestWriteTemplatesLeavesNoHalf(t *testing.T) {
	dir := folder(t, map[string]string{"shared.es.txt": "ours"})
	if err := WriteTemplates(dir); !errors.Is(err, fs.ErrExist) {
		t.Errorf("%v", err)
	}
	entries, err := os.ReadDir(dir)
	if text, _ := os.ReadFile(filepath.Join(dir, "shared.es.txt")); err != nil || len(entries) != 1 || string(text) != "ours" {
		t.Errorf("%v, %v, %q", entries, err, text)
	}
}

// What --limit leaves out is counted, whoever is left out for a reason of their own.
func TestLimitCounts(t *testing.T) {
	parents := []Parent{someone("a", 1, coap.Eligible, 0), someone("b", 2, coap.Eligible, 0), someone("c", 3, coap.Eligible, 0), someone("d", 4, coap.Eligible, 0)}
	parents[3].Zip = ""
	letters, skipped, more := (&Choice{Kinds: []Kind{COAP}, Limit: 2, County: " mARIN"}).Letters(parents)
	if len(letters) != 2 || len(skipped) != 1 || more != 1 {
		t.Errorf("%d letters, %d skipped, %d more", len(letters), len(skipped), more)
	}
}

func TestNamedLanguages(t *testing.T) {
	for text, want := range map[string]string{"es": "es", "SPA": "es", " Español ": "es", "es_MX": "es", "en": "en", "ENG": "en", "English": "en", "en-US": "en",
		"": "", "tl": "", "Estonian": "", "est": ""} {
		got := ""
		if language, named := NamedLanguage(text); named {
			got = language.String()
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
