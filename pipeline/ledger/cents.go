package ledger

import (
	"errors"
	"math"
	"math/bits"
)

// Cents is an amount of money in whole cents.
type Cents int64

// AmountMax is the largest size of one amount in an export, 9,999,999,999.99.
const AmountMax Cents = 999_999_999_999

// ErrOverflow says that a sum of money left the range of 64 bits. Real money never
// does; a hostile file can.
var ErrOverflow = errors.New("a sum of money exceeds 92,233,720,368,547,758.07")

// Add returns c + other, or ErrOverflow.
func (c Cents) Add(other Cents) (Cents, error) {
	sum := c + other
	if (other > 0 && sum < c) || (other < 0 && sum > c) {
		return 0, ErrOverflow
	}
	return sum, nil
}

// Abs is the size of c.
func (c Cents) Abs() Cents {
	if c < 0 {
		return -c
	}
	return c
}

// String is the machine form, 1234.50, without thousands marks.
func (c Cents) String() string {
	return string(c.Append(nil))
}

// Append appends the machine form to dst.
func (c Cents) Append(dst []byte) []byte {
	size := uint64(c)
	if c < 0 {
		dst = append(dst, '-')
		size = -size
	}
	var digits [24]byte // from the end: cents, point, dollars
	at := len(digits) - 3
	cents := size % 100
	digits[at], digits[at+1], digits[at+2] = '.', byte('0'+cents/10), byte('0'+cents%10)
	for size /= 100; size >= 10; size /= 10 {
		at--
		digits[at] = byte('0' + size%10)
	}
	at--
	digits[at] = byte('0' + size)
	return append(dst, digits[at:]...)
}

// Dollars is the form people read: $1,234.50, −$12.00 written -$12.00.
func (c Cents) Dollars() string {
	plain := c.Abs().String()
	sign := ""
	if c < 0 {
		sign = "-"
	}
	out := make([]byte, 0, len(plain)+8)
	whole := len(plain) - 3
	for i := range whole {
		if i > 0 && (whole-i)%3 == 0 {
			out = append(out, ',')
		}
		out = append(out, plain[i])
	}
	return sign + "$" + string(append(out, plain[whole:]...))
}

// ParseCents reads 1234.5, 1,234.50, $1,234.50, -12.00 or (12.00), at most two
// decimals as written and at most AmountMax in size. Anything else is false: a
// third decimal may be a thousands mark elsewhere.
func ParseCents(text []byte) (Cents, bool) {
	negative := false
	if n := len(text); n >= 2 && text[0] == '(' && text[n-1] == ')' {
		negative, text = true, text[1:n-1]
	} else if n > 0 && text[0] == '-' {
		negative, text = true, text[1:]
	}
	if len(text) > 0 && text[0] == '$' {
		text = text[1:]
		if !negative && len(text) > 0 && text[0] == '-' {
			negative, text = true, text[1:]
		}
	}
	size, ok := parseSize(text)
	if negative {
		size = -size
	}
	return size, ok
}

// parseSize reads digits, either without thousands marks or with all of them.
func parseSize(text []byte) (Cents, bool) {
	var size Cents
	digitCount, sinceComma, grouped := 0, 0, false
	i := 0
	for ; i < len(text) && text[i] != '.'; i++ {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			size = size*10 + Cents(c-'0')
			digitCount++
			sinceComma++
			if size > AmountMax {
				return 0, false
			}
		case c == ',' && sinceComma > 0 && sinceComma <= 3 && (!grouped || sinceComma == 3):
			grouped, sinceComma = true, 0
		default:
			return 0, false
		}
	}
	if digitCount == 0 || (grouped && sinceComma != 3) {
		return 0, false
	}
	decimals := 0
	if i < len(text) {
		for _, c := range text[i+1:] {
			decimals++
			if c < '0' || c > '9' || decimals > 2 {
				return 0, false
			}
			size = size*10 + Cents(c-'0')
		}
		if decimals == 0 {
			return 0, false
		}
	}
	for ; decimals < 2; decimals++ {
		size *= 10
	}
	return size, size <= AmountMax
}

// RoundShare multiplies c (not negative) by numerator/denominator and rounds once,
// half away from zero, to the cent. It panics where the result leaves 64 bits.
func (c Cents) RoundShare(numerator, denominator uint64) Cents {
	hi, lo := bits.Mul64(uint64(c), numerator)
	lo, carry := bits.Add64(lo, denominator/2, 0)
	hi += carry
	if c < 0 || hi >= denominator {
		panic("a share of a negative or immense amount")
	}
	quotient, _ := bits.Div64(hi, lo, denominator)
	if quotient > math.MaxInt64 {
		panic("a share of a negative or immense amount")
	}
	return Cents(quotient)
}
