package statement

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"arrears/writers/internal/contrast"
)

const hostileText = `=HYPERLINK("http://x")&"</style><script>alert(1)</script>`

// hostile is a case whose every text would break a careless page or run in a spreadsheet.
func hostile(t *testing.T, audience Audience) *Document {
	t.Helper()
	quoted := `"` + strings.ReplaceAll(hostileText, `"`, `""`) + `"`
	folder := exports(t, map[string]string{
		"ledger": ledgerHead + quoted + ",2020-01-01,charge,9999999999.99,NAA,,@entry,\n" + quoted + ",2020-02-01,payment,1.00,," + quoted + ",+1,\n",
		"cases":  "case_id,ncp_id,county\n" + quoted + ",-ncp,@county\n"})
	return explained(t, folder, hostileText, audience)
}

func TestPageLoadsNothing(t *testing.T) {
	for name, d := range map[string]*Document{"varied": explained(t, varied(t), "C1", FTI), "hostile": hostile(t, FTI), "without entries": explained(t, varied(t), "C3", General)} {
		tree, err := html.Parse(bytes.NewReader(written(t, "html", d)))
		if err != nil {
			t.Fatal(err)
		}
		for node := range tree.Descendants() {
			if node.Type != html.ElementNode {
				continue
			}
			switch node.Data {
			case "script", "link", "img", "iframe", "object", "embed", "base", "form", "input":
				t.Errorf("%s: the page has an element %s", name, node.Data)
			case "style":
				if style := textOf(node); regexp.MustCompile(`(?i)url\(|@import|</|expression`).MatchString(style) {
					t.Errorf("%s: the style sheet loads something", name)
				}
			}
			for _, a := range node.Attr {
				if strings.HasPrefix(a.Key, "on") || (a.Key == "href" || a.Key == "src") && !strings.HasPrefix(a.Val, "#") {
					t.Errorf("%s: %s=%q", name, a.Key, a.Val)
				}
			}
		}
		if !strings.Contains(textOf(tree), d.CaseID) {
			t.Errorf("%s: the case is not named", name)
		}
	}
}

func TestPageIsAccessible(t *testing.T) {
	for name, d := range map[string]*Document{"varied": explained(t, varied(t), "C1", FTI), "hostile": hostile(t, General), "without entries": explained(t, varied(t), "C3", General)} {
		tree, err := html.Parse(bytes.NewReader(written(t, "html", d)))
		if err != nil {
			t.Fatal(err)
		}
		ids, count, level := map[string]bool{}, map[string]int{}, 0
		for node := range tree.Descendants() {
			if node.Type != html.ElementNode {
				continue
			}
			count[node.Data]++
			if id := attribute(node, "id"); id != "" && ids[id] {
				t.Errorf("%s: the id %s stands twice", name, id)
			} else {
				ids[id] = true
			}
			switch node.Data {
			case "html":
				if attribute(node, "lang") != "en-US" {
					t.Errorf("%s: the page names no language", name)
				}
			case "h1", "h2", "h3":
				if next := int(node.Data[1] - '0'); next > level+1 {
					t.Errorf("%s: %s after a heading of level %d", name, node.Data, level)
				} else {
					level = next
				}
			case "th":
				if attribute(node, "scope") == "" || textOf(node) == "" {
					t.Errorf("%s: a head %q without scope or text", name, textOf(node))
				}
			}
		}
		for node := range tree.Descendants() {
			for _, id := range append(strings.Fields(attribute(node, "aria-labelledby")), strings.TrimPrefix(attribute(node, "href"), "#")) {
				if id != "" && !ids[id] {
					t.Errorf("%s: nothing has the id %s", name, id)
				}
			}
		}
		for landmark, want := range map[string]int{"main": 1, "header": 1, "footer": 1, "nav": 1, "h1": 1, "title": 1, "caption": count["table"]} {
			if count[landmark] != want {
				t.Errorf("%s: %d of %s, want %d", name, count[landmark], landmark, want)
			}
		}
	}
}

// Every row of a table takes all of its columns, spans reckoned.
func TestTablesAreWhole(t *testing.T) {
	for caption, rows := range onPage(t, explained(t, varied(t), "C1", FTI)).tables {
		for i, row := range rows {
			if len(row) > len(rows[0]) || len(row) < len(rows[0])-2 { // cells that are spanned from above are missing at the end
				t.Errorf("%s: row %d has %d cells, the heads %d: %q", caption, i, len(row), len(rows[0]), row)
			}
		}
	}
}

// The page keeps the contrast of WCAG AA in the light, in the dark and on paper.
func TestContrast(t *testing.T) {
	style, err := templates.ReadFile("templates/style.html")
	if err != nil {
		t.Fatal(err)
	}
	palettes := contrast.Palettes(string(style))
	if len(palettes) != 3 {
		t.Fatalf("%d palettes", len(palettes))
	}
	for i, palette := range palettes {
		for _, pair := range [][2]string{{"ink", "paper"}, {"ink", "panel"}, {"muted", "paper"}, {"head", "paper"}, {"link", "paper"}, {"warn-ink", "warn-paper"}} {
			if ratio, err := contrast.Ratio(palette[pair[0]], palette[pair[1]]); err != nil || ratio < 4.5 {
				t.Errorf("palette %d: %s on %s has a contrast of %.2f: %v", i, pair[0], pair[1], ratio, err)
			}
		}
	}
}

func TestQuoted(t *testing.T) {
	for text, want := range map[string]string{"": `""`, "Case 12, a.": `"Case 12, a."`, `"<\ñ`: `"\000022 \00003c \00005c \0000f1 "`} {
		if got := string(quoted(text)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
