package workbook

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/writers/internal/calendar"
	"arrears/writers/internal/fixture"
)

func TestLater(t *testing.T) {
	r := fixture.New(120)
	f := opened(t, r, spreadsheetLimits)
	rows := rawRows(t, f, laterName)
	header := slices.IndexFunc(rows, func(row []string) bool { return at(row, 1) == "NCP ID" })
	later := calendar.Later(r)
	if len(rows) != header+1+len(later) || len(later) == 0 {
		t.Fatalf("%d rows, the header at %d, %d later", len(rows), header+1, len(later))
	}
	for i, index := range later {
		d, row := &r.Determinations[index], rows[header+1+i]
		for column, want := range map[int]string{0: strconv.Itoa(serial(d.EligibleOn)), 1: r.NCPs[index].ID, 4: string(appendNumber(nil, d.Compromisable)),
			7: strconv.Itoa(int(d.EligibleOn - r.AsOf)), 10: "No recent rescission"} {
			if got := at(row, column); got != want {
				t.Errorf("line %d, column %d: %q, want %q", header+2+i, column+1, got, want)
			}
		}
	}
	parents, compromisable := 0, 0.0
	for _, row := range rows[:header] {
		for _, cell := range row[min(1, len(row)):] {
			number, _ := strconv.ParseFloat(cell, 64)
			switch at(row, 0) {
			case "Parents":
				parents += int(number)
			case "Compromisable arrears":
				compromisable += number
			}
		}
	}
	var sum ledger.Cents
	for _, index := range later {
		sum += r.Determinations[index].Compromisable
	}
	if parents != len(later) || int64(compromisable*100+0.5) != int64(sum) {
		t.Errorf("the months hold %d parents and %.2f, want %d and %s", parents, compromisable, len(later), sum)
	}
}

// Months stand six side by side, under their own names; half-years without anybody are
// left out.
func TestCalendar(t *testing.T) {
	r := fixture.New(0)
	for _, on := range []string{"2027-01-31", "2027-06-01", "2027-06-30", "2028-12-31"} {
		r.NCPs = append(r.NCPs, ledger.NCP{ID: on})
		r.Determinations = append(r.Determinations, coap.Determination{Status: coap.Later, EligibleOn: ledger.MustDate(on), Compromisable: 100, Forgiven: ledger.Some(40)})
	}
	var got []string
	for _, row := range rawRows(t, opened(t, r, spreadsheetLimits), laterName) {
		if line := strings.TrimRight(strings.Join(row, "|"), "|"); line != "" {
			got = append(got, line)
		}
	}
	want := []string{
		"2027|Jan 2027|Feb 2027|Mar 2027|Apr 2027|May 2027|Jun 2027", "Parents|1|||||2", "On the list already|0|||||0", "Compromisable arrears|1|||||2", "Forgiveness (estimate)|0.4|||||0.8",
		"2028|Jul 2028|Aug 2028|Sep 2028|Oct 2028|Nov 2028|Dec 2028", "Parents||||||1", "On the list already||||||0", "Compromisable arrears||||||1", "Forgiveness (estimate)||||||0.4",
		"Together: 4 parents with $4.00 compromisable, of which about $1.60 could be forgiven.", "The parents, by date"}
	if len(got) < 2+len(want) || !slices.Equal(got[2:2+len(want)], want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
}
