package page

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"arrears/writers/internal/fixture"
	"arrears/writers/internal/words"
)

// inBrowser shows a page in a headless browser and returns what it has become. It skips
// the test where there is no browser.
func inBrowser(t *testing.T, page string) string {
	t.Helper()
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("there is no chromium")
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "page.html")
	if err := os.WriteFile(path, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	dom, err := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+folder,
		"--virtual-time-budget=1000", "--dump-dom", "file://"+path).Output()
	if err != nil || !strings.Contains(string(dom), "</html>") {
		t.Skipf("chromium does not run here: %v", err)
	}
	return string(dom)
}

// The table of counties sorts by a click on a heading, and once more the other way; its
// sum stays where it is.
func TestCountiesSort(t *testing.T) {
	page := written(t, fixture.New(80))
	if dom := inBrowser(t, page); strings.Count(dom, `<button type="button">`) != 7 {
		t.Fatalf("under the page's own policy the script makes no buttons")
	}
	// The policy would keep the clicks out, too.
	page = regexp.MustCompile(`<meta http-equiv=[^>]*>`).ReplaceAllString(page, "")
	dom := inBrowser(t, strings.Replace(page, "</body>", "<script>"+clicking+"</script></body>", 1))
	var orders [][]string
	for _, match := range regexp.MustCompile(`<pre>([^<]*)</pre>`).FindAllStringSubmatch(dom, -1) {
		orders = append(orders, strings.Split(match[1], "|"))
	}
	if len(orders) != 3 || len(orders[0]) < 5 {
		t.Fatalf("the table was %q", orders)
	}
	byName, most, fewest := orders[0], orders[1], orders[2]
	if !slices.Contains(byName, "San José") || byName[0] != "(no county given)" || !slices.IsSorted(byName) {
		t.Errorf("by name: %q", byName)
	}
	if !strings.Contains(dom, `aria-sort="ascending"><button type="button">Cases`) || strings.Count(dom, ` aria-sort="`) != 1 || !strings.Contains(dom, "Sorted by Cases, ascending.") {
		t.Error("the heading does not say that it sorts")
	}
	cases := map[string]int{}
	for _, county := range fixture.New(80).Totals.ByCounty {
		cases[words.County(county.County)] = county.Cases
	}
	for i := 1; i < len(most); i++ {
		if cases[most[i-1]] < cases[most[i]] || cases[fewest[i-1]] > cases[fewest[i]] {
			t.Fatalf("by cases: %q, and the other way %q", most, fewest)
		}
	}
}

// clicking sorts by the name, then twice by the cases, and writes down what the table is
// each time.
const clicking = `[0, 1, 1].forEach(function (column) {
  document.querySelectorAll('.sortable button')[column].click();
  var order = document.createElement('pre');
  order.textContent = Array.from(document.querySelectorAll('.sortable tbody th')).map(function (head) { return head.textContent; }).join('|');
  document.body.append(order);
});`
