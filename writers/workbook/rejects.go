package workbook

import (
	"arrears/pipeline/report"
)

var rejectColumns = []column{
	{"File", 34, wrapped},
	{"Sheet", 16, wrapped},
	{"Line", 10, count},
	{"Table", 9, plain},
	{"Case ID", 17, plain},
	{"NCP ID", 14, plain},
	{"Column", 20, plain},
	{"Code", 23, plain},
	{"What is wrong and what to do", 70, wrapped},
	{"Rows", 10, count},
}

// rejectsListing is everything in the input that could not be used, in input order.
func rejectsListing(r *report.Report) *listing {
	return &listing{name: "Rejects", columns: rejectColumns, rows: len(r.Rejects), none: "Nothing was rejected.", frozen: 0, pages: 1,
		fill: func(to *row, i int) { fillReject(to, r, i) },
		// A reject that names nobody may be of any case.
		decor: []decor{{5, 6, []rule{whereTrue(`=AND(LEN($H{row})>0,LEN($E{row})=0,LEN($F{row})=0)`, unsure)}}}}
}

func fillReject(to *row, r *report.Report, i int) {
	reject := &r.Rejects[i]
	// A fault that the replay found stands in no row of the input.
	if part := reject.Position.Part(); reject.Table != 0 && part < len(r.Inputs) {
		to.text(r.Inputs[part].File)
		to.text(r.Inputs[part].Sheet)
		to.count(r.Inputs[part].Line(reject.Position))
	} else {
		to.blank()
		to.blank()
		to.blank()
	}
	to.word(reject.Table.String())
	to.text(reject.CaseID)
	to.text(reject.NCPID)
	to.text(reject.Column)
	to.word(string(reject.Code))
	to.text(report.RejectMessage(r, reject))
	to.count(reject.Rows)
}
