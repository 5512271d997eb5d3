package words

import "arrears/pipeline/report"

// Warnings says, one sentence each, what a reader must know before trusting the
// figures: rejects that name nobody, and tainted cases. None for a clean run.
func Warnings(r *report.Report) []string {
	var warnings []string
	if r.Pseudonymized {
		warnings = append(warnings, "This run is pseudonymized: identifiers, names and addresses are made up from a key. Amounts and dates are true, and may still tell who somebody is.")
	}
	if n := r.RejectsNamingNobody; n > 0 {
		warnings = append(warnings, Counted(n, "rejected row")+" or value"+plural(n)+" in the input "+named(n)+
			" no case and no NCP that can be read: some case may lack a row, and its figures may be wrong without a mark.")
	}
	if n := r.Totals.CasesTainted; n > 0 {
		warnings = append(warnings, Count(n)+" of "+Counted(r.Totals.Cases, "case")+be(n)+
			"tainted by rejected input: the figures are computed without what was rejected, and the NCPs are kept off the outreach list.")
	}
	return warnings
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

func named(n int) string {
	if n == 1 {
		return "names"
	}
	return "name"
}

func be(n int) string {
	if n == 1 {
		return " is "
	}
	return " are "
}
