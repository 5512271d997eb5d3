package workbook

import (
	"strconv"

	"arrears/pipeline/ledger"
)

// precision is how many significant digits Excel keeps of a number.
const precision = 15

// decimal is a number as Excel has it: digits × 10^exponent, digits below 10^15.
type decimal struct {
	digits   uint64
	exponent int
	negative bool
}

// powersOfTen[i] is 10^i.
var powersOfTen = func() (powers [20]uint64) {
	powers[0] = 1
	for i := 1; i < len(powers); i++ {
		powers[i] = powers[i-1] * 10
	}
	return powers
}()

// parseDecimal reads a stored number rounded to 15 significant digits, half to even
// from the stored binary value, which is what Excel shows of it. Exact is false where
// those digits do not bring back the stored value: it has more than Excel shows.
func parseDecimal(text []byte) (d decimal, exact, ok bool) {
	if d, ok = plainDecimal(text); ok {
		return d, true, true
	}
	return floatDecimal(text)
}

// plainDecimal reads digits with at most one point, 15 digits in all: such a number
// survives binary floating point, so it need not pass through it.
func plainDecimal(text []byte) (d decimal, ok bool) {
	if len(text) > 0 && text[0] == '-' {
		d.negative, text = true, text[1:]
	}
	point := len(text)
	for i, c := range text {
		switch {
		case c >= '0' && c <= '9':
			d.digits = d.digits*10 + uint64(c-'0')
		case c == '.' && point == len(text) && i > 0:
			point = i
		default:
			return d, false
		}
		if i > precision {
			return d, false
		}
	}
	count := len(text)
	if point < len(text) {
		d.exponent = point + 1 - len(text)
		count--
	}
	return d, count > 0 && count <= precision && d.exponent != 0 == (point < len(text))
}

// floatDecimal is the one place where a number of a workbook is a float64: Excel
// stores the shortest or the longest decimal form of one (0.28999999999999998 and
// 1.0E-2 for 0.29 and 0.01), and only its binary value says what was meant.
func floatDecimal(text []byte) (d decimal, exact, ok bool) {
	if !isNumber(text) {
		return d, false, false
	}
	value, err := strconv.ParseFloat(string(text), 64)
	if err != nil || (value == 0 && !isZero(text)) {
		return d, false, false
	}
	// The form is [-]d.dddddddddddddde±dd.
	var buffer [32]byte
	form := strconv.AppendFloat(buffer[:0], value, 'e', precision-1, 64)
	again, err := strconv.ParseFloat(string(form), 64)
	exact = err == nil && again == value
	if form[0] == '-' {
		d.negative, form = true, form[1:]
	}
	d.digits = uint64(form[0] - '0')
	for _, c := range form[2 : 2+precision-1] {
		d.digits = d.digits*10 + uint64(c-'0')
	}
	scale, err := strconv.Atoi(string(form[2+precision:]))
	d.exponent = scale - (precision - 1)
	return d, exact, err == nil
}

// isNumber tells whether text is a number as XML writes it: digits with at most one
// point, and an exponent of at most three digits.
func isNumber(text []byte) bool {
	i := 0
	if i < len(text) && (text[i] == '-' || text[i] == '+') {
		i++
	}
	start := i
	i = skipDigits(text, i)
	count := i - start
	if i < len(text) && text[i] == '.' {
		end := skipDigits(text, i+1)
		count += end - i - 1
		i = end
	}
	if count == 0 {
		return false
	}
	if i < len(text) && (text[i] == 'e' || text[i] == 'E') {
		i++
		if i < len(text) && (text[i] == '-' || text[i] == '+') {
			i++
		}
		start = i
		i = skipDigits(text, i)
		if i == start || i-start > 3 {
			return false
		}
	}
	return i == len(text)
}

// isZero tells whether a number is zero as written, not only too small for a float64.
func isZero(text []byte) bool {
	for _, c := range text {
		if c >= '1' && c <= '9' {
			return false
		}
		if c == 'e' || c == 'E' {
			break
		}
	}
	return true
}

func skipDigits(text []byte, i int) int {
	for i < len(text) && text[i] >= '0' && text[i] <= '9' {
		i++
	}
	return i
}

// whole is d × 10^shift as a whole number; false where it is not one, or not below
// 10^15.
func (d decimal) whole(shift int) (uint64, bool) {
	switch exponent := d.exponent + shift; {
	case d.digits == 0:
		return 0, true
	case exponent >= precision || exponent < -precision:
		return 0, false
	case exponent >= 0:
		size := d.digits * powersOfTen[exponent]
		return size, size/powersOfTen[exponent] == d.digits && size < powersOfTen[precision]
	default:
		power := powersOfTen[-exponent]
		return d.digits / power, d.digits%power == 0
	}
}

// cents is d dollars in cents; false where they are not whole or too many.
func (d decimal) cents() (ledger.Cents, bool) {
	size, ok := d.whole(2)
	if !ok || size > uint64(ledger.AmountMax) {
		return 0, false
	}
	if d.negative {
		return -ledger.Cents(size), true
	}
	return ledger.Cents(size), true
}

// days is the whole part of d; false where it is negative or no day of any calendar.
func (d decimal) days() (int, bool) {
	if d.negative && d.digits != 0 {
		return 0, false
	}
	if d.exponent < 0 {
		if d.exponent < -precision {
			return 0, true
		}
		d.digits /= powersOfTen[-d.exponent]
		d.exponent = 0
	}
	size, ok := d.whole(0)
	return int(size), ok
}
