package web

import (
	"bytes"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"arrears/cmd/arrears-web/engine"
	"arrears/pipeline/interview"
)

// text is the page under a policy.
func text(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(written(t, load(t, name)))
	check(t, err)
	return string(content)
}

func TestTheSamePolicyGivesTheSameBytes(t *testing.T) {
	first, second := text(t, "california-coap"), text(t, "california-coap")
	if first != second {
		t.Error("two pages differ")
	}
	if first == text(t, "california-debt-reduction") {
		t.Error("two policies give the same page")
	}
}

// Nothing in the page points elsewhere.
func TestThePagePointsNowhereElse(t *testing.T) {
	page := text(t, "california-coap")
	for _, address := range regexp.MustCompile(`(?i)(https?:)?//[a-z0-9][a-z0-9.-]*\.[a-z]{2,}[^\s"'<]*`).FindAllString(strings.ReplaceAll(page, support, ""), -1) {
		if address != "http://www.w3.org/2000/svg" {
			t.Errorf("the page names %s", address)
		}
	}
	for _, banned := range []string{" src=", "@import", "url(", "localStorage", "sessionStorage", "document.cookie", "indexedDB", "XMLHttpRequest", "sendBeacon", "innerHTML", "eval("} {
		if strings.Contains(strings.ReplaceAll(page, support, ""), banned) {
			t.Errorf("the page has %q", banned)
		}
	}
}

// Only the page's own scripts and styles may run.
func TestThePolicyOfTheContent(t *testing.T) {
	page := text(t, "california-coap")
	_, policy, _ := strings.Cut(page, `http-equiv="Content-Security-Policy" content="`)
	policy, _, _ = strings.Cut(policy, `"`)
	for _, want := range []string{"default-src 'none'", "script-src 'sha256-", " 'wasm-unsafe-eval'", "style-src 'sha256-", "base-uri 'none'", "form-action 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy lacks %s: %s", want, policy)
		}
	}
	if strings.Contains(policy, "unsafe-inline") || strings.Contains(policy, "connect-src") || strings.Count(policy, "sha256-") != 3 {
		t.Errorf("the policy is %s", policy)
	}
	if n := strings.Count(page, "<script"); n != 4 || n != strings.Count(page, "</script>") {
		t.Errorf("%d scripts", n)
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestAFullDiskIsAnError(t *testing.T) {
	if err := Write(full{}, []byte("{}")); err == nil || !strings.Contains(err.Error(), "no space left on device") {
		t.Error(err)
	}
}

// Every word that the page asks for is there, and every one of its own is used.
func TestThePagesWords(t *testing.T) {
	var used []string
	for _, pattern := range []string{`data-(?:word|label)="([a-z_.]+)"`, `say\("([a-z_.]+)"`, `button\("([a-z_.]+)"`, `part\("([a-z_.]+)"`, `"((?:page|answer)\.[a-z_]+)"`} {
		for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(frame+script, -1) {
			used = append(used, match[1])
		}
	}
	for _, name := range []string{"principal", "interest", "upfront", "monthly", "months", "start"} {
		used = append(used, "calculator."+name, "calculator."+name+"_hint")
	}
	used = append(used, "calculator.principal_first", "calculator.interest_first")
	source, err := os.ReadFile("../../cmd/arrears-web/engine/payoff.go")
	check(t, err)
	words := interview.English.Words()
	for _, key := range used {
		if words[key] == "" {
			t.Errorf("there is no word %s", key)
		}
	}
	for key := range words {
		own := strings.HasPrefix(key, "page.") || strings.HasPrefix(key, "calculator.")
		_, short, _ := strings.Cut(key, ".")
		if own && !slices.Contains(used, key) && !bytes.Contains(source, []byte(`"`+key+`"`)) && !bytes.Contains(source, []byte(`"`+short+`"`)) {
			t.Errorf("nothing says %s", key)
		}
	}
}

// The engine's functions are those that the script calls.
func TestTheScriptCallsWhatThereIs(t *testing.T) {
	var called []string
	for _, match := range regexp.MustCompile(`\b(?:ask|call)\("([a-z]+)"`).FindAllStringSubmatch(script, -1) {
		called = append(called, match[1])
	}
	slices.Sort(called)
	there := engine.Functions()
	slices.Sort(there)
	if !slices.Equal(slices.Compact(called), there) {
		t.Errorf("the script calls %v, the engine has %v", called, there)
	}
}
