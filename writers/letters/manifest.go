package letters

import (
	"encoding/json"
	"io"

	"arrears/pipeline/report"
)

// ManifestName is the file that says what letters were made of what.
const ManifestName = "letters.json"

// Manifest is letters.json. It names no parent but by the identifier, in the names of the
// files of Batch.Each.
type Manifest struct {
	Program   string                  `json:"program"`
	Run       ManifestRun             `json:"run"`
	Policy    report.ManifestPolicy   `json:"policy"` // whose agency writes
	Date      string                  `json:"date"`
	Templates []ManifestTemplate      `json:"templates"` // the user's own
	Letters   int                     `json:"letters"`
	ByKind    map[string]int          `json:"by_kind"`
	ByLang    map[string]int          `json:"by_language"`
	OtherLang int                     `json:"in_english_for_another_language"`
	Partly    int                     `json:"pdf_signs_left_out"`
	Skipped   map[string]int          `json:"skipped_by_reason"`
	Beyond    int                     `json:"left_out_by_limit"`
	Files     []report.ManifestOutput `json:"files"`
}

// ManifestRun names the run that the amounts come from.
type ManifestRun struct {
	AsOf   string `json:"as_of"`
	Policy string `json:"policy"`
	SHA256 string `json:"sha256"` // of its run.json
}

// ManifestTemplate is a template of the user's own.
type ManifestTemplate struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// NewManifest counts letters, and what became of them.
func NewManifest(s *Setting, w *Wording, letters []Letter, outcome *Outcome) *Manifest {
	m := &Manifest{
		Policy: report.ManifestPolicy{Name: s.Rules.Name, Version: s.Rules.Version, SHA256: s.Rules.SHA256},
		Date:   s.Date.String(), Templates: []ManifestTemplate{}, Letters: len(letters), Partly: outcome.Partly,
		ByKind: make(map[string]int), ByLang: make(map[string]int), Skipped: make(map[string]int),
	}
	for i := range letters {
		l := &letters[i]
		m.ByKind[l.Kind.String()]++
		m.ByLang[l.Language.String()]++
		if l.Language == English && otherLanguage(l.Parent.Language) {
			m.OtherLang++
		}
	}
	for _, s := range outcome.Skipped {
		m.Skipped[s.Reason]++
	}
	for _, name := range w.Replaced {
		m.Templates = append(m.Templates, ManifestTemplate{name, w.sums[name]})
	}
	return m
}

// Write writes the manifest as JSON.
func (m *Manifest) Write(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(m)
}
