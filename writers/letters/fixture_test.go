package letters

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"testing"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

func rules(t testing.TB, name string) *policy.Policy {
	t.Helper()
	p, err := policy.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func setting(t testing.TB) Setting {
	return Setting{Date: ledger.MustDate("2026-11-03"), AsOf: ledger.MustDate("2026-10-31"), Rules: rules(t, "california-coap")}
}

func wording(t testing.TB) *Wording {
	t.Helper()
	w, err := LoadWording("")
	if err != nil {
		t.Fatal(err)
	}
	return w
}

var everyRemedy = []string{"license_suspension", "passport_hold", "federal_tax_intercept", "state_tax_intercept", "lottery_intercept",
	"bank_levy", "property_lien"}

// aParent is an eligible parent with everything there is to say.
func aParent() Parent {
	return Parent{
		ID: "0300000101", Rank: 1, Status: coap.Eligible,
		Contact: Contact{Known: true, Name: "María Elena Castañeda Ruiz", Address1: "2218 Alameda Vista", Address2: "Apt 4", City: "Los Ángeles",
			State: "CA", Zip: "90033", Language: "es", County: "Los Angeles"},
		PrincipalFamily: 1_200_00, InterestFamily: 34_56, PrincipalGovernment: 10_868_00, InterestGovernment: 10_628_20, Compromisable: 19_645_58,
		CurrentSupport: 310_00, Capacity: ledger.Some(560_00), Offer: ledger.Some(9_000_00), Forgiven: ledger.Some(10_645_58),
		PlanMonths: coap.OptionalMonths{Months: 95, Known: true}, PlanPayment: ledger.Some(620_43),
		Remedies: everyRemedy, NextSteps: coap.ApplyCOAP,
	}
}

// memory is a folder of files that a batch adds.
type memory map[string][]byte

func (m memory) add(name string, write func(io.Writer) (int, error)) error {
	var b bytes.Buffer
	_, err := write(&b)
	if _, twice := m[name]; twice {
		return fmt.Errorf("%s is added twice", name)
	}
	m[name] = b.Bytes()
	return err
}

func write(t testing.TB, b Batch, letters []Letter, skipped []Skipped) (memory, *Outcome) {
	t.Helper()
	files := memory{}
	outcome, err := b.Write(context.Background(), letters, skipped, files.add)
	if err != nil {
		t.Fatal(err)
	}
	return files, outcome
}

// many are letters to parents who differ.
func many(n int) []Letter {
	all := make([]Letter, n)
	for i := range all {
		p := aParent()
		p.ID = fmt.Sprintf("03%08d", i)
		p.Name = fmt.Sprintf("Nguyễn Thị Minh Châu %d", i)
		p.PrincipalGovernment += ledger.Cents(i)
		all[i] = Letter{Kind: Kinds()[i%4], Language: Languages()[i/4%2], Parent: &p}
	}
	return all
}
