package letters

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// hostile are names that try to become something else.
var hostile = []string{
	"<script>alert(1)</script>", `" onmouseover="x`, "=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "-2+3", "\t=1", "'; DROP TABLE", "&lt;b&gt;",
	"{{.Agency}}", "</article></main>", "<!-- x", "# Heading", "**bold**", "| cell |", "@es hola", "\\", "😀 Smile", "\u202eevil", "دانا \u200c Dana", "陳薇玲 Chen",
	strings.Repeat("long ", 15),
}

func hostileLetters() (letters []Letter) {
	for i, name := range hostile {
		p := aParent()
		p.ID, p.Name, p.Address1, p.City = fmt.Sprintf("%d%s", i, name), name+" x", name+" 1", "Y "+name
		if reason, _ := p.Contact.obstacle(); reason != "" {
			p.Address1, p.City = "1 Street", "Town"
		}
		letters = append(letters, Letter{Kind: Kinds()[i%4], Language: Languages()[i%2], Parent: &p})
	}
	return letters
}

func TestHostileNamesInTheDocument(t *testing.T) {
	s, w := setting(t), wording(t)
	for _, letter := range hostileLetters() {
		want := "Dear " + tidy(letter.Parent.Name) + ":"
		if letter.Language == Spanish {
			want = "Estimado(a) " + tidy(letter.Parent.Name) + ":"
		}
		d, err := w.compose(&s, &letter)
		if err != nil {
			t.Fatal(err)
		}
		if second := plain(d.body[1].spans); second != want || len(d.body[1].spans) != 1 {
			t.Errorf("%q greets %q", letter.Parent.Name, second)
		}
	}
}

// checkHTML checks that a page is well-formed, complete in itself, and what a screen
// reader can use.
func checkHTML(t *testing.T, page []byte) (articles, tags map[string]int) {
	t.Helper()
	articles, tags = map[string]int{}, map[string]int{}
	var open []string
	ids := map[string]bool{}
	level := 0
	void := []string{"meta", "br"}
	tokens := html.NewTokenizer(bytes.NewReader(page))
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			if tokens.Err() != io.EOF {
				t.Fatal(tokens.Err())
			}
			break
		}
		token := tokens.Token()
		switch kind {
		case html.StartTagToken:
			tags[token.Data]++
			if !slices.Contains(void, token.Data) {
				open = append(open, token.Data)
			}
			level = checkTag(t, &token, ids, level)
			if token.Data == "article" {
				articles[attribute(&token, "lang")]++
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> closes %v", token.Data, open)
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Errorf("%v are never closed", open)
	}
	return articles, tags
}

// checkTag checks a tag, and returns the level of the last heading.
func checkTag(t *testing.T, token *html.Token, ids map[string]bool, level int) int {
	t.Helper()
	allowed := map[string][]string{"html": {"lang"}, "meta": {"charset", "name", "content"}, "article": {"lang", "aria-labelledby"}, "header": {"class"},
		"div": {"class"}, "p": {"class", "lang"}, "h2": {"id"}, "th": {"scope"}}
	for _, a := range token.Attr {
		if !slices.Contains(allowed[token.Data], a.Key) {
			t.Fatalf("<%s %s=%q>", token.Data, a.Key, a.Val)
		}
		if a.Key == "id" {
			if ids[a.Val] {
				t.Fatalf("the id %s stands twice", a.Val)
			}
			ids[a.Val] = true
		}
	}
	known := strings.Fields("html head meta title style body main header article div address bdi p strong br h1 h2 h3 ul ol li table thead tbody tr th td")
	if !slices.Contains(known, token.Data) {
		t.Fatalf("the page has a <%s>", token.Data)
	}
	if len(token.Data) == 2 && token.Data[0] == 'h' && token.Data != "hr" {
		next := int(token.Data[1] - '0')
		if next > level+1 {
			t.Fatalf("<%s> follows a heading of level %d", token.Data, level)
		}
		return next
	}
	return level
}

func attribute(token *html.Token, key string) string {
	for _, a := range token.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func TestHTML(t *testing.T) {
	batch := Batch{Setting: setting(t), Wording: wording(t), HTML: true, Workers: 1}
	letters := append(hostileLetters(), many(16)...)
	files, _ := write(t, batch, letters, nil)
	page := files["letters.html"]
	articles, tags := checkHTML(t, page)
	if articles["en"]+articles["es"] != len(letters) || articles["es"] == 0 || tags["h1"] != 1 || tags["h2"] != len(letters) {
		t.Errorf("articles %v, headings %d and %d of %d letters", articles, tags["h1"], tags["h2"], len(letters))
	}
	for _, word := range []string{"http:", "https:", "url(", "@import", "<script", "javascript", "onmouseover=\""} {
		if bytes.Contains(page, []byte(word)) {
			t.Errorf("the page holds %q", word)
		}
	}
	for _, want := range []string{"<html lang=\"en\">", "<p lang=\"es\">", "<p lang=\"en\">", "<th scope=\"col\">", "<th scope=\"row\">",
		"&lt;script&gt;alert(1)&lt;/script&gt;", "size: Letter", "break-before: page"} {
		if !bytes.Contains(page, []byte(want)) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if tree, err := html.Parse(bytes.NewReader(page)); err != nil || tree == nil {
		t.Error(err)
	}
}

// The text of the page, at least 4.5 to 1 against every ground (WCAG AA).
func TestContrast(t *testing.T) {
	style := string(must(embedded.ReadFile("templates/page.html")))
	for _, text := range []string{"#16191d", "#12385f"} {
		for _, ground := range []string{"#fff", "#eef2f7", "#e8ebef"} {
			if !strings.Contains(style, text) || !strings.Contains(style, ground) {
				t.Fatalf("the page no longer uses %s on %s; test the colours that it uses", text, ground)
			}
			if ratio := (luminance(ground) + 0.05) / (luminance(text) + 0.05); ratio < 4.5 {
				t.Errorf("%s on %s: %.2f", text, ground, ratio)
			}
		}
	}
	texts := regexp.MustCompile(`[ ;{]color: (#[0-9a-f]+)`).FindAllStringSubmatch(style, -1)
	for _, found := range texts {
		if found[1] != "#16191d" && found[1] != "#12385f" {
			t.Errorf("text in %s is not tested", found[1])
		}
	}
}

func must(content []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return content
}

func luminance(colour string) float64 {
	digits := strings.TrimPrefix(colour, "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	sum := 0.0
	for i, share := range []float64{0.2126, 0.7152, 0.0722} {
		n, _ := strconv.ParseUint(digits[2*i:2*i+2], 16, 8)
		c := float64(n) / 255
		if c <= 0.03928 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += share * c
	}
	return sum
}
