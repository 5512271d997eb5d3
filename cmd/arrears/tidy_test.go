package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// The tests of this file hold the source to the rules of ARCHITECTURE.md. Each names the
// place and the rule. A rule is bent in a list here, with the reason, or not at all.

const (
	functionLinesMax = 70
	fileLinesMax     = 500
)

// sourceFile is one Go file of the repository.
type sourceFile struct {
	path   string // from the top of the repository, with slashes
	folder string
	text   []byte
	tree   *ast.File
	set    *token.FileSet
}

func (f *sourceFile) isTest() bool { return strings.HasSuffix(f.path, "_test.go") }

// place is where a node stands, as an editor takes it.
func (f *sourceFile) place(node ast.Node) string {
	return fmt.Sprintf("%s:%d", f.path, f.set.Position(node.Pos()).Line)
}

// within tells whether the file is in one of the folders or below it.
func (f *sourceFile) within(folders ...string) bool {
	return slices.ContainsFunc(folders, func(folder string) bool { return f.folder == folder || strings.HasPrefix(f.folder, folder+"/") })
}

// top is the way from this package to the top of the repository.
const top = "../.."

// repository is every Go file of the repository.
func repository(t *testing.T) []*sourceFile {
	t.Helper()
	files, err := readRepository()
	if err != nil || len(files) < 50 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	return files
}

var readRepository = sync.OnceValues(func() (files []*sourceFile, err error) {
	set := token.NewFileSet()
	err = walk(func(name string, text []byte) error {
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		tree, err := parser.ParseFile(set, name, text, parser.ParseComments|parser.SkipObjectResolution)
		files = append(files, &sourceFile{name, path.Dir(name), text, tree, set})
		return err
	})
	return files, err
})

// walk visits the files of the repository, but for test data and hidden folders.
func walk(visit func(name string, text []byte) error) error {
	return filepath.WalkDir(top, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name != top && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".")) {
				return filepath.SkipDir
			}
			return nil
		}
		if !slices.Contains([]string{".go", ".md", ".yaml"}, filepath.Ext(name)) {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(top, name)
		if err != nil {
			return err
		}
		return visit(filepath.ToSlash(relative), text)
	})
}

// domain is the packages that readers and writers share with the pipeline.
var domain = []string{"arrears/pipeline/ledger", "arrears/pipeline/policy", "arrears/pipeline/interest", "arrears/pipeline/coap",
	"arrears/pipeline/payoff", "arrears/pipeline/report", "arrears/pipeline/ordered"}

// pipelineOnly is what the pipeline itself may use beside.
var pipelineOnly = []string{"arrears/pipeline/pseudonym"}

// arrows is what the packages of a folder may import of this repository, beside what is
// below the folder itself; in the order in which the folders are looked up.
var arrows = []struct {
	folder string
	may    []string
}{
	{"pipeline/ledger", nil},
	{"pipeline/ordered", nil},
	{"pipeline/policy", []string{"arrears/pipeline/ledger"}},
	{"pipeline/payoff", []string{"arrears/pipeline/ledger"}},
	{"pipeline/interest", []string{"arrears/pipeline/ledger", "arrears/pipeline/policy"}},
	{"pipeline/coap", []string{"arrears/pipeline/ledger", "arrears/pipeline/policy", "arrears/pipeline/interest", "arrears/pipeline/payoff"}},
	{"pipeline/interview", []string{"arrears/pipeline/ledger", "arrears/pipeline/policy", "arrears/pipeline/interest", "arrears/pipeline/coap", "arrears/pipeline/payoff"}},
	{"pipeline/report", []string{"arrears/pipeline/ledger", "arrears/pipeline/policy", "arrears/pipeline/interest", "arrears/pipeline/coap", "arrears/pipeline/payoff"}},
	{"pipeline/pseudonym", nil},
	{"pipeline", append(slices.Clone(domain), pipelineOnly...)},
	{"readers", domain},
	{"writers", domain},
	{"samples", domain},
}

