package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/writers/internal/words"
)

// decor colours the cells of a range of columns by what stands in them or beside them.
type decor struct {
	first, last int // columns, from 1
	rules       []rule
}

// rule is a conditional format: which cells, and how they look.
type rule struct {
	options excelize.ConditionalFormatOptions // {row} in its criteria is the first line of rows
	format  func(*styles) int
}

func good(s *styles) int   { return s.good }
func bad(s *styles) int    { return s.bad }
func unsure(s *styles) int { return s.unsure }
func faint(s *styles) int  { return s.faint }
func soon(s *styles) int   { return s.soon }
func fresh(s *styles) int  { return s.fresh }
func done(s *styles) int   { return s.done }

// whereWord is for cells that hold a word and nothing else.
func whereWord(word string, format func(*styles) int) rule {
	return rule{excelize.ConditionalFormatOptions{Type: "cell", Criteria: "==", Value: `"` + word + `"`}, format}
}

// whereHolds is for cells with a word among others.
func whereHolds(word string, format func(*styles) int) rule {
	return rule{excelize.ConditionalFormatOptions{Type: "text", Criteria: "containing", Value: word}, format}
}

// whereTrue is for cells whose row fulfils a condition.
func whereTrue(condition string, format func(*styles) int) rule {
	return rule{excelize.ConditionalFormatOptions{Type: "formula", Criteria: condition}, format}
}

// soonDays is how near a day is that deserves to be seen.
const soonDays = 30

// whereSoon is for days in the next month after the as-of date.
func whereSoon(asOf ledger.Date) rule {
	return rule{excelize.ConditionalFormatOptions{Type: "cell", Criteria: "between",
		MinValue: strconv.Itoa(serial(asOf)), MaxValue: strconv.Itoa(serial(asOf + soonDays))}, soon}
}

// statusRules colours every status, by the name that say gives it.
func statusRules(say func(coap.Status) string) (rules []rule) {
	for _, status := range coap.Statuses() {
		rules = append(rules, whereWord(say(status), func(s *styles) int { return s.statusFormat[status] }))
	}
	return rules
}

// verdictRules colours the verdicts of criteria.
func verdictRules() []rule {
	return []rule{whereWord(coap.Pass.String(), good), whereWord(coap.Fail.String(), bad),
		whereWord(coap.Unknown.String(), unsure), whereWord(coap.NotApplicable.String(), faint)}
}

// taintedRule is for cells that list tainted among the reasons to keep off the list.
func taintedRule() rule { return whereHolds(words.Suppressed(coap.Tainted), bad) }

func (b *builder) setDecor(s *sheet) error {
	for _, decor := range s.listing.decor {
		area, err := s.cells(decor.first, decor.last)
		if err != nil {
			return err
		}
		var rules []excelize.ConditionalFormatOptions
		for _, rule := range decor.rules {
			options, id := rule.options, rule.format(&b.styles)
			options.Criteria = strings.ReplaceAll(options.Criteria, "{row}", strconv.Itoa(s.header+1))
			options.Format = &id
			rules = append(rules, options)
		}
		if err := b.file.SetConditionalFormat(s.name, area, rules); err != nil {
			return fmt.Errorf("conditional formats: %w", err)
		}
	}
	return nil
}
