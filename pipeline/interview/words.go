package interview

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// Language is a language in which people are asked and answered, by its BCP 47 tag.
type Language string

// The languages.
const (
	English Language = "en"
	Spanish Language = "es"
)

// Languages lists every language.
func Languages() []Language { return []Language{English, Spanish} }

// catalog holds the words of each language, by key, in tables that share no key. A word
// may have places to fill: {arrears}.
var catalog = map[Language][]map[string]string{
	English: {englishQuestions, englishResults, englishScreen},
	Spanish: {spanishQuestions, spanishResults, spanishScreen},
}

// Words lists all words of a language by key, for who shows them elsewhere.
func (l Language) Words() map[string]string {
	words := map[string]string{}
	for _, table := range catalog[l] {
		maps.Copy(words, table)
	}
	return words
}

// text is the word of a key; blank if there is none.
func (l Language) text(key string) string {
	for _, table := range catalog[l] {
		if word, ok := table[key]; ok {
			return word
		}
	}
	return ""
}

// Say is the word of a key with its places filled from values; a place without a value
// stays as it is.
func (l Language) Say(key string, values map[string]string) string {
	text := l.text(key)
	var said strings.Builder
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(text[open:], '}')
		if end < 0 {
			break
		}
		place := text[open+1 : open+end]
		said.WriteString(text[:open])
		if value, ok := values[place]; ok {
			said.WriteString(value)
		} else {
			said.WriteString(text[open : open+end+1])
		}
		text = text[open+end+1:]
	}
	said.WriteString(text)
	return said.String()
}

var monthNames = map[Language][12]string{
	English: {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	Spanish: {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
}

// Date is Nov 22, 2026 or 22 de noviembre de 2026; blank for no date.
func (l Language) Date(day ledger.Date) string {
	if day == 0 {
		return ""
	}
	year, month, dayOfMonth := day.Civil()
	name := monthNames[l][month-1]
	if l == Spanish {
		return strconv.Itoa(dayOfMonth) + " de " + name + " de " + strconv.Itoa(year)
	}
	return name + " " + strconv.Itoa(dayOfMonth) + ", " + strconv.Itoa(year)
}

// ShortDate is a date for a narrow column, Nov 22, 2026 or 22 nov 2026; blank for no
// date.
func (l Language) ShortDate(day ledger.Date) string {
	if l != Spanish || day == 0 {
		return l.Date(day)
	}
	year, month, dayOfMonth := day.Civil()
	return strconv.Itoa(dayOfMonth) + " " + monthNames[l][month-1][:3] + " " + strconv.Itoa(year)
}

// Months is a number of months in words: 1 month, 36 meses.
func (l Language) Months(n int) string {
	key := "unit.months"
	if n == 1 {
		key = "unit.month"
	}
	return l.Say(key, map[string]string{"n": Count(n)})
}

// Count is a whole number, not negative, with thousands marks: 1,200.
func Count(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// amount is an amount in dollars, $1,234.50 in both languages, as in the United States,
// or the two that it lies between.
func (l Language) amount(b Bounds) string {
	switch {
	case !b.Known:
		return l.text("figure.unknown")
	case b.Low != b.High:
		return l.Say("figure.between", map[string]string{"low": b.Low.Dollars(), "high": b.High.Dollars()})
	}
	return b.Low.Dollars()
}

// percent is a share, 50%.
func percent(share policy.Share) string { return policy.FormatRate(ledger.Rate(share)) }

// remedy names a remedy of a policy; one that has no words by its id.
func (l Language) remedy(id string) string {
	if name := l.text("remedy." + id); name != "" {
		return name
	}
	return strings.ReplaceAll(id, "_", " ")
}

// names lists questions by their short names.
func (l Language) names(ids []string) string {
	names := make([]string, 0, len(ids))
	for _, id := range ids {
		names = append(names, l.text("short."+id))
	}
	return strings.Join(slices.Compact(names), "; ")
}

// Shown is an answer as people read it.
func (l Language) Shown(q Question, a Answer) string {
	switch {
	case a.Unknown:
		return l.text("answer.unknown")
	case a.Never:
		return l.text("answer.never")
	case q.Kind == Amount:
		return a.Amount.Dollars()
	case q.Kind == State:
		return a.State
	case q.Kind == YesNo && a.Flag == ledger.Yes:
		return l.text("answer.yes")
	case q.Kind == YesNo:
		return l.text("answer.no")
	}
	return l.Date(a.Day)
}

// Fault is what is wrong with an answer, and what to do.
func (v Interview) Fault(l Language, fault Fault) string {
	return l.Say("fault."+string(fault), v.Values(l))
}

// Asking is a question as it is put.
type Asking struct {
	ID       string `json:"id"`
	Kind     string `json:"kind"`
	Short    string `json:"short"`
	Question string `json:"question"`
	Why      string `json:"why"`
	Help     string `json:"help"`
}

// Ask words a question, given the answers so far.
func (v Interview) Ask(l Language, q Question, answers Answers) Asking {
	values := v.Values(l)
	for place, id := range map[string]string{"government": GovernmentArrears, "family": FamilyArrears} {
		values[place] = answers[id].Amount.Dollars()
	}
	say := func(part string) string { return l.Say(part+"."+q.ID, values) }
	return Asking{ID: q.ID, Kind: q.Kind.String(), Short: say("short"), Question: say("question"), Why: say("why"), Help: say("help")}
}

// Values fills the places that the rules and the as-of date decide.
func (v Interview) Values(l Language) map[string]string {
	c := &v.Rules.COAP
	start := v.AsOf.MonthStart()
	return map[string]string{
		"as_of":            l.Date(v.AsOf),
		"policy":           v.Rules.Label(),
		"rate":             policy.FormatRate(v.Rules.RateOn(v.AsOf)),
		"home":             c.HomeState,
		"horizon":          l.Months(c.HorizonMonths),
		"share":            percent(c.CapacityShare),
		"minimum_share":    percent(c.MinimumOfferShare),
		"minimum":          c.MinimumArrears.Dollars(),
		"asset_limit":      c.AssetLimit.Dollars(),
		"application_wait": l.Months(c.ApplicationWaitMonths),
		"rescission_wait":  l.Months(c.RescissionWaitMonths),
		"contempt_wait":    l.Months(c.ContemptWaitMonths),
		"compliance":       l.Months(c.ComplianceMonths),
		"from":             l.Date(start.AddMonths(-c.ComplianceMonths)),
		"to":               l.Date(start - 1),
	}
}