func TestImportsPointOneWay(t *testing.T) {
	for _, f := range repository(t) {
		i := slices.IndexFunc(arrows, func(rule struct {
			folder string
			may    []string
		}) bool {
			return f.within(rule.folder)
		})
		if i < 0 || f.isTest() {
			continue // the commands may use everything, and so may tests
		}
		for _, imported := range f.tree.Imports {
			name, _ := strconv.Unquote(imported.Path.Value)
			own := "arrears/" + arrows[i].folder
			if !strings.HasPrefix(name, "arrears/") || name == own || strings.HasPrefix(name, own+"/") {
				continue
			}
			if !slices.Contains(arrows[i].may, name) {
				t.Errorf("%s: packages below %s do not import %s", f.place(imported), arrows[i].folder, name)
			}
		}
	}
}

// What is for tests only is imported by tests only; and the spreadsheet library stays
// where spreadsheets are read and written.
func TestWhoMayImportWhat(t *testing.T) {
	rules := map[string][]string{ // package → folders whose files may import it; tests may
		"arrears/pipeline/interest/oracle": nil,
		"arrears/writers/internal/fixture": nil,
		"testing":                          nil,
		"math/rand":                        {"pipeline/interest/oracle"}, // which is for tests only
		"github.com/xuri/excelize/v2":      {"readers/workbook", "writers/workbook", "samples/generate"},
		"github.com/goccy/go-yaml":         {"pipeline/policy"},
		"github.com/parquet-go/parquet-go": {"writers/parquet", "cmd/arrears-beam/exports"},
		"github.com/rs/zerolog":            {"cmd"},
		"github.com/spf13/cobra":           {"cmd"},
		"github.com/vbauerster/mpb/v8":     {"cmd"},
		"log":                              nil,
		"log/slog":                         nil,
	}
	for _, f := range repository(t) {
		for _, imported := range f.tree.Imports {
			name, _ := strconv.Unquote(imported.Path.Value)
			if folders, ruled := rules[name]; ruled && !f.isTest() && !f.within(folders...) {
				t.Errorf("%s: %s is for %v and tests", f.place(imported), name, folders)
			}
		}
	}
}

// calls lists the uses of a package's functions in a file: time.Now, os.Getenv.
func calls(f *sourceFile, visit func(use ast.Node, name string)) {
	ast.Inspect(f.tree, func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok {
			if of, ok := selector.X.(*ast.Ident); ok {
				visit(selector, of.Name+"."+selector.Sel.Name)
			}
		}
		return true
	})
}

// Below the commands and the pipeline there is no clock, no environment and no printing;
// the as-of date is a value that is passed.
func TestNoClockNoEnvironmentNoPrinting(t *testing.T) {
	banned := []string{"time.Now", "time.Since", "time.Until", "os.Getenv", "os.LookupEnv", "os.Environ", "os.Stdout", "os.Stderr", "os.Stdin", "os.Exit", "os.Args",
		"fmt.Print", "fmt.Println", "fmt.Printf"}
	clock := []string{"time.Now", "time.Since"} // the pipeline times its stages
	for _, f := range repository(t) {
		if f.isTest() || f.within("cmd") {
			continue
		}
		calls(f, func(use ast.Node, name string) {
			if slices.Contains(banned, name) && (f.folder != "pipeline" || !slices.Contains(clock, name)) {
				t.Errorf("%s: %s is for the commands", f.place(use), name)
			}
		})
	}
}

// No floating point touches money.
func TestNoFloatsWhereMoneyIs(t *testing.T) {
	for _, f := range repository(t) {
		if f.isTest() || !f.within("pipeline/ledger", "pipeline/interest", "pipeline/payoff", "pipeline/coap", "pipeline/policy", "pipeline/report", "pipeline/interview") {
			continue
		}
		ast.Inspect(f.tree, func(node ast.Node) bool {
			switch n := node.(type) {
			case *ast.Ident:
				if n.Name == "float64" || n.Name == "float32" || n.Name == "ParseFloat" {
					t.Errorf("%s: %s in a package that holds money", f.place(n), n.Name)
				}
			case *ast.BasicLit:
				if n.Kind == token.FLOAT {
					t.Errorf("%s: the floating-point number %s in a package that holds money", f.place(n), n.Value)
				}
			}
			return true
		})
	}
}

