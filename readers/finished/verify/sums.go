package verify

import (
	"context"
	"errors"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/readers"
	"arrears/readers/finished"
)

// accountSums are the sums over the accounts of a case.
type accountSums struct {
	principalFamily, interestFamily, principalGovernment, interestGovernment, currentDue ledger.Cents

	oldestDue ledger.Date
}

// caseSums are the sums over the cases of an NCP.
type caseSums struct {
	cases int

	principalFamily, interestFamily, principalGovernment, interestGovernment, compromisable ledger.Cents

	daysPastDue int32
	lastPayment ledger.Date
}

// adding adds a run up again, from accounts to cases to NCPs to the outreach list. Its
// own sums may overflow where an amount was made up; the total of that column then does
// not hold.
type adding struct {
	*Result
	run      *finished.Run
	accounts map[string]*accountSums // by case; taken out as the case is met
	cases    map[string]*caseSums    // by NCP; taken out as the NCP is met
	listed   map[string]listedRow    // by NCP; taken out as the NCP is met
}

// listedRow is a row of the outreach list.
type listedRow struct {
	finished.Outreach
	row int
}

// The names of the tables' files.
const (
	balancesFile = "balances.csv"
	casesFile    = "cases.csv"
	ncpsFile     = "ncps.csv"
	outreachFile = "outreach.csv"
	rejectsFile  = "rejects.csv"
)

// sums adds everything up again. A row that can't be read ends the adding of its table,
// and what rests on it is not compared.
func (r *Result) sums(ctx context.Context, run *finished.Run) error {
	a := &adding{r, run, make(map[string]*accountSums), make(map[string]*caseSums), make(map[string]listedRow)}
	for _, step := range []func(context.Context) error{a.readBalances, a.readCases, a.readOutreach, a.readNCPs} {
		if damaged, err := r.damaged(run, step(ctx)); damaged || err != nil {
			return err
		}
	}
	_, err := r.damaged(run, a.readRejects(ctx))
	return err
}

// damaged makes a difference of a row that can't be read.
func (r *Result) damaged(run *finished.Run, err error) (bool, error) {
	var damaged *readers.Error
	if !errors.As(err, &damaged) {
		return false, err
	}
	if file := fileOf(run, damaged); !r.damagedFiles[file] { // else its line is named already
		r.addf(file, 0, "", "%s", damaged.Message)
	}
	return true, nil
}

func (a *adding) readBalances(ctx context.Context) error {
	row := 1
	return a.run.Balances(ctx, func(b finished.Balance) error {
		row++
		a.Checked.Accounts++
		sums := a.accounts[b.CaseID]
		if sums == nil {
			sums = &accountSums{}
			a.accounts[b.CaseID] = sums
		}
		if b.OwedTo == ledger.Government {
			sums.principalGovernment += b.Principal
			sums.interestGovernment += b.Interest
		} else {
			sums.principalFamily += b.Principal
			sums.interestFamily += b.Interest
		}
		sums.currentDue += b.CurrentDue
		if b.OldestDue != 0 && (sums.oldestDue == 0 || b.OldestDue < sums.oldestDue) {
			sums.oldestDue = b.OldestDue
		}
		return nil
	})
}

// amount compares an amount of a row with what it is the sum of.
func (a *adding) amount(file string, row int, column string, shown, sum ledger.Cents, of string) {
	if shown != sum {
		a.addf(file, row, column, "is %s, and %s gives %s", shown, of, sum)
	}
}

func (a *adding) date(file string, row int, column string, shown, want ledger.Date, of string) {
	if shown != want {
		a.addf(file, row, column, "is %s, and %s gives %s", orNone(shown), of, orNone(want))
	}
}

func (a *adding) number(file string, row int, column string, shown, want int, of string) {
	if shown != want {
		a.addf(file, row, column, "is %d, and %s gives %d", shown, of, want)
	}
}

func orNone(date ledger.Date) string {
	if date == 0 {
		return "none"
	}
	return date.String()
}

