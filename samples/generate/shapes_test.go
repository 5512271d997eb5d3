package generate

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
)

// shapes counts what is to be found in a world.
type shapes map[string]int

func (s shapes) require(t *testing.T, least int, names ...string) {
	t.Helper()
	for _, name := range names {
		if s[name] < least {
			t.Errorf("%s: %d, want at least %d", name, s[name], least)
		}
	}
}

func TestEveryShapeOccurs(t *testing.T) {
	g := write(t, Options{Seed: 1, Cases: 2000})
	found := shapes{}
	history := byCase(g.rows(t, "ledger.csv"))
	found.ofCases(g.rows(t, "cases.csv"), history)
	found.ofParents(g.rows(t, "ncps.csv"), g.rows(t, "cases.csv"))
	found.ofEvents(g.rows(t, "events.csv"))
	for _, rows := range history {
		found.ofHistory(rows)
	}
	found.require(t, 100, "charge", "payment", "judgment", "adjustment", "interest_adjustment", "reversal",
		"NAA", "PAA", "FC", "MED", "TAA", "wage_assignment", "federal_tax_offset", "state_tax_offset", "check", "cash",
		"steady payer", "partial payer", "stopped paying", "never paid", "withheld twice a month", "assigned for aid", "arrears paid after support")
	found.require(t, 10, "UDA", "UPA", "CAA", "SPO", "bank_levy", "lottery_intercept", "unemployment_offset", "payment names an account",
		"negative adjustment", "negative interest adjustment", "payment reversed", "charge reversed", "returned to the family",
		"order changed", "judgment alone", "no entries", "order before 1985", "300 rows or more", "a handful of rows")
	found.require(t, 20, "support due", "no support due", "support blank", "two states, other state", "two states, blank", "two states, CA",
		"recorded principal", "recorded interest", "nothing recorded")
	found.require(t, 20, "two cases or more", "income and expenses", "income alone", "income blank", "assets blank", "assets 0", "assets over 3,500",
		"only income exempt", "intentional nonpayment", "concealment", "do not contact", "flag blank", "lives elsewhere", "no address", "en", "es", "vi", "zh")
	found.require(t, 1, "without a case")
	found.require(t, 5, "rate", "coap_application", "coap_rescission", "contempt", "conviction", "outreach_contact", "6% rate", "other rate", "rate ended", "rate open",
		"waiting after application", "waiting after rescission", "waiting after contempt", "contacted lately")
	if found["federal offset outside spring"] > 0 {
		t.Errorf("%d federal tax offsets outside February to May", found["federal offset outside spring"])
	}
	if found["rows out of order"] > 0 {
		t.Errorf("%d rows are not in order of date, or their identifiers do not ascend", found["rows out of order"])
	}
}

func (s shapes) ofCases(rows [][]string, history map[string][][]string) {
	for _, row := range rows {
		switch row[3] {
		case "":
			s["support blank"]++
		case "0.00":
			s["no support due"]++
		default:
			s["support due"]++
		}
		if row[4] == "Y" {
			s["two states, "+map[string]string{"": "blank", "CA": "CA"}[row[5]]]++
			if row[5] != "" && row[5] != "CA" {
				s["two states, other state"]++
			}
		}
		s.when(row[6] != "", "recorded principal")
		s.when(row[7] != "", "recorded interest")
		s.when(row[6] == "" && row[7] == "", "nothing recorded")
		s.when(history[row[0]] == nil, "no entries")
	}
}

func (s shapes) when(holds bool, name string) {
	if holds {
		s[name]++
	}
}

func (s shapes) ofParents(rows, cases [][]string) {
	count := map[string]int{}
	for _, row := range cases {
		count[row[1]]++
	}
	for _, row := range rows {
		s[row[9]]++
		s.when(count[row[0]] == 0, "without a case")
		s.when(count[row[0]] > 1, "two cases or more")
		s.when(row[2] == "", "no address")
		s.when(row[5] != "CA" && row[5] != "", "lives elsewhere")
		s.when(row[10] != "" && row[11] != "", "income and expenses")
		s.when(row[10] != "" && row[11] == "", "income alone")
		s.when(row[10] == "", "income blank")
		assets, _ := ledger.ParseCents([]byte(row[12]))
		s.when(row[12] == "", "assets blank")
		s.when(row[12] == "0.00", "assets 0")
		s.when(assets > 350_000, "assets over 3,500")
		for i, name := range []string{"only income exempt", "intentional nonpayment", "concealment", "do not contact"} {
			s.when(row[13+i] == "Y", name)
			s.when(row[13+i] == "", "flag blank")
		}
	}
}

func (s shapes) ofEvents(rows [][]string) {
	for _, row := range rows {
		date, _ := ledger.ParseDate([]byte(row[0]))
		s[row[1]]++
		if row[1] == "rate" {
			s.when(strings.HasPrefix(row[5], "6%") || row[5] == "0.06", "6% rate")
			s.when(row[5] == "12%" || row[5] == "9%", "other rate")
			s.when(row[4] != "", "rate ended")
			s.when(row[4] == "", "rate open")
		}
		s.when(row[1] == "coap_application" && date.AddMonths(12) > asOf, "waiting after application")
		s.when(row[1] == "coap_rescission" && date.AddMonths(24) > asOf, "waiting after rescission")
		s.when((row[1] == "contempt" || row[1] == "conviction") && date.AddMonths(6) > asOf, "waiting after contempt")
		s.when(row[1] == "outreach_contact" && date+90 > asOf, "contacted lately")
	}
}

