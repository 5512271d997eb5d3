package report

import (
	"cmp"
	"slices"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
)

// Headline is what a run found, in figures.
type Headline struct {
	AsOf     ledger.Date
	Policy   ManifestPolicy
	Outreach int // NCPs on the outreach list
	Totals   Totals
}

// Snapshot is a run in brief: what another run is compared with. Both lists are sorted
// bytewise by identifier.
type Snapshot struct {
	Headline
	NCPs  []SnapshotNCP
	Cases []SnapshotCase
}

// SnapshotNCP is what a run says of one NCP.
type SnapshotNCP struct {
	ID            string
	Status        coap.Status // zero: the NCP is not in the run
	EligibleOn    ledger.Date // status later only
	Arrears       ledger.Cents
	Compromisable ledger.Cents
	Suppressed    coap.Suppression
	OnList        bool // on the outreach list
	Verdicts      [coap.CriteriaCount]coap.Verdict
}

// SnapshotCase is what a run says of the balance of one case.
type SnapshotCase struct {
	ID      string
	NCPID   string // blank: the case is not in the run
	Tainted bool

	Principal  ledger.Cents // past due
	Arrears    ledger.Cents // the same with interest
	CurrentDue ledger.Cents
	HeldCredit ledger.Cents

	Charged          ledger.Cents
	Adjusted         ledger.Cents // judgments and adjustments, signed
	InterestAdjusted ledger.Cents
	Paid             ledger.Cents

	// HighestRate is the highest of the case's own annual rates; zero where it has none,
	// and in a finished run, which does not tell.
	HighestRate ledger.Rate
}

// Owed is all that the case owes, past due or not, less what it has to its credit.
func (c *SnapshotCase) Owed() ledger.Cents { return c.Arrears + c.CurrentDue - c.HeldCredit }

// Listed is the status under which an NCP is on the outreach list; zero if it is not.
func (s *Snapshot) Listed(ncpID string) coap.Status {
	at, found := slices.BinarySearchFunc(s.NCPs, ncpID, func(n SnapshotNCP, id string) int { return cmp.Compare(n.ID, id) })
	if !found || !s.NCPs[at].OnList {
		return 0
	}
	return s.NCPs[at].Status
}

// NewSnapshot is a report, summed and decided, in brief.
func NewSnapshot(r *Report) *Snapshot {
	s := &Snapshot{
		Headline: Headline{r.AsOf, ManifestPolicy{r.Policy.Name, r.Policy.Version, r.Policy.SHA256}, len(r.Outreach), r.Totals},
		NCPs:     make([]SnapshotNCP, len(r.NCPs)),
		Cases:    make([]SnapshotCase, len(r.Cases)),
	}
	for i := range r.NCPs {
		d := &r.Determinations[i]
		s.NCPs[i] = SnapshotNCP{r.NCPs[i].ID, d.Status, d.EligibleOn, d.Arrears(), d.Compromisable, d.Suppressed, d.OnList, d.Verdicts}
	}
	for i := range r.Cases {
		c, b, sums := &r.Cases[i], &r.Balances[i], r.SumsOf(i)
		s.Cases[i] = SnapshotCase{ID: c.ID, NCPID: r.NCPs[c.NCP].ID, Tainted: c.Tainted,
			Principal: sums.PrincipalFamily + sums.PrincipalGovernment, Arrears: sums.Arrears(), CurrentDue: sums.CurrentDue, HeldCredit: b.HeldCredit,
			Charged: b.Charged, Adjusted: b.Adjusted, InterestAdjusted: b.InterestAdjusted, Paid: b.Paid}
		for _, rate := range r.RatesOf(int32(i)) {
			s.Cases[i].HighestRate = max(s.Cases[i].HighestRate, rate.Rate)
		}
	}
	return s
}
