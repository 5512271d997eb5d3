package letters

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
)

// chosen tells in short who gets which letter, and who does not and why.
func chosen(c *Choice, parents []Parent) (letters, skipped []string) {
	var wanted []Parent
	for i := range parents {
		if c.Wants(&parents[i]) {
			wanted = append(wanted, parents[i])
		}
	}
	written, left, _ := c.Letters(wanted)
	for _, l := range written {
		letters = append(letters, fmt.Sprintf("%s %s %s", l.Kind, l.Language, l.Parent.ID))
	}
	for _, s := range left {
		skipped = append(skipped, fmt.Sprintf("%s %s %s", s.Kind, s.NCPID, s.Reason))
	}
	return letters, skipped
}

func someone(id string, rank int, status coap.Status, steps coap.NextStep) Parent {
	p := aParent()
	p.ID, p.Rank, p.Status, p.NextSteps = id, rank, status, steps
	p.Language, p.County = "en", "Marin"
	return p
}

func TestLettersAreForThoseWhoAreDue(t *testing.T) {
	second := someone("a", 2, coap.Eligible, coap.ApplyCOAP)
	first := someone("b", 1, coap.Eligible, coap.ApplyCOAP)
	first.Language = "SPA"
	plan := someone("c", 0, coap.Ineligible, coap.PaymentPlan|coap.ModificationReview)
	both := someone("d", 3, coap.Later, coap.WaitCOAP|coap.PaymentPlan)
	jobs := someone("e", 0, coap.Ineligible, coap.JobServices)
	none := someone("f", 0, coap.NoArrears, 0)
	suppressed := someone("g", 0, coap.Eligible, coap.ApplyCOAP)
	suppressed.Suppressed = coap.DoNotContact | coap.RecentContact
	far := someone("h", 0, coap.Later, coap.WaitCOAP)
	far.EligibleOn, far.Suppressed = ledger.MustDate("2027-06-01"), coap.Tainted
	near := far
	near.ID, near.EligibleOn = "i", ledger.MustDate("2027-01-29")
	parents := []Parent{second, first, plan, both, jobs, none, suppressed, far, near}
	until := ledger.MustDate("2027-01-29")

	letters, skipped := chosen(&Choice{Kinds: Kinds(), Until: until}, parents)
	if diff := cmp.Diff([]string{"coap es b", "coap en a", "coap en d", "payment-plan en d", "payment-plan en c", "order-review en c", "job-services en e"}, letters); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"coap g do_not_contact;recent_contact", "coap i tainted"}, skipped); diff != "" {
		t.Error(diff)
	}

	inSpanish := Spanish
	letters, skipped = chosen(&Choice{Kinds: []Kind{COAP}, Language: &inSpanish, Limit: 2, Until: until}, parents)
	if diff := cmp.Diff([]string{"coap es b", "coap es a"}, letters); diff != "" || len(skipped) != 2 {
		t.Error(diff, skipped)
	}
	letters, skipped = chosen(&Choice{Kinds: []Kind{COAP, JobServices}, NCPs: map[string]bool{"b": true, "c": true, "g": true}, Until: until}, parents)
	if diff := cmp.Diff([]string{"coap es b"}, letters); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"coap c not_due", "coap g do_not_contact;recent_contact", "job-services b not_due", "job-services c not_due", "job-services g not_due"}, skipped); diff != "" {
		t.Error(diff)
	}
	letters, skipped = chosen(&Choice{Kinds: Kinds(), County: "Alameda", Until: until}, parents)
	if len(letters)+len(skipped) != 0 {
		t.Error(letters, skipped)
	}
}

func TestObstacles(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Contact)
		want   string
	}{
		"nothing":         {func(*Contact) {}, ""},
		"no contact":      {func(c *Contact) { c.Known = false }, "no_contact: the run has addresses of the outreach list only; give the export of NCPs with --ncps"},
		"no name":         {func(c *Contact) { c.Name = " \u200b" }, "no_name: the name is blank; complete the export"},
		"no street":       {func(c *Contact) { c.Address1 = "" }, "no_address: address1 is blank; complete the export"},
		"no city, no ZIP": {func(c *Contact) { c.City, c.Zip = "", " " }, "no_address: city, zip is blank; complete the export"},
		"no state":        {func(c *Contact) { c.State = "" }, "no_address: state is blank; complete the export"},
		"no second line":  {func(c *Contact) { c.Address2 = "" }, ""},
		"300 characters":  {func(c *Contact) { c.Name = strings.Repeat("x", 300) }, "too_long: name has 300 signs, and an envelope's window holds 90; look at the export"},
		"too many lines": {func(c *Contact) {
			c.Name, c.Address1 = strings.Repeat("Wolfeschlegelsteinhausen ", 3), strings.Repeat("Boulevard-of-the-Republic ", 3)
		}, "too_long: name and address take 8 lines, and an envelope's window holds 7; look at the export"},
		"90 in one column": {func(c *Contact) { c.Name = strings.Repeat("x", 90) }, ""},
	} {
		contact := aParent().Contact
		c.change(&contact)
		reason, advice := contact.obstacle()
		if got := strings.TrimSuffix(reason+": "+advice, ": "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if strings.Contains(advice, "María") || strings.Contains(advice, "Wolfe") || strings.Contains(advice, "xxx") {
			t.Errorf("%s: %q repeats what is personal", name, advice)
		}
	}
}

func TestKinds(t *testing.T) {
	for _, kind := range Kinds() {
		if back, ok := ParseKind(kind.String()); !ok || back != kind {
			t.Errorf("%s reads as %v", kind, back)
		}
	}
	if _, ok := ParseKind("COAP"); ok {
		t.Error("COAP is a kind")
	}
}
