package readers

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPreviousOutreach(t *testing.T) {
	write(t, map[string]string{
		"run/outreach.csv":     "rank,status,new,ncp_id,name\n1,eligible,,N1,\"Roe, Ana\"\n2,later,Y,'=N2,\"a\nb\"\n3,review,N,'x,\n4,review,N,'-1,\n5,review,N,0007,\n6,review,N,','\n",
		"other/outreach.csv":   "ncp_id,status\nN1,eligible\n",
		"none/outreach.csv":    "ncp_id,status\n",
		"empty/outreach.csv":   "",
		"no/outreach.csv":      "rank,ncp_id\n1,N1\n",
		"damaged/outreach.csv": "ncp_id,status\nN1,eligible\nN2\n", "quoted/outreach.csv": "ncp_id,status\n\"N1,eligible\n", "folder/outreach.csv/x": "",
	})
	for folder, want := range map[string]map[string]string{
		"run":   {"N1": "eligible", "=N2": "later", "'x": "review", "-1": "review", "0007": "review", "'": "review"},
		"other": {"N1": "eligible"},
		"none":  {},
	} {
		got, err := PreviousOutreach(folder)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", folder, err, diff)
		}
	}
	for folder, want := range map[string]string{
		"empty":   "empty/outreach.csv: has no header row; name the folder of a finished run",
		"no":      "no/outreach.csv: is no outreach list; name the folder of a finished run",
		"damaged": "damaged/outreach.csv: is damaged; name the folder of a finished run",
		"quoted":  "quoted/outreach.csv: is damaged; name the folder of a finished run",
		"missing": "missing/outreach.csv: there is no such file or folder; check the path",
		"folder":  "folder/outreach.csv: has no header row; name the folder of a finished run",
	} {
		if got, err := PreviousOutreach(folder); err == nil || err.Error() != want {
			t.Errorf("%s: %v, %v; want %s", folder, got, err, want)
		}
	}
}