// ofHistory looks at the entries of one case.
func (s shapes) ofHistory(rows [][]string) {
	byID := map[string][]string{}
	var before []string
	for _, row := range rows {
		s.ofEntry(row)
		byID[row[6]] = row
		if row[2] == "reversal" {
			s[byID[row[7]][2]+" reversed"]++
		}
		if before != nil && (row[1] < before[1] || number(row[6]) <= number(before[6])) {
			s["rows out of order"]++
		}
		before = row
	}
	s.when(rows[0][1] < "1985", "order before 1985")
	s.when(len(rows) >= 300, "300 rows or more")
	s.when(len(rows) <= 8, "a handful of rows")
	s.ofPayments(rows)
}

func number(id string) int {
	n, _ := strconv.Atoi(id)
	return n
}

func (s shapes) ofEntry(row []string) {
	s[row[2]]++
	s[row[4]]++
	s[row[5]]++
	negative := strings.HasPrefix(row[3], "-")
	s.when(row[2] == "payment" && row[4] != "", "payment names an account")
	s.when(row[2] == "adjustment" && negative, "negative adjustment")
	s.when(row[2] == "interest_adjustment" && negative, "negative interest adjustment")
	s.when(row[2] == "adjustment" && row[4] == "TAA" && !negative, "assigned for aid")
	s.when(row[2] == "adjustment" && slices.Contains([]string{"CAA", "UPA", "UDA"}, row[4]) && !negative, "returned to the family")
	s.when(row[5] == "federal_tax_offset" && (row[1][5:7] < "02" || row[1][5:7] > "05"), "federal offset outside spring")
}

// ofPayments classes a case by what was paid in the months in which support fell due.
func (s shapes) ofPayments(rows [][]string) {
	var due, paid []string // months, with repetitions
	amounts := map[string]bool{}
	withheld := map[string]int{}
	for _, row := range rows {
		month := row[1][:7]
		switch {
		case row[2] == "charge" && row[4] != "MED" && row[4] != "SPO":
			due = append(due, month)
			amounts[row[3]] = true
		case row[2] == "payment" && !strings.Contains(row[5], "offset"):
			paid = append(paid, month)
			withheld[month+row[5]]++
		}
	}
	inMonth := func(month string) bool { return slices.Contains(paid, month) }
	count := 0
	for _, month := range due {
		s.when(withheld[month+"wage_assignment"] == 2, "withheld twice a month")
		if inMonth(month) {
			count++
		}
	}
	if len(due) == 0 {
		s["judgment alone"]++
		return
	}
	last := due[max(0, len(due)-3):]
	s.when(len(amounts) > 1, "order changed")
	s.when(slices.ContainsFunc(paid, func(month string) bool { return month > due[len(due)-1] }), "arrears paid after support")
	if len(due) >= 10 {
		s.when(count*10 >= len(due)*9, "steady payer")
		s.when(count*10 < len(due)*9 && count*10 > len(due)*3, "partial payer")
		s.when(count == 0, "never paid")
		s.when(count*10 > len(due)*3 && !slices.ContainsFunc(last, inMonth), "stopped paying")
	}
}

// A world has about 60 ledger rows a case, from a handful to the decades of a monthly
// ledger, about 1.25 cases a parent, and every county.
func TestProportions(t *testing.T) {
	g := write(t, Options{Seed: 2, Cases: 6_000})
	if mean := g.summary.Ledger.Rows / 6_000; mean < 57 || mean > 64 {
		t.Errorf("%d rows a case", mean)
	}
	cases := g.rows(t, "cases.csv")
	parents, counties := map[string]bool{}, map[string]int{}
	for i, row := range cases {
		parents[row[1]] = true
		counties[row[2]]++
		if len(row[0]) != 13 || row[0][0] != '0' || len(row[1]) != 10 || row[1][0] != '0' || i > 0 && row[0] <= cases[i-1][0] {
			t.Fatalf("row %d: identifiers %s, %s", i+2, row[0], row[1])
		}
	}
	if len(parents) < 4_750 || len(parents) > 4_850 {
		t.Errorf("%d parents of 6,000 cases", len(parents))
	}
	if len(counties) < 50 || counties["Los Angeles"] < 1_300 || counties["Los Angeles"] > 1_750 {
		t.Errorf("%d counties, %d cases in Los Angeles", len(counties), counties["Los Angeles"])
	}
	longest, recent := 0, 0
	byCase := byCase(g.rows(t, "ledger.csv"))
	for _, rows := range byCase {
		longest = max(longest, len(rows))
		if rows[0][1] >= "2006-10" {
			recent++
		}
	}
	if longest < 480 || recent < len(byCase)*6/10 {
		t.Errorf("the longest ledger has %d rows; %d of %d orders are of the last 20 years", longest, recent, len(byCase))
	}
}

func TestCountiesAreComplete(t *testing.T) {
	sum := 0
	for i, c := range counties {
		sum += c.population
		if i > 0 && c.name <= counties[i-1].name || len(c.areaCode) != 3 || len(c.zip) != 5 || c.zip[0] != '9' {
			t.Errorf("%+v", c)
		}
	}
	if len(counties) != 58 || sum != 39_538_223 {
		t.Errorf("%d counties with %d residents; California has 58 and had 39,538,223 at the census of 2020", len(counties), sum)
	}
}
