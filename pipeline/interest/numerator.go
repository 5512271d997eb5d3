package interest

import (
	"math/bits"

	"arrears/pipeline/ledger"
)

// numerator is an exact amount of interest: cents times the calendar's denominator, in
// 128 bits of two's complement. Debts are bounded (ledger.CaseMax) so that it can't
// overflow.
type numerator struct {
	high int64
	low  uint64
}

// product multiplies an amount that is not negative by a weight that is not negative.
func product(amount ledger.Cents, weight int64) numerator {
	high, low := bits.Mul64(uint64(amount), uint64(weight))
	return numerator{int64(high), low}
}

func (n numerator) plus(m numerator) numerator {
	low, carry := bits.Add64(n.low, m.low, 0)
	return numerator{n.high + m.high + int64(carry), low}
}

func (n numerator) minus(m numerator) numerator {
	low, borrow := bits.Sub64(n.low, m.low, 0)
	return numerator{n.high - m.high - int64(borrow), low}
}

func (n numerator) zero() bool { return n.high == 0 && n.low == 0 }

// payable is n / denominator, rounded half away from zero to the cent, never below 0.
// The denominator is even.
func (n numerator) payable(denominator int64) ledger.Cents {
	if n.high < 0 {
		return 0
	}
	low, carry := bits.Add64(n.low, uint64(denominator)/2, 0)
	quotient, _ := bits.Div64(uint64(n.high)+carry, low, uint64(denominator))
	return ledger.Cents(quotient)
}
