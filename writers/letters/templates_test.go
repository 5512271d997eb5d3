package letters

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// folder writes files into a folder of the test's own.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// What --write-templates writes gives the letters that the program gives by itself.
func TestWriteTemplates(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "words")
	if err := WriteTemplates(dir); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != len(TemplateNames())+1 {
		t.Fatalf("%d files, %v", len(entries), err)
	}
	own, err := LoadWording(dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(TemplateNames(), own.Replaced); diff != "" {
		t.Error(diff)
	}
	batch := Batch{Setting: setting(t), Wording: wording(t), HTML: true, PDF: true, CSV: true, Workers: 1}
	first, _ := write(t, batch, many(8), nil)
	batch.Wording = own
	second, _ := write(t, batch, many(8), nil)
	if !cmp.Equal(first, second) {
		t.Error("the templates that were written give other letters")
	}
	if err := WriteTemplates(dir); !errors.Is(err, os.ErrExist) {
		t.Errorf("written over: %v", err)
	}
}

// A template of the user's own is taken for its kind and language alone, in HTML and in
// PDF alike.
func TestOverride(t *testing.T) {
	dir := folder(t, map[string]string{
		"coap.en.txt": "\ufeff# Our own words\r\n\r\nDear {{.Name}}: {{template \"ours\" .}}\r\n{{define \"ours\"}}we can help, {{.ID}}.{{end}}\r\n{{template \"closing\" .}}\r\n",
		".hidden":     "not looked at", "README.txt": "nor is this",
	})
	w, err := LoadWording(dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"coap.en.txt"}, w.Replaced); diff != "" {
		t.Error(diff)
	}
	letters := many(2)
	letters[1].Kind = COAP
	letters[1].Language = Spanish
	files, _ := write(t, Batch{Setting: setting(t), Wording: w, HTML: true, PDF: true, Workers: 1}, letters, nil)
	html := string(files["letters.html"])
	if strings.Count(html, "we can help, 0300000000.") != 1 || !strings.Contains(html, "Usted podría pagar menos") || !strings.Contains(html, "About this letter") {
		t.Error("the HTML does not hold the template's words once")
	}
	pages, _ := pagesOf(t, files["letters.pdf"])
	if !slices.ContainsFunc(pages[0], func(s shown) bool { return strings.HasSuffix(s.text, "we can help, 0300000000.") }) {
		t.Error("the PDF does not hold the template's words")
	}
}

// A page of the user's own frames the letters.
func TestOverridePage(t *testing.T) {
	w, err := LoadWording(folder(t, map[string]string{
		"page.html": `{{define "begin"}}<!DOCTYPE html><title>{{.Title}}</title>{{end}}{{define "letter"}}<section lang="{{.Language}}">{{.Body}}</section>{{end}}{{define "end"}}<p>end{{end}}`}))
	if err != nil {
		t.Fatal(err)
	}
	files, _ := write(t, Batch{Setting: setting(t), Wording: w, HTML: true, Workers: 1}, many(1), nil)
	if got := string(files["letters.html"]); !strings.HasPrefix(got, `<!DOCTYPE html><title>Letters of November 3, 2026</title><section lang="en"><p>Dear`) || !strings.HasSuffix(got, "<p>end") {
		t.Errorf("%.300s", got)
	}
}

// A fault in a template names the file, the line, and what to do.
func TestTemplateFaults(t *testing.T) {
	long := strings.Repeat("#", templateMax+1)
	for name, c := range map[string]struct{ file, text, want string }{
		"a field there is none":   {"coap.en.txt", "# T\n\n{{.Nmae}}\n", `coap.en.txt:3:2: <.Nmae>: can't evaluate field Nmae in a letter; README.txt says`},
		"in a branch few take":    {"coap.es.txt", "# T\n{{if eq .Status \"later\"}}\n\n{{.Agency.Phone}}{{end}}\n", `coap.es.txt:4:9: <.Agency.Phone>: can't evaluate field Phone in`},
		"a bracket left open":     {"order-review.en.txt", "# T\n{{if .Offer}}\n", `order-review.en.txt:3: unexpected EOF; README.txt says`},
		"a word unknown":          {"job-services.es.txt", "# T\n{{money .Offer}}\n", `job-services.es.txt:2: function "money" not defined; README.txt says`},
		"a part there is none":    {"payment-plan.en.txt", "# T\n{{template \"owned\" .}}\n", `payment-plan.en.txt:2:11: <{{template "owned" .}}>: template "owned" not defined; README.txt says`},
		"no title":                {"coap.en.txt", "Dear {{.Name}}:\n", `coap.en.txt: the letter has no title; begin a line with # and a space`},
		"a table out of line":     {"coap.en.txt", "# T\n| a | b\n| c\n", `coap.en.txt: line 3 of the text it gives: a row of the table has 1 cells, its header 2; give each row as many`},
		"a sign the font lacks":   {"coap.en.txt", "# T\n✈ Dear {{.Name}}\n", `coap.en.txt, or the file it shares: the PDF's font lacks ✈; write it otherwise`},
		"a shared part taken out": {"shared.en.txt", "{{define \"letterhead\"}}x{{end}}", `shared.en.txt: no {{define "reference"}}; add it, as in the file that --write-templates writes`},
		"a page without letters":  {"page.html", `{{define "begin"}}{{end}}`, `page.html: no {{define "letter"}}; add it, as in the file that --write-templates writes`},
		"a page with a fault":     {"page.html", `{{define "begin"}}{{.Ttile}}{{end}}{{define "letter"}}{{end}}{{define "end"}}{{end}}`, `page.html:1:20: <.Ttile>: can't evaluate field Ttile`},
		"a name unknown":          {"coap.fr.txt", "# T\n", `coap.fr.txt is no template; the names are coap.en.txt, coap.es.txt, job-services.en.txt`},
		"not UTF-8":               {"coap.en.txt", "# Se\xf1or\n", `coap.en.txt: not UTF-8; save the file as UTF-8`},
		"too long":                {"coap.en.txt", long, `coap.en.txt: a template is a file of at most 1 MiB`},
		"an endless loop":         {"coap.en.txt", "# T\n{{template \"coap.en.txt\" .}}\n", `coap.en.txt:2:11: <{{template "coap.en.txt" .}}>: exceeded maximum template depth`},
	} {
		dir := folder(t, map[string]string{c.file: c.text})
		_, err := LoadWording(dir)
		var fault *TemplateError
		if !errors.As(err, &fault) || !strings.HasPrefix(err.Error(), dir+string(filepath.Separator)+c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v\nwant %s", name, err, c.want)
		}
	}
	if _, err := LoadWording(filepath.Join(t.TempDir(), "none")); err == nil || !strings.Contains(err.Error(), "name a folder that --write-templates has written") {
		t.Error(err)
	}
}
