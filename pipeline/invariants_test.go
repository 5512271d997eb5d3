package pipeline_test

import (
	"cmp"
	"slices"
	"testing"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// checkReport holds a report against everything that must be true of any.
func checkReport(t *testing.T, r *report.Report) {
	t.Helper()
	checkParts(t, r)
	checkRejects(t, r)
	checkTaint(t, r)
	checkRegister(t, r)
	checkSums(t, r)
	checkTotals(t, r)
	checkOutreach(t, r)
}

// Rows read are accepted, rejected, duplicate or future; and each row rejected has its
// reject.
func checkParts(t *testing.T, r *report.Report) {
	t.Helper()
	rejected := make([]int, len(r.Inputs))
	for i := range r.Rejects {
		if r.Rejects[i].Row && r.Rejects[i].Code != ledger.UnknownCase {
			rejected[r.Rejects[i].Position.Part()] += r.Rejects[i].Rows
		}
	}
	strays := 0 // rows of unknown cases: their reject stands in the first one's part
	for i := range r.Rejects {
		if r.Rejects[i].Code == ledger.UnknownCase {
			strays += r.Rejects[i].Rows
		}
	}
	for i, part := range r.Inputs {
		if part.Read != part.Accepted+part.Rejected+part.Duplicate+part.Future || min(part.Accepted, part.Rejected, part.Duplicate, part.Future, part.Ignored) < 0 {
			t.Errorf("%s: the rows do not add up: %+v", part.File, *part)
		}
		if part.SHA256 == "" || part.Size == 0 {
			t.Errorf("%s: size %d, SHA-256 %q", part.File, part.Size, part.SHA256)
		}
		strays -= part.Rejected - rejected[i]
	}
	if strays != 0 {
		t.Errorf("%d more rows of unknown cases are in the rejects than in the counts", strays)
	}
}

// Rejects come in the order of the input and name only whom they may.
func checkRejects(t *testing.T, r *report.Report) {
	t.Helper()
	nobody := 0
	for i := range r.Rejects {
		reject := &r.Rejects[i]
		if reject.CaseID == "" && reject.NCPID == "" {
			nobody++
		}
		if i > 0 {
			before := &r.Rejects[i-1]
			if cmp.Or(cmp.Compare(before.Position, reject.Position), cmp.Compare(before.ColumnOrder, reject.ColumnOrder)) >= 0 {
				t.Errorf("the rejects %+v and %+v are not in order", *before, *reject)
			}
		}
		if reject.Code == ledger.MalformedRow || reject.Code == ledger.Encoding {
			if reject.CaseID != "" && caseAt(r, reject.CaseID) < 0 || reject.NCPID != "" && ncpAt(r, reject.NCPID) < 0 {
				t.Errorf("a row that can't be read names somebody unknown: %+v", *reject)
			}
		}
		if reject.Message == "" || reject.Rows < 1 || !slices.Contains(ledger.Codes(), reject.Code) {
			t.Errorf("not a reject: %+v", *reject)
		}
	}
	if r.RejectsNamingNobody != nobody {
		t.Errorf("%d rejects name nobody, the report says %d", nobody, r.RejectsNamingNobody)
	}
}

func caseAt(r *report.Report, id string) int {
	return slices.IndexFunc(r.Cases, func(c ledger.Case) bool { return c.ID == id })
}

func ncpAt(r *report.Report, id string) int {
	return slices.IndexFunc(r.NCPs, func(n ledger.NCP) bool { return n.ID == id })
}

// A case is tainted if a reject names it or its NCP, and else not; an NCP with a tainted
// case is kept off the list.
func checkTaint(t *testing.T, r *report.Report) {
	t.Helper()
	cases, ncps := make([]bool, len(r.Cases)), make([]bool, len(r.NCPs))
	for i := range r.Rejects {
		if at := caseAt(r, r.Rejects[i].CaseID); at >= 0 {
			cases[at] = true
		}
		if at := ncpAt(r, r.Rejects[i].NCPID); at >= 0 {
			ncps[at] = true
			for _, own := range r.CasesOf(int(at)) {
				cases[own] = true
			}
		}
	}
	for i := range r.Cases {
		if r.Cases[i].Tainted != cases[i] {
			t.Errorf("case %s is tainted: %v, want %v", r.Cases[i].ID, r.Cases[i].Tainted, cases[i])
		}
	}
	for i := range r.NCPs {
		ncp, d := &r.NCPs[i], &r.Determinations[i]
		tainted := ncps[i] || slices.ContainsFunc(r.CasesOf(i), func(at int32) bool { return cases[at] })
		if suppressed := d.Suppressed&coap.Tainted != 0; ncp.Tainted != ncps[i] || suppressed != tainted || (tainted && d.OnList) {
			t.Errorf("NCP %s: named by a reject %v (want %v), suppressed as tainted %v (want %v), on the list %v", ncp.ID, ncp.Tainted, ncps[i], suppressed, tainted, d.OnList)
		}
	}
}

// Cases and NCPs are sorted, and know each other.
func checkRegister(t *testing.T, r *report.Report) {
	t.Helper()
	for i := range r.Cases {
		c := &r.Cases[i]
		if i > 0 && r.Cases[i-1].ID >= c.ID {
			t.Errorf("case %s stands before %s", r.Cases[i-1].ID, c.ID)
		}
		if !slices.Contains(r.CasesOf(int(c.NCP)), int32(i)) {
			t.Errorf("NCP %s does not know its case %s", r.NCPs[c.NCP].ID, c.ID)
		}
	}
	linked := 0
	for i := range r.NCPs {
		linked += len(r.CasesOf(i))
		if i > 0 && r.NCPs[i-1].ID >= r.NCPs[i].ID {
			t.Errorf("NCP %s stands before %s", r.NCPs[i-1].ID, r.NCPs[i].ID)
		}
		if !slices.IsSorted(r.CasesOf(i)) {
			t.Errorf("NCP %s: cases %v", r.NCPs[i].ID, r.CasesOf(i))
		}
	}
	if linked != len(r.Cases) || len(r.Balances) != len(r.Cases) || len(r.Determinations) != len(r.NCPs) {
		t.Errorf("%d cases, %d linked, %d balances; %d NCPs, %d determinations", len(r.Cases), linked, len(r.Balances), len(r.NCPs), len(r.Determinations))
	}
}

// A case's sums are those of its accounts, an NCP's those of its cases.
func checkSums(t *testing.T, r *report.Report) {
	t.Helper()
	for i := range r.Cases {
		var arrears, current ledger.Cents
		for _, account := range r.Balances[i].Accounts {
			arrears += account.Principal + account.Interest
			current += account.CurrentDue
		}
		if s := r.SumsOf(i); s.Arrears() != arrears || s.CurrentDue != current || s.Compromisable > s.PrincipalGovernment+s.InterestGovernment {
			t.Errorf("case %s: sums %+v of accounts %+v", r.Cases[i].ID, s, r.Balances[i].Accounts)
		}
		if r.Balances[i].OutOfBalance {
			t.Errorf("case %s is out of balance", r.Cases[i].ID)
		}
	}
	for i := range r.NCPs {
		var sum, want coap.CaseSums
		d := &r.Determinations[i]
		want.PrincipalFamily, want.InterestFamily = d.PrincipalFamily, d.InterestFamily
		want.PrincipalGovernment, want.InterestGovernment = d.PrincipalGovernment, d.InterestGovernment
		for _, at := range r.CasesOf(i) {
			own := r.SumsOf(int(at))
			sum.PrincipalFamily += own.PrincipalFamily
			sum.InterestFamily += own.InterestFamily
			sum.PrincipalGovernment += own.PrincipalGovernment
			sum.InterestGovernment += own.InterestGovernment
		}
		if sum != want {
			t.Errorf("NCP %s: %+v, its cases add up to %+v", r.NCPs[i].ID, want, sum)
		}
	}
}

// The totals are the sums of the rows.
func checkTotals(t *testing.T, r *report.Report) {
	t.Helper()
	var arrears, current, held, compromisable, byStatus, byCounty, byAge ledger.Cents
	tainted := 0
	for i := range r.Cases {
		sums := r.SumsOf(i)
		arrears += sums.Arrears()
		current += sums.CurrentDue
		held += r.Balances[i].HeldCredit
		if r.Cases[i].Tainted {
			tainted++
		}
	}
	ncps, onList := 0, 0
	for i := range r.Determinations {
		compromisable += r.Determinations[i].Compromisable
	}
	for _, status := range r.Totals.ByStatus {
		byStatus += status.Arrears
		ncps += status.NCPs
		onList += status.Outreach
	}
	for _, county := range r.Totals.ByCounty {
		byCounty += county.Family + county.Government
	}
	for _, age := range r.Totals.ByAge {
		byAge += age.Family + age.Government
	}
	if own := r.Totals.Arrears(); own != arrears || own != byStatus || own != byCounty || own != byAge {
		t.Errorf("arrears %s; of the cases %s, by status %s, by county %s, by age %s", own, arrears, byStatus, byCounty, byAge)
	}
	if r.Totals.CurrentDue != current || r.Totals.HeldCredit != held || r.Totals.Compromisable != compromisable {
		t.Errorf("totals %+v; the rows add up to %s, %s, %s", r.Totals, current, held, compromisable)
	}
	if r.Totals.CasesTainted != tainted || r.Totals.Cases != len(r.Cases) || r.Totals.NCPs != len(r.NCPs) || ncps != len(r.NCPs) || onList != len(r.Outreach) {
		t.Errorf("counts %+v; %d cases tainted, %d NCPs by status, %d on the list", r.Totals, tainted, ncps, onList)
	}
}

// The list holds exactly those who belong on it, by status, compromisable arrears falling
// and identifier.
func checkOutreach(t *testing.T, r *report.Report) {
	t.Helper()
	listed := make(map[int32]bool)
	for i, row := range r.Outreach {
		listed[row.NCP] = true
		if i == 0 {
			continue
		}
		before := r.Outreach[i-1].NCP
		a, b := &r.Determinations[before], &r.Determinations[row.NCP]
		rank := func(s coap.Status) int { return slices.Index([]coap.Status{coap.Eligible, coap.Review, coap.Later}, s) }
		if cmp.Or(cmp.Compare(rank(a.Status), rank(b.Status)), cmp.Compare(b.Compromisable, a.Compromisable), cmp.Compare(r.NCPs[before].ID, r.NCPs[row.NCP].ID)) >= 0 {
			t.Errorf("rank %d: NCP %s stands before %s", i, r.NCPs[before].ID, r.NCPs[row.NCP].ID)
		}
	}
	for i := range r.Determinations {
		d := &r.Determinations[i]
		if d.OnList != listed[int32(i)] || d.OnList && (d.Suppressed != 0 || d.Status < coap.Later) {
			t.Errorf("NCP %s: status %s, suppressed %q, on the list: %v", r.NCPs[i].ID, d.Status, d.Suppressed, listed[int32(i)])
		}
	}
}
