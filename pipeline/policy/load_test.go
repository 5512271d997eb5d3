package policy

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy/strictyaml"
)

func load(t *testing.T, nameOrFile string) *Policy {
	t.Helper()
	p, err := Load(nameOrFile)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// parse reads a user's policy that extends california-coap.
func parse(t *testing.T, body string) *Policy {
	t.Helper()
	p, err := Parse("county.yaml", []byte("extends: california-coap\nname: county\nversion: \"1\"\n"+body), noFiles)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func noFiles(string) ([]byte, error) { return nil, fs.ErrNotExist }

// files reads from a map in place of a disk.
func files(texts map[string]string) func(string) ([]byte, error) {
	return func(path string) ([]byte, error) {
		if text, ok := texts[filepath.ToSlash(path)]; ok {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	}
}

func TestEmbeddedPolicies(t *testing.T) {
	if diff := cmp.Diff([]string{"california-coap", "california-debt-reduction"}, Names()); diff != "" {
		t.Error(diff)
	}
	coap, debt := load(t, "california-coap"), load(t, "california-debt-reduction")
	if coap.Label() != "california-coap@2026.1" || debt.Label() != "california-debt-reduction@2026.1" {
		t.Errorf("labels %s and %s", coap.Label(), debt.Label())
	}
	if coap.From != 0 || debt.From != ledger.MustDate("2021-05-01") {
		t.Errorf("from %v and %v", coap.From, debt.From)
	}
	if !strings.Contains(coap.Title, "COAP") || !strings.Contains(debt.Title, "Debt Reduction") {
		t.Errorf("titles %q and %q", coap.Title, debt.Title)
	}
	root, _ := embeddedText("california-coap")
	top, _ := embeddedText("california-debt-reduction")
	for p, texts := range map[*Policy][]byte{coap: root, debt: bytes.Join([][]byte{root, top}, nil)} {
		if sum := sha256.Sum256(texts); p.SHA256 != hex.EncodeToString(sum[:]) {
			t.Errorf("%s: hash %s is not that of its texts, the root first", p.Label(), p.SHA256)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, want := range map[string]string{
		"coap":                   `no policy is called "coap"; name one of california-coap, california-debt-reduction, or a file such as ./county.yaml`,
		"":                       `no policy is called ""; name one of california-coap, california-debt-reduction, or a file such as ./county.yaml`,
		"testdata/none.yaml":     `testdata/none.yaml: no such file or directory; check the path, or name one of california-coap, california-debt-reduction`,
		"./testdata":             `./testdata: is a directory; check the path, or name one of california-coap, california-debt-reduction`,
		"california-coap.yaml":   `california-coap.yaml: no such file or directory; check the path, or name one of california-coap, california-debt-reduction`,
		"../policies/../go.yaml": `../policies/../go.yaml: no such file or directory; check the path, or name one of california-coap, california-debt-reduction`,
	} {
		_, err := Load(name)
		var fault *Error
		if !errors.As(err, &fault) || err.Error() != want {
			t.Errorf("%q: %v\nwant %s", name, err, want)
		}
	}
}

func TestTextRefused(t *testing.T) {
	for want, text := range map[string]string{
		"p.yaml: the policy file is empty; start from `extends: california-coap`, a name and a version": "# nothing\n",
		"p.yaml: a policy file holds at most 1 MiB; is this a policy?":                                  strings.Repeat("#", strictyaml.SizeMax+1),
		"p.yaml: a policy file holds at most 20000 words and marks; is this a policy?":                  strings.Repeat("a: 1\n", strictyaml.TokenMax),
		"p.yaml:2:10: not UTF-8; save the file as UTF-8":                                                "name: x\ntitle: Se\xf1or\n",
		"p.yaml:2:3: a control character; remove it":                                                    "name: x\né \x00\n",
		"p.yaml:3:3: unknown key \"months\" in coap; the keys are ":                                     "\ufeffextends: california-coap\r\ncoap:\r\n  months: 3\r\nname: x\r\nversion: 1\r\n",
	} {
		_, err := Parse("p.yaml", []byte(text), noFiles)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v\nwant %s", err, want)
		}
	}
}

func TestExampleLoads(t *testing.T) {
	p := load(t, "testdata/county-pilot.yaml")
	if p.Label() != "county-pilot@2026-11" || p.Title != "county-pilot" {
		t.Errorf("label %s, title %q", p.Label(), p.Title)
	}
	order := p.OrderOn(ledger.MustDate("2026-01-01"), p.SourceRule([]byte("federal_tax_offset")))
	if got := fmt.Sprint(order); got != "[interest:government principal:government current interest:family principal:family]" {
		t.Errorf("tax offsets are credited %s", got)
	}
	if len(p.Accounts) != 1 || len(p.Remedies) != 1 || len(p.Default) != 1 || len(p.COAP.Criteria) != 5 {
		t.Error("a list of the example did not replace the list it extends")
	}
	if p.Accounts[0].Citation != "assumption: set by county-pilot@2026-11" || p.Rates[1].Citation != "CCP 685.010" {
		t.Errorf("citations %q and %q", p.Accounts[0].Citation, p.Rates[1].Citation)
	}
}

func TestExtendsFiles(t *testing.T) {
	read := files(map[string]string{
		"policies/common/base.yaml": "name: base\nversion: 1\nextends: california-debt-reduction\ncoap: {horizon_months: 24}\n",
		"policies/north.yaml":       "name: north\nversion: 2\nextends: common/base.yaml\ntitle: North\ncoap: {asset_limit: 100.00}\n",
	})
	p, err := Parse("policies/pilot/top.yaml", []byte("name: top\nversion: 3\nextends: ../north.yaml\n"), read)
	if err != nil {
		t.Fatal(err)
	}
	if p.COAP.HorizonMonths != 24 || p.COAP.AssetLimit != 100_00 || p.COAP.MinimumArrears != 501_00 || p.From.String() != "2021-05-01" {
		t.Errorf("%+v from %v", p.COAP, p.From)
	}
	if p.Title != "top" {
		t.Errorf("the title of another policy: %q", p.Title)
	}
}

func TestExtendsRefuses(t *testing.T) {
	texts := map[string]string{
		"a.yaml":   "name: a\nversion: 1\nextends: b/b.yaml\n",
		"b/b.yaml": "name: b\nversion: 1\nextends: ../a.yaml\n",
		"c.yaml":   "name: c\nversion: 1\nextends: california-coap\ncoap: {horizon_months: x}\n",
		"d.yaml":   "name: d\nversion: 1\nextends: c.yaml\ncoap: {horizon_months: 12}\n",
		"e.yaml":   "name: e\nversion: 1\nextends: f.yaml\n",
	}
	for file, want := range map[string]string{
		"a.yaml": `b/b.yaml:3:10: "../a.yaml" extends this policy in turn; extend one that does not`,
		"d.yaml": `c.yaml:4:24: coap.horizon_months is "x"; give a whole number from 1 to 1200`,
		"e.yaml": `e.yaml:3:10: can't read "f.yaml": file does not exist; the path is taken from this file's folder`,
	} {
		_, err := Parse(file, []byte(texts[file]), files(texts))
		if err == nil || filepath.ToSlash(err.Error()) != want {
			t.Errorf("%v\nwant %s", err, want)
		}
	}
}

func TestExtendsDepth(t *testing.T) {
	texts := map[string]string{"p0.yaml": "name: p0\nversion: 1\nextends: california-coap\n"}
	for i := 1; i <= extendsMax; i++ {
		texts[fmt.Sprintf("p%d.yaml", i)] = fmt.Sprintf("name: p%d\nversion: 1\nextends: p%d.yaml\n", i, i-1)
	}
	deepest, tooDeep := fmt.Sprintf("p%d.yaml", extendsMax-1), fmt.Sprintf("p%d.yaml", extendsMax)
	if _, err := Parse(deepest, []byte(texts[deepest]), files(texts)); err != nil {
		t.Errorf("%d policies below: %v", extendsMax, err)
	}
	_, err := Parse(tooDeep, []byte(texts[tooDeep]), files(texts))
	if want := "p0.yaml:3:10: more than 8 policies extend one another; extend one nearer the root"; err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
}

// Each file of testdata/strict has one fault; strict.txt says what is said of it.
func TestStrict(t *testing.T) {
	golden, err := os.ReadFile("testdata/strict.txt")
	if err != nil {
		t.Fatal(err)
	}
	paths, err := filepath.Glob("testdata/strict/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, path := range paths {
		_, err := Load(path)
		var fault *Error
		if !errors.As(err, &fault) || fault.Line == 0 || fault.Column == 0 {
			t.Errorf("%s: %v is no positioned fault", path, err)
			continue
		}
		if message := fault.Message; !strings.Contains(message, "; ") || strings.ContainsAny(message, "\r\n\t") {
			t.Errorf("%s: %q does not say on one line what is wrong and what to do", path, message)
		}
		fmt.Fprintln(&got, strings.TrimPrefix(filepath.ToSlash(err.Error()), "testdata/strict/"))
	}
	if diff := cmp.Diff(strings.Split(string(golden), "\n"), strings.Split(got.String(), "\n")); diff != "" {
		t.Error(diff)
	}
}

func TestLimits(t *testing.T) {
	repeat := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	account := "  - {code: A%d, owed_to: family, compromisable: false, name: a}\n"
	remedy := "  - {id: r%d, arrears_over: 0}\n"
	source := "    s%d: [{from: 1900-01-01, order: default}]\n"
	for _, c := range []struct{ header, entry, want string }{
		{"accounts:\n", repeat(64, account), ""},
		{"accounts:\n", repeat(65, account), "p.yaml:69:5: accounts has more than 64 entries; remove some"},
		{"accounts:\n", "  - {code: " + strings.Repeat("é", 3) + ", owed_to: family, compromisable: false, name: a}\n",
			"p.yaml:5:12: account \"ééé\"; a code has at most 64 plain letters, digits and signs"},
		{"accounts:\n", "  - {code: " + strings.Repeat("A", 64) + ", owed_to: family, compromisable: false, name: a}\n", ""},
		{"accounts:\n", "  - {code: " + strings.Repeat("A", 65) + ", owed_to: family, compromisable: false, name: a}\n",
			"p.yaml:5:12: account \"" + strings.Repeat("A", 40) + "…\"; a code has at most 64 plain letters, digits and signs"},
		{"remedies:\n", repeat(64, remedy), ""},
		{"remedies:\n", repeat(65, remedy), "p.yaml:69:5: remedies has more than 64 entries; remove some"},
		{"crediting:\n  by_source:\n", repeat(254, source), ""}, // with federal_tax_offset 255
		{"crediting:\n  by_source:\n", repeat(255, source), "p.yaml:260:5: crediting.by_source has more than 255 sources; remove some"},
	} {
		_, err := Parse("p.yaml", []byte("extends: california-coap\nname: p\nversion: 1\n"+c.header+c.entry), noFiles)
		if message := fmt.Sprint(err); message != c.want && (err != nil || c.want != "") {
			t.Errorf("%v\nwant %s", err, c.want)
		}
	}
}
