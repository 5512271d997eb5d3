package statement

import (
	"errors"
	"math/big"
	"strconv"
	"strings"

	"arrears/pipeline/ledger"
	"arrears/writers/internal/words"
)

// Money is an amount of a document. Its machine form is 1234.50.
type Money ledger.Cents

// Cents is the amount in whole cents.
func (m Money) Cents() ledger.Cents { return ledger.Cents(m) }

// String is the machine form.
func (m Money) String() string { return m.Cents().String() }

// People is the form people read, 1,234.50, for a column that says it is dollars.
func (m Money) People() string { return strings.Replace(m.Cents().Dollars(), "$", "", 1) }

// Dollars is the form people read in a sentence, $1,234.50.
func (m Money) Dollars() string { return m.Cents().Dollars() }

// MarshalText gives the machine form to encoders.
func (m Money) MarshalText() ([]byte, error) { return m.Cents().Append(nil), nil }

// UnmarshalText reads the machine form.
func (m *Money) UnmarshalText(text []byte) error {
	point := len(text) - 3
	if point < 1 || text[point] != '.' {
		return errors.New("an amount is not written like 1234.50")
	}
	cents, err := strconv.ParseInt(string(text[:point])+string(text[point+1:]), 10, 64)
	*m = Money(cents)
	return err
}

// OptionalMoney is an amount that may be unknown. Its machine form is blank then.
type OptionalMoney struct{ ledger.OptionalCents }

// Money is the amount; 0 where it is unknown.
func (m OptionalMoney) Money() Money { return Money(m.Cents()) }

// String is the machine form.
func (m OptionalMoney) String() string {
	if !m.Known() {
		return ""
	}
	return m.Cents().String()
}

// Dollars is the form people read in a sentence.
func (m OptionalMoney) Dollars() string {
	if !m.Known() {
		return "unknown"
	}
	return m.Cents().Dollars()
}

// MarshalText gives the machine form to encoders.
func (m OptionalMoney) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads the machine form.
func (m *OptionalMoney) UnmarshalText(text []byte) error {
	*m = OptionalMoney{}
	if len(text) == 0 {
		return nil
	}
	var amount Money
	if err := amount.UnmarshalText(text); err != nil {
		return err
	}
	m.OptionalCents = ledger.Some(ledger.Cents(amount))
	return nil
}

// Date is a day of a document; zero is none, and blank. Its machine form is ISO 8601.
type Date ledger.Date

// Day is the day as the ledger counts it.
func (d Date) Day() ledger.Date { return ledger.Date(d) }

// String is the machine form.
func (d Date) String() string { return d.Day().String() }

// People is the form people read: Nov 22, 2026.
func (d Date) People() string { return words.Date(d.Day()) }

// MarshalText gives the machine form to encoders.
func (d Date) MarshalText() ([]byte, error) { return d.Day().Append(nil), nil }

// UnmarshalText reads the machine form.
func (d *Date) UnmarshalText(text []byte) error {
	day, ok := ledger.ParseDate(text)
	if !ok && len(text) > 0 {
		return errors.New("a date is not written like 2026-11-22")
	}
	*d = Date(day)
	return nil
}

// Exact is an amount of interest before it is rounded to the cent. Its machine form has
// six decimals.
type Exact struct{ dollars *big.Rat }

// decimals is how many decimals of an exact amount are shown.
const decimals = 6

// Dollars is the exact amount, in dollars.
func (e Exact) Dollars() *big.Rat {
	if e.dollars == nil {
		return new(big.Rat)
	}
	return e.dollars
}

// String is the machine form.
func (e Exact) String() string { return e.Dollars().FloatString(decimals) }

// People is the form people read: 1,209.863014.
func (e Exact) People() string {
	text, sign := e.String(), ""
	if text[0] == '-' {
		sign, text = "-", text[1:]
	}
	for at := len(text) - decimals - 1 - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return sign + text
}

// MarshalText gives the machine form to encoders.
func (e Exact) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText reads the machine form; what it left out stays lost.
func (e *Exact) UnmarshalText(text []byte) error {
	dollars, ok := new(big.Rat).SetString(string(text))
	if !ok {
		return errors.New("an exact amount is not written like 1234.567890")
	}
	e.dollars = dollars
	return nil
}
