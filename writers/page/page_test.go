package page

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"
)

func written(t *testing.T, r *report.Report) string {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, r, true); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// hostile is a report whose every text would break a careless page.
func hostile() *report.Report {
	r := fixture.New(80)
	const text = `</style><script>alert("x")</script><img src=//example.org onerror='x'>&`
	for i := range r.Totals.ByCounty {
		r.Totals.ByCounty[i].County = text + strconv.Itoa(i)
	}
	for _, part := range r.Inputs {
		part.File, part.Sheet = text, text
	}
	r.Policy.Name, r.Policy.Title, r.Run.Program = text, text, text
	return r
}

func TestSameBytes(t *testing.T) {
	first, again := fixture.New(300), fixture.New(300)
	again.Run.Started = time.Date(2031, 5, 4, 3, 2, 1, 0, time.Local)
	again.Run.Host = "another-host"
	again.Run.Arguments = []string{"--workers", "7"}
	again.Run.Durations = []report.Duration{{Stage: "replay", Elapsed: time.Hour}}
	if written(t, first) != written(t, again) {
		t.Error("two runs on the same input give different pages")
	}
}

// The page loads nothing, and runs nothing but its own script, which it names by its hash.
func TestLoadsNothing(t *testing.T) {
	for name, r := range map[string]*report.Report{"plain": fixture.New(60), "empty": fixture.Empty(), "hostile": hostile()} {
		page := written(t, r)
		if strings.Count(page, "<script>"+sortScript+"</script>") != 1 || strings.Count(page, "<script") != 1 {
			t.Errorf("%s: the page holds another script than its own", name)
		}
		sum := sha256.Sum256([]byte(sortScript))
		if want := `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-` +
			base64.StdEncoding.EncodeToString(sum[:]) + `'; base-uri 'none'; form-action 'none'">`; !strings.Contains(page, want) {
			t.Errorf("%s: the page does not forbid all else", name)
		}
		rest := strings.ToLower(strings.Replace(strings.Replace(page, sortScript, "", 1), "http-equiv", "", 1))
		for _, banned := range []string{"http", "<link", "@import", "url(", "javascript", "<iframe", "<object", "onload", "<foreignobject"} {
			if strings.Contains(rest, banned) {
				t.Errorf("%s: the page holds %q", name, banned)
			}
		}
		for _, e := range elements(t, page) {
			if e.attributes["src"] != "" || !strings.HasPrefix(e.attributes["href"]+"#", "#") {
				t.Errorf("%s: %s leads outside: %v", name, e.name, e.attributes)
			}
		}
	}
	for _, banned := range []string{"eval", "innerHTML", "fetch", "XMLHttp", "document.write", "</"} {
		if strings.Contains(sortScript, banned) {
			t.Errorf("the script holds %s", banned)
		}
	}
}

// element is an element of the page with its attributes.
type element struct {
	name       string
	attributes map[string]string
	text       string
}

// elements reads the page strictly but for HTML's void elements, and fails on one that
// is not closed where it must be.
func elements(t *testing.T, page string) []*element {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(page))
	decoder.Strict = false
	decoder.AutoClose = []string{"meta"}
	decoder.Entity = xml.HTMLEntity
	var all, open []*element
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("the page is not well-formed: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name.Local, attributes: map[string]string{}}
			for _, attribute := range token.Attr {
				e.attributes[attribute.Name.Local] = attribute.Value
			}
			all, open = append(all, e), append(open, e)
		case xml.EndElement:
			if last := open[len(open)-1]; last.name != token.Name.Local {
				t.Fatalf("%s closes %s", token.Name.Local, last.name)
			}
			open = open[:len(open)-1]
		case xml.CharData:
			for _, e := range open {
				e.text += string(token)
			}
		}
	}
	if len(open) != 0 {
		t.Fatalf("%s is not closed", open[len(open)-1].name)
	}
	return all
}

func TestAccessible(t *testing.T) {
	for name, r := range map[string]*report.Report{"plain": fixture.New(60), "empty": fixture.Empty(), "hostile": hostile()} {
		ids, count, level := map[string]bool{}, map[string]int{}, 0
		all := elements(t, written(t, r))
		for _, e := range all {
			count[e.name]++
			if id := e.attributes["id"]; id != "" {
				if ids[id] {
					t.Errorf("%s: the id %s stands twice", name, id)
				}
				ids[id] = true
			}
			if len(e.name) == 2 && e.name[0] == 'h' && e.name[1] >= '1' && e.name[1] <= '6' {
				if next := int(e.name[1] - '0'); next > level+1 {
					t.Errorf("%s: a heading %d after one of level %d: %s", name, next, level, e.text)
				} else {
					level = next
				}
			}
			if e.name == "th" && e.attributes["scope"] == "" {
				t.Errorf("%s: a head without scope: %s", name, e.text)
			}
		}
		for _, e := range all {
			if e.name == "svg" && (e.attributes["role"] != "img" || len(strings.Fields(e.attributes["aria-labelledby"])) != 2) {
				t.Errorf("%s: a chart without a text: %v", name, e.attributes)
			}
			for _, id := range strings.Fields(e.attributes["aria-labelledby"]) {
				if !ids[id] {
					t.Errorf("%s: nothing has the id %s", name, id)
				}
			}
			if link := e.attributes["href"]; link != "" && !ids[strings.TrimPrefix(link, "#")] {
				t.Errorf("%s: the link %s leads nowhere", name, link)
			}
		}
		if all[0].name != "html" || all[0].attributes["lang"] != "en-US" {
			t.Errorf("%s: the page names no language: %v", name, all[0])
		}
		for landmark, want := range map[string]int{"main": 1, "header": 1, "footer": 1, "nav": 1, "h1": 1, "title": 1 + count["svg"], "desc": count["svg"], "caption": count["table"]} {
			if count[landmark] != want {
				t.Errorf("%s: %d of %s, want %d", name, count[landmark], landmark, want)
			}
		}
	}
}