func (a *adding) readCases(ctx context.Context) error {
	row, tainted := 1, 0
	met := make(map[string]bool)
	err := a.run.Cases(ctx, func(c finished.Case) error {
		row++
		a.Checked.Cases++
		if c.Tainted {
			tainted++
		}
		if met[c.ID] {
			a.addf(casesFile, row, "case_id", "stands in an earlier row already")
		}
		met[c.ID] = true
		a.checkCase(row, &c)
		a.addToNCP(&c)
		return nil
	})
	if err != nil {
		return err
	}
	if len(a.accounts) > 0 {
		a.addf(balancesFile, 0, "case_id", "has accounts of %d cases that %s does not have", len(a.accounts), casesFile)
	}
	a.count("cases", a.run.Manifest.Counts.Cases, a.Checked.Cases)
	a.count("cases_tainted", a.run.Manifest.Counts.CasesTainted, tainted)
	return nil
}

func (a *adding) checkCase(row int, c *finished.Case) {
	sums := a.accounts[c.ID]
	if sums == nil {
		sums = &accountSums{}
	}
	delete(a.accounts, c.ID)
	const of = "adding up its accounts in " + balancesFile
	a.amount(casesFile, row, "principal_family", c.PrincipalFamily, sums.principalFamily, of)
	a.amount(casesFile, row, "interest_family", c.InterestFamily, sums.interestFamily, of)
	a.amount(casesFile, row, "principal_government", c.PrincipalGovernment, sums.principalGovernment, of)
	a.amount(casesFile, row, "interest_government", c.InterestGovernment, sums.interestGovernment, of)
	a.amount(casesFile, row, "current_due", c.CurrentDue, sums.currentDue, of)
	a.date(casesFile, row, "oldest_due", c.OldestDue, sums.oldestDue, "the earliest of its accounts in "+balancesFile)
	a.amount(casesFile, row, "arrears", c.Arrears, c.PrincipalFamily+c.InterestFamily+c.PrincipalGovernment+c.InterestGovernment, "adding up its principal and interest")
	if c.Compromisable < 0 || c.Compromisable > c.PrincipalGovernment+c.InterestGovernment {
		a.addf(casesFile, row, "compromisable", "is %s, and what is owed to the government is %s", c.Compromisable, c.PrincipalGovernment+c.InterestGovernment)
	}
	days := 0
	if c.OldestDue != 0 {
		days = int(a.run.AsOf - c.OldestDue)
	}
	a.number(casesFile, row, "days_past_due", int(c.DaysPastDue), days, "counting from oldest_due")
	if (c.LastPaymentDate != 0) != c.LastPaymentAmount.Known() {
		a.addf(casesFile, row, "last_payment_amount", "does not go with last_payment_date")
	}
}

func (a *adding) addToNCP(c *finished.Case) {
	sums := a.cases[c.NCPID]
	if sums == nil {
		sums = &caseSums{}
		a.cases[c.NCPID] = sums
	}
	sums.cases++
	sums.principalFamily += c.PrincipalFamily
	sums.interestFamily += c.InterestFamily
	sums.principalGovernment += c.PrincipalGovernment
	sums.interestGovernment += c.InterestGovernment
	sums.compromisable += c.Compromisable
	sums.daysPastDue = max(sums.daysPastDue, c.DaysPastDue)
	sums.lastPayment = max(sums.lastPayment, c.LastPaymentDate)
}

func (a *adding) readRejects(ctx context.Context) error {
	byCode := make(map[string]int)
	namingNobody, all := 0, 0
	err := a.run.Rejects(ctx, func(reject finished.Reject) error {
		all++
		byCode[string(reject.Code)]++
		if reject.CaseID == "" && reject.NCPID == "" {
			namingNobody++
		}
		return nil
	})
	if err != nil {
		return err
	}
	counts := &a.run.Manifest.Counts
	a.count("rejects", counts.Rejects, all)
	a.count("rejects_naming_nobody", counts.RejectsNamingNobody, namingNobody)
	for _, code := range ledger.Codes() {
		a.count("rejects_by_code."+string(code), counts.RejectsByCode[string(code)], byCode[string(code)])
	}
	return nil
}

// mayBeListed are the statuses of those whom the outreach list is for.
func mayBeListed(status coap.Status) bool { return status >= coap.Later }
