package finished

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"arrears/pipeline/report"
	"arrears/writers"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// written is the list of a run, read and written again.
func written(t *testing.T, run *Run) string {
	t.Helper()
	rows, err := All(t.Context(), run.Outreach)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := writers.WriteTable(t.Context(), &out, report.Outreach(run.ListReport(rows))); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTheWholeListIsTheFile(t *testing.T) {
	awkward := rowless()
	awkward["outreach.csv"] += `3,eligible,Y,'=1+1,"Roe, ""Ana""` + "\nJr.\"," + `'@x,,a;b,CA,01234,'+1 650,'-,,"Kern, East",0.00,,,9999999999999.99,,apply_coap;job_services,a;c,'=reason
3,eligible,N,''=x,,,,,,,,,,,-12.34,-0.01,0.00,,2027-01-01,,b;c;d,'	
3,later,,N9,,,,,,,,,,,1.00,,,,1900-01-01,wait_coap,d,` + "\n9,review,,N10,,,,,,,,,,,1.00,,,,,stop_collection_review,a;b,\n"
	for name, folder := range map[string]string{"county": county, "awkward": publish(t, awkward), "nobody": publish(t, rowless())} {
		want, err := os.ReadFile(filepath.Join(folder, "outreach.csv"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), written(t, open(t, folder))); diff != "" {
			t.Errorf("%s (-file +written)\n%s", name, diff)
		}
	}
}

func TestChosenRowsKeepTheirRanks(t *testing.T) {
	run := open(t, county)
	rows, err := All(t.Context(), run.Outreach)
	if err != nil {
		t.Fatal(err)
	}
	list := run.ListReport(rows[6:])
	if list.Rank(0) != 7 || list.Rank(1) != 8 || list.AsOf != run.AsOf || list.Policy.Label() != "california-coap@2026.1" || list.Run.Program != "0.1.0" {
		t.Errorf("%+v", list)
	}
}

// Whatever lists of remedies rows show, in one order of the policy's: all of them stand
// in the order found.
func TestAnOrderOfRemedies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		policy := rapid.Permutation(strings.Split("abcdefghij", "")).Draw(t, "policy")
		var rows []Outreach
		for range rapid.IntRange(0, 6).Draw(t, "rows") {
			var list []string
			for _, id := range policy {
				if rapid.Bool().Draw(t, id) {
					list = append(list, id)
				}
			}
			rows = append(rows, Outreach{Remedies: list})
		}
		order := remedyOrder(rows)
		for _, row := range rows {
			places := make([]int, len(row.Remedies))
			for i, id := range row.Remedies {
				places[i] = slices.Index(order, id)
			}
			if !slices.IsSorted(places) || slices.Contains(places, -1) {
				t.Fatalf("%q does not stand in the order %q", row.Remedies, order)
			}
		}
	})
	if got := remedyOrder([]Outreach{{Remedies: []string{"a", "b"}}, {Remedies: []string{"b", "a"}}}); len(got) != 2 {
		t.Errorf("lists that contradict each other give %q", got)
	}
}
