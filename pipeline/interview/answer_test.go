package interview

import (
	"errors"
	"testing"

	"arrears/pipeline/ledger"
)

func TestReadAnswers(t *testing.T) {
	v := california(t)
	day := ledger.MustDate("2026-01-31")
	for id, cases := range map[string]map[string]Answer{
		GovernmentArrears: {"0": {}, "1234.5": {Amount: 1234_50}, " $1,234.50 ": {Amount: 1234_50}, "d": {Unknown: true}, "I don’t know": {Unknown: true},
			"No sé": {Unknown: true}, "UNKNOWN": {Unknown: true}},
		OnlyIncomeExempt: {"y": {Flag: ledger.Yes}, "No": {Flag: ledger.No}, "TRUE": {Flag: ledger.Yes}, "0": {Flag: ledger.No}, "sí": {Flag: ledger.Yes},
			"SÍ": {Flag: ledger.Yes}, "s": {Flag: ledger.Yes}, "d": {Unknown: true}},
		CPState:     {"ca": {State: "CA"}, "NV": {State: "NV"}, "D": {Unknown: true}},
		OldestDue:   {"2026-01-31": {Day: day}, "1/31/2026": {Day: day}, "01/31/2026": {Day: day}, "d": {Unknown: true}},
		Application: {"2026-01-31": {Day: day}, "never": {Never: true}, "n": {Never: true}, "Nunca": {Never: true}, "unknown": {Unknown: true}, "2026-10-31": {Day: v.AsOf}},
	} {
		q, _ := Find(id)
		for text, want := range cases {
			got, err := v.Read(q, text, nil)
			if err != nil || got != want {
				t.Errorf("%s %q: %+v, %v; want %+v", id, text, got, err, want)
			}
			if again, err := v.Read(q, got.Text(q), nil); err != nil || again != got {
				t.Errorf("%s: %q is written %q and read back as %+v, %v", id, text, got.Text(q), again, err)
			}
		}
	}
}

func TestFaults(t *testing.T) {
	v := california(t)
	for id, cases := range map[string]map[string]Fault{
		GovernmentArrears:   {"": NoAnswer, "  ": NoAnswer, "abc": NoAmount, "1.000": NoAmount, "1.234,50": NoAmount, "-1": BelowZero, "(12.00)": BelowZero, "10000000000": NoAmount},
		GovernmentPermanent: {"1000.01": MoreThanDebt},
		GovernmentInterest:  {"1000.01": MoreThanDebt},
		FamilyInterest:      {"1000.01": ""}, // the family's debt is unknown
		OnlyIncomeExempt:    {"maybe": NoFlag, "2": NoFlag},
		CPState:             {"California": NoState, "C1": NoState},
		OldestDue:           {"never": NoDay, "31/1/2026": NoDay, "2026-11-01": AfterAsOf, "1899-12-31": NoDay},
		Contempt:            {"2026-02-30": NoOccasion, "2026-11-01": AfterAsOf},
	} {
		q, _ := Find(id)
		for text, want := range cases {
			_, err := v.Read(q, text, Answers{GovernmentArrears: {Amount: 1000_00}, FamilyArrears: {Unknown: true}})
			if want == "" && err != nil || want != "" && !errors.Is(err, want) {
				t.Errorf("%s %q: %v, want %q", id, text, err, string(want))
			}
		}
	}
}

// FuzzRead: whatever is typed, there is a fault or an answer that is read back the same.
func FuzzRead(f *testing.F) {
	for _, text := range []string{"", "d", "never", "1,234.50", "2026-01-31", "ca", "sí", "\x00", "’"} {
		f.Add(uint8(0), text)
		f.Add(uint8(11), text)
		f.Add(uint8(13), text)
	}
	v := california(f)
	f.Fuzz(func(t *testing.T, index uint8, text string) {
		q := questions[int(index)%len(questions)]
		answer, err := v.Read(q, text, nil)
		var fault Fault
		if err != nil {
			if !errors.As(err, &fault) || English.text("fault."+string(fault)) == "" {
				t.Fatalf("%v", err)
			}
			return
		}
		if again, err := v.Read(q, answer.Text(q), nil); err != nil || again != answer {
			t.Fatalf("%q is %+v, then %+v, %v", text, answer, again, err)
		}
		if _, err := v.Decide(Answers{q.ID: answer}); err != nil {
			t.Fatal(err)
		}
	})
}
