package letters

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

func TestTidy(t *testing.T) {
	for text, want := range map[string]string{
		"María": "María", "  two  words ": "two words", "tab\there": "tab here", "line\r\nend": "line end", "": "",
		"Jose\u0301":                "José", // composed
		"Nguye\u0302\u0303n":        "Nguyễn",
		"evil\u202ename":            "evilname", // turns the direction of what follows
		"zero\u200bwidth":           "zerowidth",
		"\ufeffbom":                 "bom",
		"می\u200cخواهم":             "می\u200cخواهم", // keeps letters apart, in Persian
		"nul\x00":                   "nul",
		"no\u00a0break":             "no break",
		"\xff broken":               "broken",
		"soft\u00adhyphen":          "softhyphen",
		"private\ue000":             "private",
		"emoji 👩\u200d👧 stays here": "emoji 👩\u200d👧 stays here",
	} {
		if got := tidy(text); got != want {
			t.Errorf("tidy(%q) = %q, want %q", text, got, want)
		}
	}
}

// What stands in a parent's name is never a mark: the text comes out as it went in.
func TestValuesAreNeverMarks(t *testing.T) {
	for _, name := range []string{"# heading", "## heading", "- point", "1. step", "12. step", "> box", "| cell | cell", "@es hola", "**bold**",
		"back\\slash", "trailing \\", "*", "a**b**c", "{{.Name}}", "<script>alert(1)</script>", "&amp;"} {
		checkUnmarked(t, name)
	}
}

func checkUnmarked(t interface {
	Helper()
	Fatalf(string, ...any)
}, name string) {
	t.Helper()
	name = tidy(name)
	if name == "" {
		return
	}
	value := Text(name).String()
	for _, text := range []string{value, "Dear " + value + ":", "- " + value, "1. " + value, "> " + value, "# " + value, "| " + value + " | " + value} {
		blocks, err := read("before\n\n" + text + "\n\nafter\n")
		if err != nil || len(blocks) != 3 {
			t.Fatalf("%q in %q makes %d blocks, %v", name, text, len(blocks), err)
		}
		parts := blocks[1].parts()
		want := strings.TrimSuffix(strings.TrimPrefix(name, ""), "")
		if strings.HasPrefix(text, "Dear") {
			want = "Dear " + name + ":"
		}
		for _, part := range parts {
			if plain(part) != want || len(part) != 1 || part[0].bold || part[0].breaks {
				t.Fatalf("%q in %q comes out as %+v", name, text, part)
			}
		}
	}
}

func TestValuesAreNeverMarksWhateverTheyHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkUnmarked(t, rapid.String().Draw(t, "name"))
		checkUnmarked(t, rapid.StringOf(rapid.SampledFrom([]rune(marks+"1 2ab{}<>&"))).Draw(t, "marks"))
	})
}

func TestRead(t *testing.T) {
	blocks, err := read(`
# Title **bold** end
A paragraph
that goes on.

Another, \
broken.
- one
  goes on

- two

3. first
1. second
| a | b |

| c | **d**
> A box
that goes on

@es-MX Hola
\# no title
`)
	if err != nil {
		t.Fatal(err)
	}
	d := document{body: blocks}
	got := strings.TrimPrefix(written(&d), "\n----\n----\n----\n")
	const want = `# Title **bold** end
A paragraph that goes on.
Another,  /
broken.
- one goes on
- two
1. first
2. second
| a | b |
| c | **d** |
> A box that goes on
@es-MX Hola # no title
----
`
	if got != want {
		t.Errorf("read as\n%s\nwant\n%s", got, want)
	}
}

func TestReadRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"| a | b\n| c\n":       "line 2 of the text it gives: a row of the table has 1 cells, its header 2; give each row as many",
		"fine\n\n@ hola\n":     `line 3 of the text it gives: "@hola" is no language and a text; write it like @es Gracias`,
		"@es\n":                `line 1 of the text it gives: "@es" is no language and a text; write it like @es Gracias`,
		"@\"><script> hola \n": `line 1 of the text it gives: "@\"><script>" is no language and a text; write it like @es Gracias`,
	} {
		if _, err := read(text); err == nil || err.Error() != want {
			t.Errorf("%q: %v\nwant %s", text, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range TemplateNames() {
		text, _ := embedded.ReadFile("templates/" + name)
		f.Add(string(text))
	}
	f.Add("| a\n|\n||\n- \n1. \n>\n> \n@x y\n**\n\\")
	f.Fuzz(func(t *testing.T, text string) {
		blocks, err := read(text)
		if err != nil {
			return
		}
		for i := range blocks {
			b := &blocks[i]
			if len(b.parts()) == 0 && b.kind != title && b.kind != heading && b.kind != box && b.kind != paragraph {
				t.Fatalf("%+v is empty", b)
			}
			for _, cells := range b.rows {
				if len(cells) != len(b.rows[0]) {
					t.Fatalf("%+v has rows of different length", b)
				}
			}
		}
		pages := (&document{body: blocks}).pages()
		checkPages(t, pages)
		markup(blocks)
	})
}

func TestParseLanguage(t *testing.T) {
	for text, want := range map[string]Language{
		"": English, "en": English, "English": English, "vi": English, "zh": English, "Spanglish": English, "est": English, "essay": English,
		"es": Spanish, "ES": Spanish, " es ": Spanish, "spa": Spanish, "SPA": Spanish, "esp": Spanish, "sp": Spanish, "Spanish": Spanish,
		"español": Spanish, "ESPAÑOL": Spanish, "Espan\u0303ol": Spanish, "espanol": Spanish, "Castellano": Spanish, "es-MX": Spanish, "es_US": Spanish,
		"es-419": Spanish, "en-US": English,
	} {
		if got := ParseLanguage(text); got != want {
			t.Errorf("%q is read as %v", text, got)
		}
	}
	for text, want := range map[string]bool{"": false, "en": false, "English": false, "es": false, "vi": true, "Tagalog": true} {
		if otherLanguage(text) != want {
			t.Errorf("%q is another language: %v", text, !want)
		}
	}
}

func TestDaysAndTimes(t *testing.T) {
	for date, want := range map[string][2]string{
		"2026-11-22": {"November 22, 2026", "22 de noviembre de 2026"}, "2026-01-01": {"January 1, 2026", "1 de enero de 2026"},
		"1900-02-28": {"February 28, 1900", "28 de febrero de 1900"}, "2199-12-31": {"December 31, 2199", "31 de diciembre de 2199"},
	} {
		day := ledger.MustDate(date)
		if got := [2]string{English.day(day), Spanish.day(day)}; got != want {
			t.Errorf("%s: %q", date, got)
		}
	}
	if English.day(0)+Spanish.day(0) != "" {
		t.Error("no date has words")
	}
	for minutes, want := range map[policy.TimeOfDay]string{0: "12:00 a.m.", 59: "12:59 a.m.", 480: "8:00 a.m.", 719: "11:59 a.m.", 720: "12:00 p.m.",
		779: "12:59 p.m.", 780: "1:00 p.m.", 1005: "4:45 p.m.", 1439: "11:59 p.m."} {
		if got := timeOfDay(minutes); got != want {
			t.Errorf("%s is %q, want %q", minutes, got, want)
		}
	}
}

func TestTollFree(t *testing.T) {
	for telephone, want := range map[string]bool{"(866) 901-3212": true, "1-800-555-0100": true, "+1 833 555 0100": true, "(650) 366-4711": false,
		"866": false, "": false, "866-901-32123": false} {
		if tollFree(telephone) != want {
			t.Errorf("%q costs nothing: %v", telephone, !want)
		}
	}
}