func TestHostileTextIsText(t *testing.T) {
	page := written(t, hostile())
	for _, banned := range []string{"<script>alert", "<img", "alert(\"x\")</"} {
		if strings.Contains(page, banned) {
			t.Errorf("the page holds %q", banned)
		}
	}
	if !strings.Contains(page, "&lt;img src=//example.org") {
		t.Error("the hostile text is not shown as text")
	}
}

func TestNamesNobody(t *testing.T) {
	r := fixture.New(200)
	page := written(t, r)
	for i := range r.NCPs {
		ncp := &r.NCPs[i]
		for _, personal := range []string{ncp.ID, ncp.Address1(), ncp.Phone(), ncp.Email()} {
			if strings.Contains(page, personal) {
				t.Fatalf("the page holds %q", personal)
			}
		}
	}
	for _, name := range []string{"Núñez", "李小龙", "Featherstonehaugh", "Jones"} {
		if strings.Contains(page, name) {
			t.Errorf("the page holds the name %s", name)
		}
	}
	for i := range r.Cases {
		if strings.Contains(page, r.Cases[i].ID) {
			t.Fatalf("the page holds the case %s", r.Cases[i].ID)
		}
	}
}

func TestFigures(t *testing.T) {
	r := fixture.New(60)
	page := written(t, r)
	for _, want := range []string{r.Totals.Arrears().Dollars(), (r.Totals.PrincipalFamily + r.Totals.InterestFamily).Dollars(), r.Totals.Compromisable.Dollars(),
		"Nov 22, 2026", "Before you trust these figures", "15,000", "(no county given)", r.Policy.SHA256, "coap.capacity_share", "in 114 cases of 60 non-custodial parents"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(written(t, fixture.Empty()), "Before you trust") {
		t.Error("a clean run warns")
	}
}

func TestBars(t *testing.T) {
	c := newChart("id", "title", []series{{"a", "A"}, {"b", "B"}})
	c.add("longest", "", 600, 200)
	c.add("a third of a quarter", "", 67, 0)
	c.add("nothing", "", 0, 0)
	c.add("below zero", "", -5, 400)
	c.describe("")
	for i, want := range []string{"0.00% 75.00%; 75.00% 25.00%; ", "0.00% 8.38%; ", "", "0.00% 50.00%; "} {
		got := ""
		for _, s := range c.Bars[i].Segments {
			got += s.X() + " " + s.Width() + "; "
		}
		if got != want {
			t.Errorf("%s: %s, want %s", c.Bars[i].Label, got, want)
		}
	}
	huge := newChart("id", "title", []series{{"a", "A"}})
	huge.add("", "", ledger.Cents(1)<<62)
	huge.describe("")
	if got := huge.Bars[0].Segments[0].Width(); got != "100.00%" {
		t.Errorf("a huge amount is %s wide", got)
	}
}

func TestManyCounties(t *testing.T) {
	r := fixture.Empty()
	for i := range 58 {
		r.Totals.ByCounty = append(r.Totals.ByCounty, report.CountyTotal{County: "County " + strconv.Itoa(i), Cases: 1, Family: ledger.Cents(i)})
	}
	b := countiesBlock(&r.Totals)
	if len(b.Chart.Bars) != countiesCharted || len(b.Table.Rows) != 58 || b.Table.Rows[0][0] != "County 57" || !strings.Contains(b.Chart.Title, "12 largest of 58") {
		t.Errorf("%d bars, %d rows, %s", len(b.Chart.Bars), len(b.Table.Rows), b.Chart.Title)
	}
}

type fullWriter struct{}

var errFull = errors.New("disk full")

func (fullWriter) Write([]byte) (int, error) { return 0, errFull }

func TestWriterFails(t *testing.T) {
	if err := Write(fullWriter{}, fixture.Empty(), true); !errors.Is(err, errFull) {
		t.Errorf("a full disk gives %v", err)
	}
}
