package delimited

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRows(t *testing.T) {
	whole := func(line int, fields ...string) record { return record{line, fields, ""} }
	for name, c := range map[string]struct {
		text string
		want []record
	}{
		"line feeds":             {"a,b\nc,d\n", []record{whole(1, "a", "b"), whole(2, "c", "d")}},
		"carriage returns":       {"a,b\r\nc,d\r\n", []record{whole(1, "a", "b"), whole(2, "c", "d")}},
		"mixed line ends":        {"a,b\r\nc,d\ne,f\r\n", []record{whole(1, "a", "b"), whole(2, "c", "d"), whole(3, "e", "f")}},
		"no last line end":       {"a,b\nc,d", []record{whole(1, "a", "b"), whole(2, "c", "d")}},
		"a last lone CR":         {"a,b\r", []record{whole(1, "a", "b")}},
		"a lone CR within":       {"a,b\rc\n", []record{whole(1, "a", "b\rc")}},
		"two CRs at the end":     {"a,b\r\r\n", []record{whole(1, "a", "b\r")}},
		"blank lines":            {"\na,b\n\r\n\n\nc,d\n\n", []record{whole(2, "a", "b"), whole(6, "c", "d")}},
		"blank fields":           {",\n\"\",\"\"\n", []record{whole(1, "", ""), whole(2, "", "")}},
		"quotes":                 {"\"a\",\"b\"\n\"c\",d\ne,\"f\"\n", []record{whole(1, "a", "b"), whole(2, "c", "d"), whole(3, "e", "f")}},
		"quoted delimiters":      {"\"a,b\",\",\"\n", []record{whole(1, "a,b", ",")}},
		"doubled quotes":         {"\"a\"\"b\",\"\"\"\"\n\"\"\"c\"\"\",d\n", []record{whole(1, `a"b`, `"`), whole(2, `"c"`, "d")}},
		"quoted line ends":       {"\"a\nb\",c\n\"d\r\ne\",f\r\ng,h\n", []record{whole(1, "a\nb", "c"), whole(3, "d\r\ne", "f"), whole(5, "g", "h")}},
		"quoted blank lines":     {"\"\n\n\",a\nb,c\n", []record{whole(1, "\n\n", "a"), whole(4, "b", "c")}},
		"a quoted last field":    {"a,\"b\"\r\nc,\"d\"\r", []record{whole(1, "a", "b"), whole(2, "c", "d")}},
		"a quoted CR at the end": {"a,\"b\r\"\r\n", []record{whole(1, "a", "b\r")}},
		"blanks stay":            {" a , b \n", []record{whole(1, " a ", " b ")}},
		"bytes of any kind":      {"\x00,\xff\xfe\n", []record{whole(1, "\x00", "\xff\xfe")}},
		"too few fields":         {"a\nb,c\n", []record{{1, []string{"a"}, whyFields}, whole(2, "b", "c")}},
		"too many fields":        {"a,b,c\nd,e,\nf,g\n", []record{{1, []string{"a", "b", "c"}, whyFields}, {2, []string{"d", "e", ""}, whyFields}, whole(3, "f", "g")}},
		"a line of blanks":       {"  \na,b\n", []record{{1, []string{"  "}, whyFields}, whole(2, "a", "b")}},
	} {
		t.Run(name, func(t *testing.T) { wantRows(t, c.text, ',', 2, c.want) })
	}
}

func TestRowsOfOneColumn(t *testing.T) {
	want := []record{{1, []string{"a"}, ""}, {3, []string{""}, ""}, {5, []string{" "}, ""}, {6, []string{"b,c"}, ""}}
	wantRows(t, "a\n\n\"\"\n\r\n \nb,c\n\n", ';', 1, want)
}

func TestRowsOfEachDelimiter(t *testing.T) {
	for _, delimiter := range []byte(",;\t|") {
		mark := string(rune(delimiter))
		text := "a" + mark + "b\n\"c" + mark + "\"" + mark + "\"d\"\n"
		wantRows(t, text, delimiter, 2, []record{{1, []string{"a", "b"}, ""}, {2, []string{"c" + mark, "d"}, ""}})
	}
}

