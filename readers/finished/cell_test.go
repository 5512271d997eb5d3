package finished

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/readers"

	"pgregory.net/rapid"
)

// Every amount that a run can write is read as it was, however large.
func TestMoneyIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := ledger.Cents(rapid.Int64Range(-math.MaxInt64, math.MaxInt64).Draw(t, "amount"))
		c := cell{raw: []byte(amount.String())}
		if got := c.money(); got != amount || c.bad {
			t.Fatalf("%s is read as %s, bad: %v", amount, got, c.bad)
		}
	})
	for _, text := range []string{"", "-", ".00", "1", "1.0", "1.000", "1,00", "+1.00", " 1.00", "1.00 ", "-.50", "0x1.00", "1.-5", "92233720368547758.08", "−1.00"} {
		if c := (cell{raw: []byte(text)}); c.money() != 0 || !c.bad {
			t.Errorf("%q is taken for an amount", text)
		}
	}
}

func TestListsOfWords(t *testing.T) {
	steps := coap.ApplyCOAP | coap.JobServices
	for text, want := range map[string]coap.NextStep{"": 0, steps.String(): steps, "job_services;apply_coap": steps} {
		c := cell{raw: []byte(text)}
		if got := c.nextSteps(); got != want || c.bad {
			t.Errorf("%q is read as %s, bad: %v", text, got, c.bad)
		}
	}
	for _, text := range []string{";", ";apply_coap", "apply_coap;;job_services", "apply", "apply_coap,job_services"} {
		if c := (cell{raw: []byte(text)}); c.nextSteps()&^steps != 0 || !c.bad {
			t.Errorf("%q is taken for a list of steps", text)
		}
	}
}

// More texts than are kept are read all the same.
func TestManyTextsAreReadAllTheSame(t *testing.T) {
	k := newShared()
	for range 2 {
		for i := range sharedMax + 10 {
			text := fmt.Sprint("county ", i)
			if got := k.text([]byte(text)); got != text {
				t.Fatalf("%q is read as %q", text, got)
			}
		}
	}
	if len(k.texts) != sharedMax {
		t.Errorf("%d texts are kept", len(k.texts))
	}
}

// Whatever stands in a file of the run, reading gives rows or one line that says what is
// wrong.
func FuzzList(f *testing.F) {
	header := rowless()["outreach.csv"]
	f.Add([]byte("1,eligible,Y,N1,\"Roe, Ana\",,,,,,,,,,1.00,,,,2026-01-01,apply_coap,a;b,why\n"))
	f.Add([]byte("2,later,,'=1+1,\"a\nb\"\"\",,,,,,,,,,-1.00,0.01,,,,,,\n\n"))
	f.Add([]byte("\"\n1,\xff,\"\r\n,,,"))
	f.Fuzz(func(t *testing.T, rows []byte) {
		files := rowless()
		files["outreach.csv"] = header + string(rows)
		run := open(t, publish(t, files))
		list, err := All(t.Context(), run.Outreach)
		var damaged *readers.Error
		if err != nil && (!errors.As(err, &damaged) || strings.Contains(err.Error(), "\n")) {
			t.Errorf("got %v", err)
		}
		if err == nil {
			if report := run.ListReport(list); len(report.Outreach) != len(list) {
				t.Errorf("%d of %d rows", len(report.Outreach), len(list))
			}
		}
	})
}
