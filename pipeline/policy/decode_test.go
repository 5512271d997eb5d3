package policy

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"arrears/pipeline/ledger"
)

func TestMillionths(t *testing.T) {
	for text, want := range map[string]int64{
		"10%": 100_000, "0.10": 100_000, "0": 0, "0%": 0, "1": 1_000_000, "100%": 1_000_000, "7.25%": 72_500, "0.0725": 72_500,
		"0.0001%": 1, "0.000001": 1, "99.9999%": 999_999, "1.000000": 1_000_000, "007%": 70_000,
	} {
		if got, ok := parseMillionths(text); !ok || got != want {
			t.Errorf("%q = %d, %v; want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "%", "10", "101%", "1.000001", "100.0001%", "0.00001%", "0.0000001", "-1%", "+1%", "1e-1", ".5", "5.", "5.%",
		"1 %", "10%%", "0x1%", "1_0%", "1.2.3", "٣%", "1,5%", "NaN", "Inf", "9999%"} {
		if got, ok := parseMillionths(text); ok {
			t.Errorf("%q read as %d", text, got)
		}
	}
}

func TestPercentReadsBack(t *testing.T) {
	for size := int64(0); size <= int64(ledger.RateUnit); size++ {
		if back, ok := parseMillionths(percent(size)); !ok || back != size {
			t.Fatalf("%d is shown as %s, which reads back as %d", size, percent(size), back)
		}
	}
}

func TestThresholds(t *testing.T) {
	for body, want := range map[string]string{
		"arrears_over: 0, days_from: 30":                       "arrears > 0.00 and days past due ≥ 30",
		"arrears_from: 5.5, days_over: 0":                      "arrears ≥ 5.50 and days past due > 0",
		"government_from: 150, family_from: 500, days_from: 1": "government arrears ≥ 150.00 or family arrears ≥ 500.00 and days past due ≥ 1",
		"arrears_over: 1, family_from: 2":                      "arrears > 1.00 and family arrears ≥ 2.00",
	} {
		p := parse(t, "remedies: [{id: levy, "+body+"}]\n")
		if got := p.Remedies[0].thresholds(); got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}

// Text takes any YAML form and comes out on one line.
func TestTextForms(t *testing.T) {
	for _, form := range []string{
		"'County rules: first'", "\"County  rules:\\n first\"", ">\n  County rules:\n  first\n", "|\n  County\n  rules: first\n",
		"'County\n  rules: first'",
	} {
		if p := parse(t, "title: "+form+"\n"); p.Title != "County rules: first" {
			t.Errorf("%q read as %q", form, p.Title)
		}
	}
}

// A version that looks like a number keeps its last zero.
func TestVersionAsWritten(t *testing.T) {
	p, err := Parse("p.yaml", []byte("extends: california-coap\nname: p\nversion: 2026.10\n"), noFiles)
	if err != nil || p.Label() != "p@2026.10" {
		t.Errorf("%v, %v", p, err)
	}
}

func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"policies/*.yaml", "testdata/*.yaml", "testdata/strict/*.yaml"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		start := time.Now()
		p, err := Parse("fuzz.yaml", text, noFiles)
		if took := time.Since(start); took > 10*time.Second {
			t.Fatalf("took %v", took)
		}
		if err != nil {
			var fault *Error
			if !errors.As(err, &fault) || p != nil || strings.ContainsAny(err.Error(), "\r\n") || fault.Message == "" {
				t.Fatalf("%q", err)
			}
			return
		}
		checkInvariants(t, p)
		again, err := Parse("fuzz.yaml", text, noFiles)
		if err != nil || !cmp.Equal(p, again) {
			t.Fatalf("read twice, with two results: %v", err)
		}
	})
}

// checkInvariants is what the rest of the program relies on.
func checkInvariants(t *testing.T, p *Policy) {
	for _, v := range p.Values() {
		if v.Path == "" || v.Value == "" || strings.TrimSpace(v.Citation) == "" {
			t.Fatalf("%+v", v)
		}
	}
	if p.Rates[0].From != ledger.DateMin || p.Default[0].From != ledger.DateMin || len(p.Accounts) == 0 || len(p.Accounts) > ledger.AccountsMax {
		t.Fatalf("%+v", p)
	}
	for rule := range len(p.BySource) + 1 {
		for _, day := range []ledger.Date{ledger.DateMin, ledger.MustDate("2009-01-01"), ledger.DateMax} {
			if len(p.OrderOn(day, uint8(rule))) == 0 {
				t.Fatalf("no order of crediting on %v for source %d", day, rule)
			}
		}
	}
	if p.COAP.HorizonMonths < 1 || p.COAP.ComplianceMonths > monthsMax || len(p.COAP.HomeState) != 2 || p.Tolerance < 0 {
		t.Fatalf("%+v", p.COAP)
	}
}
