// Package page writes summary.html: one page, complete in itself, that shows the figures
// of a run to people who decide. It holds counts and dollars only, no name and no
// identifier of a person, and loads nothing: no font, no image, no script but the one
// that stands in it, which lets the table of counties be sorted. The page forbids all
// else, and says all it has to say without the script too.
//
// Every chart is drawn as inline SVG and told again as a table, so that the page reads
// the same with a screen reader, on a phone, in the dark and on paper.
package page

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"arrears/pipeline/report"
)

//go:embed templates
var files embed.FS

//go:embed templates/sort.js
var sortScript string

// contentPolicy is what the page may load and run: its own style, its one script, and
// nothing else.
func contentPolicy(script string) template.HTMLAttr {
	sum := sha256.Sum256([]byte(script))
	return template.HTMLAttr(`content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-` + base64.StdEncoding.EncodeToString(sum[:]) +
		`'; base-uri 'none'; form-action 'none'"`)
}

// Write writes the page of a report to w. It points to the workbook if one is written
// beside it. The bytes depend on nothing that differs between two runs on the same input.
func Write(w io.Writer, r *report.Report, workbook bool) error {
	page, err := template.ParseFS(files, "templates/*.html")
	if err != nil {
		return fmt.Errorf("prepare summary page: %w", err)
	}
	if err := page.ExecuteTemplate(w, "page.html", newView(r, sortScript, workbook)); err != nil {
		return fmt.Errorf("write summary page: %w", err)
	}
	return nil
}
