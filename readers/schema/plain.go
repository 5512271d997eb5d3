package schema

import (
	"encoding/binary"
	"math/bits"

	"arrears/pipeline/ledger"
)

// Eight bytes are looked at as one word, the first in the lowest place. A test marks
// bytes by their highest bit. Where it subtracts from or adds to a whole word it may mark
// bytes behind the first one that it is to mark, never before: callers use the first.
const (
	everyByte = 0x0101010101010101
	highBits  = 0x8080808080808080
)

// The types that most rows have, as words.
const (
	chargeWord  = 'c' | 'h'<<8 | 'a'<<16 | 'r'<<24 | 'g'<<32 | 'e'<<40
	paymentWord = 'p' | 'a'<<8 | 'y'<<16 | 'm'<<24 | 'e'<<32 | 'n'<<40 | 't'<<48
)

// lowBytes masks the first n bytes of a word, n from 1 to 8.
func lowBytes(n int) uint64 { return ^uint64(0) >> (64 - 8*uint(n)) }

// stops marks the bytes at which a plain text ends: the delimiter, line ends, quotes,
// control characters, and what is not ASCII.
func stops(word, delimiters uint64) uint64 {
	delimited := word ^ delimiters
	quoted := word ^ everyByte*'"'
	return ((delimited-everyByte)&^delimited | (quoted-everyByte)&^quoted | (word-everyByte*' ')&^word | word) & highBits
}

// plainText is where the text at pos ends: at a delimiter or a line end, if the row is
// plain. It is -1 if blanks stand around it or no end is in sight.
func (r *plainReader) plainText(pos int) (end int) {
	for end = pos; ; end += 8 {
		if end+8 > len(r.text) {
			return -1
		}
		if marked := stops(binary.LittleEndian.Uint64(r.text[end:]), r.repeated); marked != 0 {
			end += bits.TrailingZeros64(marked) >> 3
			break
		}
	}
	if end > pos && (r.text[pos] == ' ' || r.text[end-1] == ' ') {
		return -1
	}
	return end
}

// isoDate reads ten bytes as 2006-01-02; 0 if they are no such day.
func isoDate(text []byte) ledger.Date {
	// Digits become 0 to 9 and the dashes 0; adding then carries into the highest bit of
	// every byte that is too large, and into no other byte.
	month := binary.LittleEndian.Uint64(text) ^ 0x2d30302d30303030
	day := uint64(binary.LittleEndian.Uint16(text[8:])) ^ 0x3030
	if ((month&^highBits+0x7f76767f76767676)|month|(day&^highBits+0x7676)|day)&highBits != 0 {
		return 0
	}
	year := month & 0xffffffff
	year = (year*10 + year>>8) & 0x00ff00ff
	date, ok := ledger.NewDate(int(year&0xff)*100+int(year>>16), int(month>>40&0xff)*10+int(month>>48&0xff), int(day&0xff)*10+int(day>>8))
	if !ok {
		return 0
	}
	return date
}

// shortAmount reads digits, at most five, a point and two decimals from the word at pos;
// end is -1 if it is something else. What follows is the caller's to judge.
func shortAmount(word uint64, pos int) (amount ledger.Cents, end int) {
	digits := word ^ everyByte*'0'
	others := (digits&^highBits + everyByte*0x76 | digits) & highBits
	whole := bits.TrailingZeros64(others) >> 3
	if whole == 0 || whole > 5 || word>>(8*whole)&0xff != '.' || bits.TrailingZeros64(others&(others-1))>>3 < whole+3 {
		return 0, -1
	}
	// The digits side by side without the point, at the end of the word behind zeros.
	digits = digits&lowBytes(whole) | digits>>(8*whole+8)&0xffff<<(8*whole)
	digits <<= 8 * (6 - whole)
	digits = digits*10 + digits>>8
	const pairs = 0x000000ff000000ff
	digits = (digits&pairs*(100+1_000_000<<32) + digits>>16&pairs*(1+10_000<<32)) >> 32
	return ledger.Cents(digits), pos + whole + 3
}

// plainAmount reads digits with at most two decimals, and a minus sign before them; end
// is -1 if there is none or too many. What follows is the caller's to judge.
func plainAmount(text []byte, pos int) (amount ledger.Cents, end int) {
	end = pos
	negative := end < len(text) && text[end] == '-'
	if negative {
		end++
	}
	first := end
	for end < len(text) && text[end]-'0' <= 9 {
		amount = amount*10 + ledger.Cents(text[end]-'0')
		end++
	}
	if end == first || end-first > 10 {
		return 0, -1
	}
	amount *= 100
	if end+1 < len(text) && text[end] == '.' && text[end+1]-'0' <= 9 {
		amount += ledger.Cents(text[end+1]-'0') * 10
		end += 2
		if end < len(text) && text[end]-'0' <= 9 {
			amount += ledger.Cents(text[end] - '0')
			end++
		}
	}
	if negative {
		amount = -amount
	}
	return amount, end
}
