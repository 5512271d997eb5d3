package letters

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/template"
)

//go:embed templates
var embedded embed.FS

// pageFile is the frame of the HTML file; guideFile explains the templates.
const (
	pageFile  = "page.html"
	guideFile = "README.txt"
)

// Wording is the words of the letters: a template for each kind and language.
type Wording struct {
	Folder   string   // where templates of the user's own come from; blank: none
	Replaced []string // the names of those files

	sums    map[string]string // SHA-256 of those files, by name
	letters [len(kindNames)][2]*template.Template
	page    string // the text of page.html
}

// TemplateError says what is wrong with a template, and where.
type TemplateError struct{ message string }

func (e *TemplateError) Error() string { return e.message }

// TemplateNames lists the files that a user may override.
func TemplateNames() (names []string) {
	entries, err := embedded.ReadDir("templates")
	if err != nil {
		panic(err) // it is part of the program
	}
	for _, entry := range entries {
		if entry.Name() != guideFile {
			names = append(names, entry.Name())
		}
	}
	return names
}

// LoadWording reads the templates: a user's own from a folder (none if it is blank), the
// program's for the rest. Each is tried out on parents of every sort, so that a fault in
// it is found before a letter is written.
func LoadWording(folder string) (*Wording, error) {
	w := &Wording{Folder: folder, sums: make(map[string]string)}
	texts, err := w.texts()
	if err != nil {
		return nil, err
	}
	w.page = texts[pageFile]
	for _, language := range Languages() {
		shared := "shared." + language.String() + ".txt"
		base, err := template.New(shared).Funcs(functions).Parse(texts[shared])
		if err != nil {
			return nil, w.fault(err)
		}
		for _, name := range []string{"letterhead", "reference", "remedy"} {
			if base.Lookup(name) == nil {
				return nil, &TemplateError{fmt.Sprintf("%s: no {{define %q}}; add it, as in the file that --write-templates writes", w.place(shared), name)}
			}
		}
		for _, kind := range Kinds() {
			name := kind.String() + "." + language.String() + ".txt"
			letter, err := template.Must(base.Clone()).New(name).Parse(texts[name])
			if err != nil {
				return nil, w.fault(err)
			}
			w.letters[kind][language] = letter
		}
	}
	return w, w.tryOut()
}

// functions are what templates may call beside those of the language.
var functions = template.FuncMap{
	"plural": func(n int, one, many string) string {
		if n == 1 {
			return one
		}
		return many
	},
	"spaced": func(id string) Text { return Text(strings.ReplaceAll(id, "_", " ")) },
}

// texts are the templates by name.
func (w *Wording) texts() (map[string]string, error) {
	texts := make(map[string]string)
	for _, name := range TemplateNames() {
		text, err := embedded.ReadFile("templates/" + name)
		if err != nil {
			return nil, err
		}
		texts[name] = string(text)
	}
	if w.Folder == "" {
		return texts, nil
	}
	entries, err := os.ReadDir(w.Folder)
	if err != nil {
		return nil, &TemplateError{fmt.Sprintf("templates: %s; name a folder that --write-templates has written", pathReason(err))}
	}
	for _, entry := range entries {
		name := entry.Name()
		if name == guideFile || strings.HasPrefix(name, ".") {
			continue
		}
		if _, known := texts[name]; !known {
			return nil, &TemplateError{fmt.Sprintf("%s is no template; the names are %s", w.place(name), strings.Join(TemplateNames(), ", "))}
		}
		if texts[name], err = readTemplate(filepath.Join(w.Folder, name)); err != nil {
			return nil, err
		}
		w.Replaced = append(w.Replaced, name)
		w.sums[name] = fullHash(texts[name])
	}
	return texts, nil
}

// templateMax bounds a template, in bytes.
const templateMax = 1 << 20

func readTemplate(path string) (string, error) {
	info, err := os.Stat(path)
	if err == nil && (!info.Mode().IsRegular() || info.Size() > templateMax) {
		return "", &TemplateError{path + ": a template is a file of at most 1 MiB"}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", &TemplateError{"templates: " + pathReason(err)}
	}
	plain := strings.ReplaceAll(strings.TrimPrefix(string(text), "\ufeff"), "\r\n", "\n")
	if strings.ToValidUTF8(plain, "") != plain {
		return "", &TemplateError{path + ": not UTF-8; save the file as UTF-8"}
	}
	return plain, nil
}

func pathReason(err error) string {
	var fault *fs.PathError
	if errors.As(err, &fault) {
		return fault.Path + ": " + fault.Err.Error()
	}
	return err.Error()
}

// place is where a template comes from, for messages.
func (w *Wording) place(name string) string {
	if w.Folder != "" && (slices.Contains(w.Replaced, name) || !slices.Contains(TemplateNames(), name)) {
		return filepath.Join(w.Folder, name)
	}
	return name
}

// faultForm takes apart what the template packages say.
var faultForm = regexp.MustCompile(`^(?:html/)?template: ?([a-z0-9.-]+):([0-9]+(?::[0-9]+)?): (?:executing "[^"]*" at )?(.*)$`)

// fault turns an error of a template into one that names file and line.
func (w *Wording) fault(err error) error {
	message := strings.ReplaceAll(err.Error(), "\n", " ")
	if parts := faultForm.FindStringSubmatch(message); parts != nil {
		message = fmt.Sprintf("%s:%s: %s", w.place(parts[1]), parts[2], parts[3])
	}
	return &TemplateError{strings.ReplaceAll(message, "type *letters.view", "a letter") + "; " + guideFile + " says what a template may hold"}
}

// WriteTemplates writes the program's templates into a folder, to be changed there: all
// of them or, where a file is in the way, none. It writes over no file.
func WriteTemplates(folder string) (err error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	names := append(TemplateNames(), guideFile)
	for _, name := range names {
		path := filepath.Join(folder, name)
		if _, err := os.Lstat(path); err == nil {
			return &fs.PathError{Op: "create", Path: path, Err: fs.ErrExist}
		}
	}
	var written []string
	defer func() {
		if err != nil {
			for _, path := range written {
				err = errors.Join(err, os.Remove(path))
			}
		}
	}()
	for _, name := range names {
		text, err := embedded.ReadFile("templates/" + name)
		if err != nil {
			return err
		}
		file, err := os.OpenFile(filepath.Join(folder, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if err != nil {
			return err
		}
		written = append(written, file.Name())
		_, err = file.Write(text)
		if err = errors.Join(err, file.Close()); err != nil {
			return err
		}
	}
	return nil
}
