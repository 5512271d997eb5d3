package statement

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/writers/internal/words"
)

// entryNames are the ledger's types as people read them.
var entryNames = map[string]string{
	ledger.Charge.String():             "Charge",
	ledger.Judgment.String():           "Judgment",
	ledger.Adjustment.String():         "Adjustment",
	ledger.InterestAdjustment.String(): "Interest adjustment",
	ledger.Payment.String():            "Payment",
	ledger.Reversal.String():           "Reversal",
}

// eventNames are what no entry brought about, as people read it.
var eventNames = map[string]string{becamePastDue: "Becomes past due", heldUsed: "Held credit used"}

// owedToWords says to whom a debt is owed.
func owedToWords(owedTo string) string {
	if owedTo == ledger.Government.String() {
		return "the government"
	}
	return "the family"
}

// classWords says a class of an order of crediting: principal owed to the family.
func classWords(class string) string {
	kind, owed, narrowed := strings.Cut(class, ":")
	switch kind {
	case policy.Class{Kind: policy.Current}.String():
		kind = "current support"
	case policy.Class{Kind: policy.Principal}.String():
		kind = "past-due principal"
	}
	if narrowed {
		kind += " owed to " + owedToWords(owed)
	}
	return kind
}

// orderWords says an order of crediting as orderText writes it.
func orderWords(order string) string {
	if order == "default" {
		return "As any other payment."
	}
	classes := strings.Split(order, ", ")
	for i := range classes {
		classes[i] = classWords(classes[i])
	}
	return words.Sentence(strings.Join(classes, ", then ")) + "."
}

var isoDate = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b`)

// peopleDates writes the dates of a sentence as people read them.
func peopleDates(sentence string) string {
	return isoDate.ReplaceAllStringFunc(sentence, func(iso string) string {
		day, ok := ledger.ParseDate([]byte(iso))
		if !ok {
			return iso
		}
		return words.Date(day)
	})
}

var spacedPercent = regexp.MustCompile(`(\d) %`)

// peopleSentence writes the dates and shares of a sentence as people read them: Nov 22,
// 2026 and 10%.
func peopleSentence(sentence string) string {
	return spacedPercent.ReplaceAllString(peopleDates(sentence), "$1%")
}

var ruleNames = map[string]string{
	"interest.day_count":       "How days count",
	"interest.starts":          "When interest begins",
	"interest.rates":           "Rate of interest",
	"crediting.default":        "Order in which payments are credited",
	caseRate:                   "Rate ordered for this case",
	"coap.capacity_share":      "Part of net income that is free where expenses are unknown",
	"coap.minimum_offer_share": "Smallest offer, as a part of what can be compromised",
	"coap.modification_share":  "Part of net income beyond which support deserves a review",
}

var ruleValues = map[string]string{
	policy.Actual365.String():    "Each day is 1/365 of a year, in leap years too.",
	policy.ActualActual.String(): "Each day is 1/365 of a year, in a leap year 1/366.",
	policy.Monthly.String():      "Each complete month is 1/12 of a year.",
	policy.NextMonth.String():    "A charge bears interest from the first day of the month after it falls due.",
	policy.DueDate.String():      "A charge bears interest from its due date.",
}

// point says a rule in people's words.
func (r *Rule) point() point {
	name, day, dated := strings.Cut(strings.TrimSuffix(r.Path, "]"), "[")
	source, ofSource := strings.CutPrefix(name, bySource)
	p := point{Term: ruleNames[name], Text: r.Value, Rest: words.Sentence(peopleDates(r.Citation))}
	switch {
	case ofSource:
		p.Term = fmt.Sprintf("Order in which payments of the source %q are credited", source)
	case p.Term == "":
		p.Term = r.Path
	}
	if dated && isoDate.MatchString(day) {
		p.Term += ", from " + peopleDates(day)
	}
	switch {
	case ruleValues[r.Value] != "":
		p.Text = ruleValues[r.Value]
	case name == "interest.rates":
		p.Text = r.Value + " a year"
	case strings.HasPrefix(name, "crediting."):
		p.Text = orderWords(r.Value)
	default:
		p.Text = peopleDates(r.Value)
	}
	return p
}

// criterionWords is the heading of a criterion.
func criterionWords(id string) string {
	if index := slices.Index(policy.Criteria(), id); index >= 0 {
		return words.Criterion(index)
	}
	return id
}

// verdictWords are the verdicts as people read them.
var verdictWords = map[string]string{"pass": "Pass", "fail": "Fail", "unknown": "Unknown", "n/a": "Not used"}