// A malformed row is left at the end of the physical line on which it went wrong, and
// reading resumes behind.
func TestMalformedRows(t *testing.T) {
	whole := func(line int, fields ...string) record { return record{line, fields, ""} }
	malformed := func(line int, why string, fields ...string) record { return record{line, fields, why} }
	for name, c := range map[string]struct {
		text string
		want []record
	}{
		"a bare quote":                    {"a,b\"c\nd,e\n", []record{malformed(1, whyBare, "a"), whole(2, "d", "e")}},
		"a bare quote behind a blank":     {"a, \"b\"\nd,e\n", []record{malformed(1, whyBare, "a"), whole(2, "d", "e")}},
		"a bare quote at the end":         {"a,b\"", []record{malformed(1, whyBare, "a")}},
		"half an identifier":              {"C12\"3,b\nd,e\n", []record{malformed(1, whyBare), whole(2, "d", "e")}},
		"text behind a closing quote":     {"a,\"b\"c\nd,e\n", []record{malformed(1, whyAfter, "a"), whole(2, "d", "e")}},
		"a blank behind a closing quote":  {"\"a\" ,b\nd,e\n", []record{malformed(1, whyAfter), whole(2, "d", "e")}},
		"a CR behind a closing quote":     {"a,\"b\"\rc\nd,e\n", []record{malformed(1, whyAfter, "a"), whole(2, "d", "e")}},
		"a closing quote lines later":     {"a,\"b\nc,d\ne\"f,g\nh,i\n", []record{malformed(1, whyAfter, "a"), whole(2, "c", "d"), malformed(3, whyBare), whole(4, "h", "i")}},
		"a quote unclosed":                {"a,b\nc,\"d\ne,f\ng,h", []record{whole(1, "a", "b"), malformed(2, whyUnended, "c"), whole(3, "e", "f"), whole(4, "g", "h")}},
		"a quote unclosed first":          {"\"a,b\nc,d\n", []record{malformed(1, whyUnended), whole(2, "c", "d")}},
		"a quote unclosed last":           {"a,b\nc,\"d", []record{whole(1, "a", "b"), malformed(2, whyUnended, "c")}},
		"a quote alone at the end":        {"a,b\nc,\"", []record{whole(1, "a", "b"), malformed(2, whyUnended, "c")}},
		"only doubled quotes follow":      {"a,\"b\nc,x\"\"y\nd,\"\"\ne,f\n", []record{malformed(1, whyUnended, "a"), malformed(2, whyBare, "c"), whole(3, "d", ""), whole(4, "e", "f")}},
		"several in a file":               {"\"a\"b,c\nd,e\"\nf,g\n\nh,\"i\n", []record{malformed(1, whyAfter), malformed(2, whyBare, "d"), whole(3, "f", "g"), malformed(5, whyUnended, "h")}},
		"behind a field of several lines": {"\"a\nb\",c\"\nd,e\n", []record{malformed(1, whyBare, "a\nb"), whole(3, "d", "e")}},
		"open behind several lines":       {"\"a\n\nb\",\"c\nd,e\nf,g\n", []record{malformed(1, whyUnended, "a\n\nb"), whole(4, "d", "e"), whole(5, "f", "g")}},
		"doubled quotes before":           {"\"a\"\"b\",\"c\"d\ne,f\n", []record{malformed(1, whyAfter, `a"b`), whole(2, "e", "f")}},
		"doubled quotes dropped":          {"a,\"b\"\"c\"d\ne,f\n", []record{malformed(1, whyAfter, "a"), whole(2, "e", "f")}},
	} {
		t.Run(name, func(t *testing.T) { wantRows(t, c.text, ',', 2, c.want) })
	}
}

// wantRows reads a text by the splitter, as a file and as a stream, in blocks of every
// size, and by the oracle.
func wantRows(t *testing.T, text string, delimiter byte, width int, want []record) {
	t.Helper()
	if diff := cmp.Diff(want, oracle(text, delimiter, width)); diff != "" {
		t.Errorf("the oracle's rows (-want +got):\n%s", diff)
	}
	got, lines := split(t, text, delimiter, width)
	if diff := cmp.Diff(want, got); diff != "" || lines != countLines(text) {
		t.Errorf("%d lines, rows (-want +got):\n%s", lines, diff)
	}
	for size := 1; size <= len(text)+1; size++ {
		file, stream := readFile(t, text, delimiter, width, int64(size), 1), readStream(t, text, delimiter, width, size)
		if diff := cmp.Diff(want, file.records); diff != "" || file.lines != lines {
			t.Errorf("as a file in blocks of %d: %d lines, rows (-want +got):\n%s", size, file.lines, diff)
		}
		if diff := cmp.Diff(want, stream.records); diff != "" || stream.lines != lines {
			t.Errorf("as a stream in blocks of %d: %d lines, rows (-want +got):\n%s", size, stream.lines, diff)
		}
	}
}
