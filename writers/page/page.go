// Package page writes summary.html: one page, complete in itself, that shows the figures
// of a run to people who decide. It holds counts and dollars only, no name and no
// identifier of a person, and loads nothing: no script, no font, no image.
//
// Every chart is drawn as inline SVG and told again as a table, so that the page reads
// the same with a screen reader, on a phone, in the dark and on paper.
package page

import (
	"embed"
	"fmt"
	"html/template"
	"io"

	"arrears/pipeline/report"
)

//go:embed templates
var files embed.FS

// Write writes the page of a report to w. The bytes depend on nothing that differs
// between two runs on the same input.
func Write(w io.Writer, r *report.Report) error {
	page, err := template.ParseFS(files, "templates/*.html")
	if err != nil {
		return fmt.Errorf("prepare summary page: %w", err)
	}
	if err := page.ExecuteTemplate(w, "page.html", newView(r)); err != nil {
		return fmt.Errorf("write summary page: %w", err)
	}
	return nil
}
