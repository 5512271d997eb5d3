package generate

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"arrears/pipeline/ledger"
)

func firstCode(codes ...ledger.Code) ledger.Code { return cmp.Or(codes...) }

func required(value string) ledger.Code {
	if value == "" {
		return ledger.MissingColumnValue
	}
	return ""
}

var rateShape = regexp.MustCompile(`^\d+(\.\d+)?%?$`)

// badRate judges an annual rate of 0 to 100 %, to a ten-thousandth of a percent.
func badRate(value string) ledger.Code {
	number, percent := strings.CutSuffix(value, "%")
	decimals := len(number) - 1 - strings.IndexByte(number+".", '.')
	size, _ := strconv.ParseFloat(number, 64)
	if !rateShape.MatchString(value) || percent && (size > 100 || decimals > 4) || !percent && (size > 1 || decimals > 6) {
		return ledger.BadRate
	}
	return ""
}

func (v *validator) judgeEvents(rows [][]string) {
	for _, row := range rows {
		date, kind, ncp, caseID, end, value := row[0], row[1], row[2], row[3], row[4], row[5]
		code := firstCode(required(date), badDate(date), required(kind))
		switch {
		case code != "":
		case kind == "rate":
			_, isKnown := v.cases[caseID]
			code = firstCode(required(caseID), unless(isKnown, ledger.UnknownCase), v.badEnd(date, end), required(value), badRate(value))
		case known("coap_application coap_rescission contempt conviction outreach_contact", kind):
			code = firstCode(required(ncp), unless(v.ncps[ncp], ledger.UnknownNCP), v.badEnd(date, end))
		default:
			code = ledger.BadType
		}
		if code = firstCode(code, badText(row[6])); code != "" {
			v.reject(ledger.EventsTable, code)
		} else if when, _ := ledger.ParseDate([]byte(date)); when > v.asOf {
			v.tables[ledger.EventsTable].Future++
		}
	}
}

func unless(good bool, code ledger.Code) ledger.Code {
	if good {
		return ""
	}
	return code
}

func (v *validator) badEnd(date, end string) ledger.Code {
	if end == "" {
		return ""
	}
	from, _ := ledger.ParseDate([]byte(date))
	to, ok := ledger.ParseDate([]byte(end))
	return unless(ok && to >= from, ledger.BadDate)
}

// posted is a ledger row that is good by itself.
type posted struct {
	row    []string
	date   ledger.Date
	amount ledger.Cents
	voided bool
}

func (v *validator) judgeLedger(rows [][]string) {
	sum := v.tables[ledger.LedgerTable]
	stray := map[string]bool{}
	good := map[string][]*posted{}
	for _, row := range rows {
		if _, isKnown := v.cases[row[0]]; !isKnown && row[0] != "" {
			sum.Rejected++
			if !stray[row[0]] {
				sum.Rejects[ledger.UnknownCase]++
			}
			stray[row[0]] = true
			continue
		}
		if code := rowCode(row); code != "" {
			v.reject(ledger.LedgerTable, code)
			continue
		}
		p := &posted{row: row}
		p.date, _ = ledger.ParseDate([]byte(row[1]))
		p.amount, _ = ledger.ParseCents([]byte(row[3]))
		if p.date > v.asOf {
			sum.Future++
		} else {
			good[row[0]] = append(good[row[0]], p)
		}
	}
	for _, entries := range good {
		v.judgeCase(entries)
	}
}

// rowCode is what is wrong with a ledger row by itself, by its first bad column.
func rowCode(row []string) ledger.Code {
	amount, amountOK := ledger.ParseCents([]byte(row[3]))
	code := firstCode(required(row[0]), required(row[1]), badDate(row[1]), required(row[2]),
		unless(known("charge judgment payment adjustment interest_adjustment reversal", row[2]), ledger.BadType),
		required(row[3]), unless(amountOK, ledger.BadAmount))
	if strings.Contains(row[2], "adjustment") {
		code = firstCode(code, unless(amount != 0, ledger.Sign))
	} else {
		code = firstCode(code, unless(amount > 0, ledger.Sign))
	}
	if row[2] != "payment" && row[2] != "reversal" {
		code = firstCode(code, required(row[4]))
	}
	if row[4] != "" {
		code = firstCode(code, unless(known("NAA UDA UPA CAA SPO MED TAA PAA FC", row[4]), ledger.BadAccount))
	}
	code = firstCode(code, badText(row[5]), badText(row[6]))
	if row[2] == "reversal" {
		code = firstCode(code, required(row[7]))
	}
	return code
}

// judgeCase finds duplicates, conflicts and reversals that match nothing.
func (v *validator) judgeCase(entries []*posted) {
	byID := map[string]*posted{}
	var reversals []*posted
	for _, e := range entries {
		first, second := byID[e.row[6]]
		switch {
		case e.row[6] == "":
			v.t.Errorf("an entry without an identifier: %q", e.row)
		case second && strings.Join(first.row, ",") == strings.Join(e.row, ","):
			v.tables[ledger.LedgerTable].Duplicates++
		case second:
			v.reject(ledger.LedgerTable, ledger.ConflictingEntry)
		default:
			byID[e.row[6]] = e
			if e.row[2] == "reversal" {
				reversals = append(reversals, e)
			}
		}
	}
	for _, r := range reversals {
		target := byID[r.row[7]]
		if target == nil || target.row[2] == "reversal" || target.voided || target.amount.Abs() != r.amount || target.date > r.date {
			v.reject(ledger.LedgerTable, ledger.UnmatchedReversal)
		} else {
			target.voided = true
		}
	}
}
