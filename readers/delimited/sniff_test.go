package delimited

import (
	"strings"
	"testing"

	"arrears/readers/schema"
)

func TestSniff(t *testing.T) {
	for text, want := range map[string]struct {
		delimiter byte
		dataStart int // -1: the whole text
		line      int
		width     int
	}{
		"case_id,date,type,amount\nC1,x":                    {',', 25, 2, 4},
		"case_id;date;type;amount\r\nC1;x":                  {';', 26, 2, 4},
		"case_id\tdate\ttype\tamount\nC1":                   {'\t', 25, 2, 4},
		"case_id|date|type|amount\n":                        {'|', -1, 2, 4},
		"case_id,date,type,amount":                          {',', -1, 2, 4},
		"\xef\xbb\xbfcase_id,date,type,amount\n":            {',', -1, 2, 4},
		"\xef\xbb\xbf\"case_id\",\"date\",type,amount\nx":   {',', 32, 2, 4},
		"\n\r\n  \ncase_id,date,type,amount\nx":             {',', 31, 5, 4},
		"\xef\xbb\xbf\r\n\r\nncp_id\r\nN1":                  {',', 15, 4, 1},
		"\"Case\nID\",case_id,date,type,amount\nx":          {',', 35, 3, 5},
		"\"a,b\";case_id;date;type;amount\nx":               {';', 31, 2, 5},
		"ncp_id,\"last, first\",\"a;b;c\",\"x|y\"\nx":       {',', 35, 2, 4},
		"\" case_id \",date,\"\"\"type\"\"\",type,amount\n": {',', -1, 2, 5},
		"ncp_id\nN1,N2;N3\n":                                {',', 7, 2, 1},
		"ncp_id;name\nN1;x\n":                               {';', 12, 2, 2},
		"date,type,\"ncp_id;case_id\",ncp_id;\nx":           {0, 0, 0, 0},
	} {
		layout, err := Sniff([]byte(text), true, schema.DefaultAliases())
		if want.delimiter == 0 {
			if err == nil {
				t.Errorf("%q: %+v", text, layout)
			}
			continue
		}
		if want.dataStart < 0 {
			want.dataStart = len(text)
		}
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if layout.Delimiter != want.delimiter || layout.DataStart != int64(want.dataStart) || layout.Line != want.line || layout.Header.Width != want.width {
			t.Errorf("%q: %q %d on line %d, %d columns; want %q %+v", text, layout.Delimiter, layout.DataStart, layout.Line, layout.Header.Width, want.delimiter, want)
		}
	}
}

func TestSniffRefuses(t *testing.T) {
	ledgerLacks := func(columns string) string {
		return "no table has this header: the nearest is ledger, which also needs the " + columns + "; rename columns, add --alias NAME=COLUMN, or leave it out"
	}
	for text, want := range map[string]string{
		"":                                   "the file is empty; it needs a header row",
		"\xef\xbb\xbf":                       "the file is empty; it needs a header row",
		"\n\n \r\n":                          "the file is empty; it needs a header row",
		"\xff\xfec\x00a\x00":                 "the file is UTF-16 or no text; export it as UTF-8",
		"\xfe\xff\x00c\x00a":                 "the file is UTF-16 or no text; export it as UTF-8",
		"c\x00a\x00s\x00e\x00\n\x00":         "the file is UTF-16 or no text; export it as UTF-8",
		"case_id,date,type\n":                "",
		"case_id,date,amount\nC1":            ledgerLacks("column type"),
		"case_id;date;amount\nC1":            ledgerLacks("column type"),
		"C1,2020-01-01,charge,5.00\n":        ledgerLacks("columns case_id, date, type, amount"),
		"Ana Roe;55 Elm St;916-555-0199\nx":  ledgerLacks("columns case_id, date, type, amount"),
		"\"case_id,date,type,amount\nC1,x\n": "the header row is malformed: a quote is not closed by the end of the file or within 1 MiB; close it",
		"case_id,date,ty\"pe,amount\n":       "the header row is malformed: a quote stands inside a field that does not begin with one; double it and quote the field",
		"case_id,\"date\"x,type,amount\n":    "the header row is malformed: text follows a closing quote; double the quotes inside the field",
		"case_id,date,type,amount\rC1,2020-01-01,charge,5.00\rC1,2020-02-01,charge,5.00\r": "the lines of the file end with CR alone; save it with LF or CR LF at their ends",
		"\r\rcase_id,date,type,amount\rC1,2020-01-01,charge,5.00":                          "the lines of the file end with CR alone; save it with LF or CR LF at their ends",
	} {
		layout, err := Sniff([]byte(text), true, schema.DefaultAliases())
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: %q (%+v)\nwant %q", text, got, layout, want)
		}
	}
}

// The beginning of a file is all that is looked at for its header.
func TestSniffLongHeader(t *testing.T) {
	const want = "the header row does not end within 1048576 bytes; is this a text file?"
	for _, text := range []string{strings.Repeat("x", HeadMax), "case_id,date,type,amount," + strings.Repeat("x,", HeadMax/2), "\"" + strings.Repeat("x", HeadMax-1)} {
		if _, err := Sniff([]byte(text[:HeadMax]), false, nil); err == nil || err.Error() != want {
			t.Errorf("%.20q: %v", text, err)
		}
	}
	if _, err := Sniff([]byte(strings.Repeat("\n", HeadMax)), false, nil); err == nil || err.Error() != want {
		t.Errorf("blank lines: %v", err)
	}
}

// FuzzSniff looks for a header in any text. What it finds lies within the text, and what
// it refuses it does not show.
func FuzzSniff(f *testing.F) {
	for _, seed := range []string{"case_id,date,type,amount\nC1", "\xef\xbb\xbfncp_id;name\r\n", "\"a", "\r", "ncp_id", "x\ty|z;a,b\n"} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, text string, atEnd bool) {
		layout, err := Sniff([]byte(text), atEnd, schema.DefaultAliases())
		if err != nil {
			if strings.ContainsAny(err.Error(), "\r\n") {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		if layout.DataStart < 1 || layout.DataStart > int64(len(text)) || layout.Line < 2 || layout.Line > 2+strings.Count(text, "\n") || layout.Header.Width < 1 {
			t.Errorf("%q: %+v", text, layout)
		}
		if before := text[:layout.DataStart]; strings.Count(before, "\n") != layout.Line-1 && layout.DataStart != int64(len(text)) {
			t.Errorf("%q: the first row is on line %d", text, layout.Line)
		}
	})
}