func TestFunctionsAndFilesAreShort(t *testing.T) {
	for _, f := range repository(t) {
		if lines := bytes.Count(f.text, []byte("\n")); lines > fileLinesMax {
			t.Errorf("%s has %d lines, more than %d", f.path, lines, fileLinesMax)
		}
		for _, decl := range f.tree.Decls {
			function, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			lines := f.set.Position(function.End()).Line - f.set.Position(function.Pos()).Line + 1
			if lines > functionLinesMax {
				t.Errorf("%s: %s has %d lines, more than %d", f.place(function), function.Name.Name, lines, functionLinesMax)
			}
		}
	}
}

func TestFilesAreFormatted(t *testing.T) {
	for _, f := range repository(t) {
		if formatted, err := format.Source(f.text); err != nil || !bytes.Equal(formatted, f.text) {
			t.Errorf("%s is not formatted; run gofmt", f.path)
		}
	}
}

func TestPackagesAreNamedAfterWhatTheyHold(t *testing.T) {
	for _, f := range repository(t) {
		name := strings.TrimSuffix(f.tree.Name.Name, "_test")
		if slices.Contains([]string{"util", "utils", "common", "helper", "helpers", "misc", "shared", "base", "core", "lib"}, name) {
			t.Errorf("%s: package %s says nothing", f.path, name)
		}
		if folder := path.Base(f.folder); name != "main" && name != folder {
			t.Errorf("%s: package %s in the folder %s", f.path, name, folder)
		}
	}
}

// Work left over is in an issue, not in the source.
func TestNothingIsLeftForLater(t *testing.T) {
	marks := []string{"TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"}
	look := func(name string, line int, text string) {
		for _, mark := range marks {
			if strings.Contains(text, mark) {
				t.Errorf("%s:%d: %s", name, line, mark)
			}
		}
	}
	for _, f := range repository(t) {
		for _, group := range f.tree.Comments {
			for _, comment := range group.List {
				look(f.path, f.set.Position(comment.Pos()).Line, comment.Text)
			}
		}
	}
	err := walk(func(name string, text []byte) error {
		if !strings.HasSuffix(name, ".go") {
			for i, line := range strings.Split(string(text), "\n") {
				look(name, i+1, line)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// Every exported name says what it is in a comment, and every package too.
func TestExportedNamesHaveComments(t *testing.T) {
	documented := make(map[string]bool)
	for _, f := range repository(t) {
		if f.isTest() {
			continue
		}
		documented[f.folder] = documented[f.folder] || f.tree.Doc != nil
		for _, decl := range f.tree.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Doc == nil && d.Name.IsExported() && exportedReceiver(d) && !wellKnown(d) {
					t.Errorf("%s: %s has no comment", f.place(d), d.Name.Name)
				}
			case *ast.GenDecl:
				for _, name := range uncommented(d) {
					t.Errorf("%s: %s has no comment", f.place(name), name.Name)
				}
			}
		}
	}
	for folder, has := range documented {
		if !has {
			t.Errorf("package %s has no comment", folder)
		}
	}
}

// exportedReceiver tells whether a function is none's method or that of an exported type.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	of := d.Recv.List[0].Type
	for {
		switch t := of.(type) {
		case *ast.StarExpr:
			of = t.X
		case *ast.IndexExpr:
			of = t.X
		case *ast.Ident:
			return t.IsExported()
		default:
			return true
		}
	}
}

// wellKnown methods do what everybody expects of their name.
func wellKnown(d *ast.FuncDecl) bool {
	return d.Recv != nil && slices.Contains([]string{"Error", "Unwrap", "Write", "Read", "Len", "Less", "Swap"}, d.Name.Name)
}

// uncommented lists the exported names of a declaration that have no comment, neither
// their own nor that of their group.
func uncommented(d *ast.GenDecl) (names []*ast.Ident) {
	if d.Tok == token.IMPORT || d.Doc != nil && (d.Tok != token.TYPE || len(d.Specs) == 1) {
		return nil
	}
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() && s.Doc == nil {
				names = append(names, s.Name)
			}
		case *ast.ValueSpec:
			if s.Doc != nil || s.Comment != nil {
				continue
			}
			for _, name := range s.Names {
				if name.IsExported() {
					names = append(names, name)
				}
			}
		}
	}
	return names
}
