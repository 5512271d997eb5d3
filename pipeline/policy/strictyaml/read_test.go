package strictyaml

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	root, fault := Parse("a.yaml", "configuration", []byte("\ufeffa: 1 # one\r\nb: [x, 'y: z']\r\nc: {d: }\n"))
	if fault != nil {
		t.Fatal(fault)
	}
	b, c := root.Values[1], root.Values[2]
	if root.Kind != Mapping || root.Keys[0].Text != "a" || root.Values[0].Text != "1" || b.Kind != List || b.Items[1].Text != "y: z" ||
		b.Items[1].Line != 2 || b.Items[1].Column != 8 || c.Values[0].Kind != Blank {
		t.Errorf("%+v", root)
	}
	if root, fault := Parse("a.yaml", "configuration", []byte("# nothing\n")); root != nil || fault != nil {
		t.Errorf("a file without a value gives %v, %v", root, fault)
	}
}

// The kind of file is named; policies have the other faults among their tests.
func TestFaultsNameTheKindOfFile(t *testing.T) {
	for text, want := range map[string]string{
		strings.Repeat("#", SizeMax+1):        "a.yaml: a recipe file holds at most 1 MiB; is this a recipe?",
		strings.Repeat("a: 1\n", TokenMax):    "a.yaml: a recipe file holds at most 20000 words and marks; is this a recipe?",
		"a: &x 1\n":                           "a.yaml:1:4: an anchor (&) is not allowed in a recipe file; write the values out in one document",
		"a: 1\na: 2\n":                        "a.yaml:2:1: key \"a\" is here twice, first on line 1; remove one",
		"a: \"" + strings.Repeat("x\n", 1000): "a.yaml:1:4: not YAML: could not find end character of double-quoted text; correct it here or just before",
	} {
		if _, fault := Parse("a.yaml", "recipe", []byte(text)); fault == nil || fault.Error() != want {
			t.Errorf("%.20q: %v, want %s", text, fault, want)
		}
	}
}
