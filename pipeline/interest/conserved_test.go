package interest

import (
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// The check that no money came or went must notice a cent, wherever it is.
func TestConservedNoticesACent(t *testing.T) {
	rules, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	entries := []ledger.Entry{
		{Date: ledger.MustDate("2024-01-05"), Type: ledger.Charge, Account: 1, Amount: 30000},
		{Date: ledger.MustDate("2024-02-05"), Type: ledger.Payment, Amount: 10000},
		{Date: ledger.MustDate("2026-10-05"), Type: ledger.Charge, Account: 2, Amount: 50000},
	}
	for name, tamper := range map[string]func(e *Engine){
		"nothing":        func(*Engine) {},
		"installment":    func(e *Engine) { q := &e.accounts[0].due[ofCharges]; q.all[len(q.all)-1].remaining++ },
		"current charge": func(e *Engine) { e.charges[0].remaining-- },
		"held credit":    func(e *Engine) { e.held++ },
		"interest":       func(e *Engine) { e.accounts[0].interest = e.accounts[0].interest.plus(numerator{0, 1}) },
		"paid":           func(e *Engine) { e.balance.Paid-- },
		"charged":        func(e *Engine) { e.balance.Charged++ },
	} {
		engine := NewEngine(rules, ledger.MustDate("2026-10-31"))
		if balance := engine.Replay(entries, nil); balance.OutOfBalance {
			t.Fatal("the case is out of balance as it stands")
		}
		tamper(engine)
		if conserved := engine.conserved(); conserved != (name == "nothing") {
			t.Errorf("%s: conserved says %v", name, conserved)
		}
	}
}
