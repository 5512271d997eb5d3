package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers"
)

// writeSummary says in a screenful what a run found and where its reports are.
func writeSummary(out io.Writer, r *report.Report, folder *writers.Folder, took time.Duration) {
	t := &r.Totals
	fmt.Fprintf(out, "\nArrears as of %s under %s\n\n", r.AsOf, r.Policy.Label())
	owe := "owe"
	if t.Cases == 1 {
		owe = "owes"
	}
	fmt.Fprintf(out, "  %s of %s %s %s\n", counted(t.Cases, "case"), counted(t.NCPs, "NCP"), owe, t.Arrears().Dollars())
	owed := func(to string, principal, interest ledger.Cents) {
		fmt.Fprintf(out, "    to %-14s %20s   (principal %s, interest %s)\n", to, (principal + interest).Dollars(), principal.Dollars(), interest.Dollars())
	}
	owed("families", t.PrincipalFamily, t.InterestFamily)
	owed("the government", t.PrincipalGovernment, t.InterestGovernment)
	fmt.Fprintf(out, "    compromisable     %20s\n\n", t.Compromisable.Dollars())

	fmt.Fprintf(out, "  %-16s %9s %22s %22s %10s\n", "status", "NCPs", "arrears", "compromisable", "on list")
	for _, status := range []coap.Status{coap.Eligible, coap.Review, coap.Later, coap.Ineligible, coap.NotCollectible, coap.NoArrears} {
		s := &t.ByStatus[status]
		fmt.Fprintf(out, "  %-16s %9s %22s %22s %10s\n", status, grouped(s.NCPs), s.Arrears.Dollars(), s.Compromisable.Dollars(), grouped(s.Outreach))
	}
	fmt.Fprintf(out, "\n  Outreach list: %s; offers of about %s could forgive about %s\n", counted(len(r.Outreach), "NCP"), t.Offered.Dollars(), t.Forgiven.Dollars())
	writeDoubts(out, r)
	writeWhere(out, r, folder, took)
}

// writeDoubts says what of the input could not be used.
func writeDoubts(out io.Writer, r *report.Report) {
	read, rejected, duplicate, future := 0, 0, 0, 0
	for _, part := range r.Inputs {
		read += part.Read
		rejected += part.Rejected
		duplicate += part.Duplicate
		future += part.Future
	}
	fmt.Fprintf(out, "  Input: %s rows read, %s rejected, %s duplicate, %s dated after %s\n", grouped(read), grouped(rejected), grouped(duplicate), grouped(future), r.AsOf)
	if r.Totals.CasesTainted > 0 {
		fmt.Fprintf(out, "  ! tainted by rejects, and kept off the list: %s; see rejects.csv\n", counted(r.Totals.CasesTainted, "case"))
	}
	if r.RejectsNamingNobody > 0 {
		fmt.Fprintf(out, "  ! naming no case or NCP, so that some case may lack a row: %s; see rejects.csv\n", counted(r.RejectsNamingNobody, "reject"))
	}
	if r.Policy.From > r.AsOf {
		fmt.Fprintf(out, "  ! %s begins on %s, after the as-of date\n", r.Policy.Name, r.Policy.From)
	}
}

func writeWhere(out io.Writer, r *report.Report, folder *writers.Folder, took time.Duration) {
	rows := 0
	for _, part := range r.Inputs {
		if part.Kind == ledger.LedgerTable {
			rows += part.Read
		}
	}
	files := []string{"outreach.csv"}
	if folder.XLSX {
		files = append([]string{"outreach.xlsx"}, files...)
	}
	if folder.HTML {
		files = append(files, "summary.html")
	}
	fmt.Fprintf(out, "\n  Reports: %s (%s, …)\n", folder.Path, strings.Join(files, ", "))
	fmt.Fprintf(out, "  Begin with %s\n", filepath.Join(folder.Path, files[0]))
	fmt.Fprintf(out, "  %s in %.1f s\n", counted(rows, "ledger row"), took.Seconds())
}

// counted writes a count with its noun.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return grouped(n) + " " + noun + "s"
}

// grouped writes a count with thousands marks.
func grouped(n int) string {
	digits := strconv.Itoa(n)
	var parts []string
	for len(digits) > 3 {
		parts = append([]string{digits[len(digits)-3:]}, parts...)
		digits = digits[:len(digits)-3]
	}
	return strings.Join(append([]string{digits}, parts...), ",")
}
