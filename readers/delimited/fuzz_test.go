package delimited

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// seeds are texts that a reader of CSV may trip over.
var seeds = []string{
	"", "\n", "\r", "\r\n", "\n\n\r\n", "a,b\n", "a,b", "a,b\r\nc,d\r\n", "a,b\rc,d\n", "a,b\r", "a,b\r\r\n",
	`"a",b` + "\n", `"a","b"`, `"a""b",c` + "\n", `"",""` + "\n", `""`, `"`, `"""`, `""""`, `,`, `a,`, `,b` + "\n",
	"\"a\nb\",c\nd,e\n", "\"a\r\nb\",c\r\nd,e\r\n", "a,\"b\nc,d\ne,f", "a,b\"c\nd,e\n", "\"a\"b,c\nd,e\n", "\"a\"\r", "\"a\"\rb,c\n",
	"a,\"b\nc\"d,e\nf,g\n", "a,\"b\nc,\"d\ne,f\n", "\"\"\"a\",\"b\"\"\"\n", "a,b,c\nd\ne,f\n", " \nx,y\n", "\x00,\xff\n", "a;b|c\td\n",
	"\"x\"\"\n\",y\n\n\"p\",\"q\"\r\n", "a,b\n\"\n\"\n\"\n", "\xef\xbb\xbfa,b\n", "\"00\n0\"000", "a,\"b\nc\nd\"e,f\ng,h\n",
}

// FuzzRows holds the splitter against the plain reading of the specification, and against
// encoding/csv where that accepts the whole text. Every byte and line must belong to one row.
func FuzzRows(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed, uint8(0), uint8(2))
	}
	f.Fuzz(func(t *testing.T, text string, delimiterNumber, width uint8) {
		delimiter := ",;\t|"[delimiterNumber%4]
		records, lines := split(t, text, delimiter, int(width%5))
		if lines != countLines(text) {
			t.Errorf("%d lines of %d", lines, countLines(text))
		}
		if diff := cmp.Diff(oracle(text, delimiter, int(width%5)), records); diff != "" {
			t.Errorf("%q: rows (-oracle +splitter):\n%s", text, diff)
		}
		compareWithStandard(t, text, delimiter)
	})
}

// compareWithStandard compares with encoding/csv, which turns CR LF within quotes into LF.
func compareWithStandard(t *testing.T, text string, delimiter byte) {
	standard := csv.NewReader(strings.NewReader(text))
	standard.Comma, standard.FieldsPerRecord = rune(delimiter), -1
	var want []record
	for {
		fields, err := standard.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return
		}
		line, _ := standard.FieldPos(0)
		want = append(want, record{Line: line, Fields: fields})
	}
	got, _ := split(t, text, delimiter, -1)
	for i := range got {
		if got[i].Why != whyFields {
			t.Errorf("%q: line %d is malformed (%s) and encoding/csv accepts it", text, got[i].Line, got[i].Why)
		}
		got[i].Why = ""
		for j, field := range got[i].Fields {
			got[i].Fields[j] = strings.ReplaceAll(field, "\r\n", "\n")
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%q: rows (-encoding/csv +splitter):\n%s", text, diff)
	}
}

// FuzzBlocks reads a text in blocks of any size, as a plain file and as a stream, and
// wants what the splitter makes of the whole text.
func FuzzBlocks(f *testing.F) {
	for i, seed := range seeds {
		f.Add(seed, uint8(i), uint8(i/2))
	}
	f.Fuzz(func(t *testing.T, text string, block, lookahead uint8) {
		want := oracle(text, ',', 2)
		size := 1 + int(block%40)
		got := readFile(t, text, ',', 2, int64(size), 1+int64(lookahead%16))
		if diff := cmp.Diff(want, got.records); diff != "" || got.lines != countLines(text) {
			t.Errorf("%q in blocks of %d: %d lines of %d, rows (-oracle +file):\n%s", text, size, got.lines, countLines(text), diff)
		}
		got = readStream(t, text, ',', 2, size)
		if diff := cmp.Diff(want, got.records); diff != "" || got.lines != countLines(text) {
			t.Errorf("%q in blocks of %d: %d lines of %d, rows (-oracle +stream):\n%s", text, size, got.lines, countLines(text), diff)
		}
	})
}
