package report

// WorkbookMark is the defined name by which a run knows a workbook that an earlier run
// wrote when it comes back as input: of such a workbook only the outreach list is read,
// with the contacts that people have written into it. A defined name outlives saving in
// any spreadsheet program.
const WorkbookMark = "arrears_workbook"
