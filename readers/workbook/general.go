package workbook

import "strconv"

// size is how many digits d has before its point, 0 for a fraction of 1.
func (d decimal) size() int {
	if d.digits == 0 {
		return 0
	}
	size := d.exponent
	for rest := d.digits; rest > 0; rest /= 10 {
		size++
	}
	return size
}

// appendGeneral appends a number as the General format shows it in a cell that is
// wide enough: all digits of a whole number, else up to 15 significant digits.
func (d decimal) appendGeneral(dst []byte) []byte {
	for d.digits != 0 && d.digits%10 == 0 {
		d.digits /= 10
		d.exponent++
	}
	if d.digits == 0 {
		return append(dst, '0')
	}
	if d.negative {
		dst = append(dst, '-')
	}
	var buffer [20]byte
	digits := strconv.AppendUint(buffer[:0], d.digits, 10)
	before := len(digits) + d.exponent
	switch {
	case before > 20 || before < -8:
		return appendScientific(dst, digits, before-1)
	case d.exponent >= 0:
		return appendZeros(append(dst, digits...), d.exponent)
	case before > 0:
		dst = append(append(dst, digits[:before]...), '.')
		return append(dst, digits[before:]...)
	}
	return append(appendZeros(append(dst, '0', '.'), -before), digits...)
}

func appendZeros(dst []byte, count int) []byte {
	for range count {
		dst = append(dst, '0')
	}
	return dst
}

func appendScientific(dst, digits []byte, exponent int) []byte {
	dst = append(dst, digits[0])
	if len(digits) > 1 {
		dst = append(append(dst, '.'), digits[1:]...)
	}
	dst = append(dst, 'E')
	if exponent > 0 {
		dst = append(dst, '+')
	}
	return strconv.AppendInt(dst, int64(exponent), 10)
}
