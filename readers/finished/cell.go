package finished

import (
	"bytes"
	"math"
	"strings"
	"sync"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// cell is one field of a row. A value that it does not hold sets bad and is zero.
type cell struct {
	raw  []byte
	kept *shared
	bad  bool
}

func (c *cell) text() string { return report.Original(string(c.raw)) }

// often is a text that many rows share.
func (c *cell) often() string { return report.Original(c.kept.text(c.raw)) }

// money reads the machine form, of any size: sums of a case exceed what one amount of an
// export may have.
func (c *cell) money() ledger.Cents {
	digits, negative := bytes.CutPrefix(c.raw, []byte{'-'})
	point := len(digits) - 3
	if point < 1 || digits[point] != '.' {
		c.bad = true
		return 0
	}
	size := c.number(digits[:point])
	cents := c.number(digits[point+1:])
	if c.bad || size > (math.MaxInt64-cents)/100 {
		c.bad = true
		return 0
	}
	if negative {
		return -ledger.Cents(size*100 + cents)
	}
	return ledger.Cents(size*100 + cents)
}

func (c *cell) optionalMoney() ledger.OptionalCents {
	if len(c.raw) == 0 {
		return ledger.OptionalCents{}
	}
	return ledger.Some(c.money())
}

// number reads digits, at least one.
func (c *cell) number(digits []byte) (n int64) {
	c.bad = c.bad || len(digits) == 0
	for _, digit := range digits {
		if digit < '0' || digit > '9' || n > (math.MaxInt64-9)/10 {
			c.bad = true
			return 0
		}
		n = n*10 + int64(digit-'0')
	}
	return n
}

func (c *cell) count() int { return int(c.number(c.raw)) }

func (c *cell) days() int32 {
	n := c.number(c.raw)
	c.bad = c.bad || n > math.MaxInt32
	return int32(n)
}

func (c *cell) months() coap.OptionalMonths {
	if len(c.raw) == 0 {
		return coap.OptionalMonths{}
	}
	return coap.OptionalMonths{Months: c.days(), Known: true}
}

func (c *cell) date() ledger.Date {
	if len(c.raw) == 0 {
		return 0
	}
	date, ok := ledger.ParseDate(c.raw)
	c.bad = c.bad || !ok
	return date
}

// oneOf is the value among several that is spelt so.
func oneOf[Value interface{ String() string }](c *cell, values ...Value) (value Value) {
	for _, value := range values {
		if string(c.raw) == value.String() {
			return value
		}
	}
	c.bad = true
	return value
}

func (c *cell) status() coap.Status { return oneOf(c, coap.Statuses()...) }

func (c *cell) verdict() coap.Verdict {
	return oneOf(c, coap.Pass, coap.NotApplicable, coap.Fail, coap.Unknown)
}

func (c *cell) flag() ledger.Flag { return oneOf(c, ledger.Unknown, ledger.No, ledger.Yes) }

func (c *cell) owedTo() ledger.OwedTo { return oneOf(c, ledger.Family, ledger.Government) }

func (c *cell) nextSteps() coap.NextStep { return coap.NextStep(c.bits(coap.NextSteps())) }

var suppressions = []string{coap.DoNotContact.String(), coap.Tainted.String(), coap.RecentContact.String()}

func (c *cell) suppressed() coap.Suppression { return coap.Suppression(c.bits(suppressions)) }

// bits reads a list of names, joined by `;`: bit i is set where name i is on it.
func (c *cell) bits(names []string) (bits uint64) {
	for rest := c.raw; len(rest) > 0; {
		var name []byte
		name, rest, _ = bytes.Cut(rest, []byte{';'})
		found := false
		for i := range names {
			if string(name) == names[i] {
				bits, found = bits|1<<i, true
			}
		}
		c.bad = c.bad || !found
	}
	return bits
}

// tainted reads the status of a case.
func (c *cell) tainted() bool {
	tainted := string(c.raw) == "tainted"
	c.bad = c.bad || !tainted && string(c.raw) != "ok"
	return tainted
}

func (c *cell) list() []string { return c.kept.list(c.raw) }

// shared keeps texts and lists that many rows share, so that each is held once. It may be
// used by several goroutines.
type shared struct {
	mutex sync.RWMutex
	texts map[string]string
	lists map[string][]string
}

// sharedMax is how many are kept; a file with more repeats few of them.
const sharedMax = 4096

func newShared() *shared {
	return &shared{texts: make(map[string]string), lists: make(map[string][]string)}
}

func (s *shared) text(raw []byte) string {
	return keep(s, s.texts, raw, func(text string) string { return text })
}

func (s *shared) list(raw []byte) []string {
	if len(raw) == 0 {
		return nil
	}
	return keep(s, s.lists, raw, func(text string) []string { return strings.Split(text, ";") })
}

func keep[Value any](s *shared, values map[string]Value, raw []byte, valueOf func(string) Value) Value {
	s.mutex.RLock()
	value, found := values[string(raw)]
	s.mutex.RUnlock()
	if found {
		return value
	}
	text := string(raw)
	value = valueOf(text)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if len(values) < sharedMax {
		values[text] = value
	}
	return value
}
