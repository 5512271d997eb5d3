package generate

import "arrears/pipeline/ledger"

// recordRate is the annual rate of the recorded balances, in percent. They are what an
// older system could have kept: one rate, one order of crediting.
const recordRate = 10

// installment is a debt of one account that fell due or was adjudged at one time.
type installment struct {
	unpaid  ledger.Cents
	account account
}

// balance is a rough running balance of one case. It keeps the history plausible (who
// owes nothing pays no arrears) and gives the recorded figures; it is no oracle for
// the replay, which follows the policy.
type balance struct {
	pastDue   []installment // oldest first
	settled   int           // pastDue[:settled] are paid
	current   []installment // of the month under way
	principal [len(accountCodes)]ledger.Cents
	total     ledger.Cents // of principal
	interest  ledger.Cents
	fraction  int64 // of a cent of interest, in 1/36,500
	credit    ledger.Cents
	accrued   ledger.Date // interest is in for the days before it
}

func (b *balance) reset(start ledger.Date) {
	*b = balance{pastDue: b.pastDue[:0], current: b.current[:0], accrued: start}
}

// arrears is past-due principal and interest.
func (b *balance) arrears() ledger.Cents { return b.total + b.interest }

// currentDue is what is unpaid of the month's charges.
func (b *balance) currentDue() (due ledger.Cents) {
	for _, c := range b.current {
		due += c.unpaid
	}
	return due
}

// accrue adds simple interest on the past-due principal for the days before date.
func (b *balance) accrue(date ledger.Date) {
	if b.total > 0 {
		b.fraction += int64(b.total) * int64(date-b.accrued) * recordRate
		b.interest += ledger.Cents(b.fraction / 36_500)
		b.fraction %= 36_500
	}
	b.accrued = date
}

// turnMonth makes the unpaid charges of the month past due.
func (b *balance) turnMonth() {
	for _, c := range b.current {
		if c.unpaid > 0 {
			b.owe(c.account, c.unpaid)
		}
	}
	b.current = b.current[:0]
}

func (b *balance) charge(a account, amount ledger.Cents) {
	b.current = append(b.current, installment{amount, a})
	b.useCredit()
}

// owe adds past-due principal.
func (b *balance) owe(a account, amount ledger.Cents) {
	b.pastDue = append(b.pastDue, installment{amount, a})
	b.principal[a] += amount
	b.total += amount
	b.useCredit()
}

func (b *balance) useCredit() {
	if credit := b.credit; credit > 0 {
		b.credit = 0
		b.pay(credit)
	}
}

// pay credits current charges, then principal, oldest first, then interest; the rest is
// held.
func (b *balance) pay(amount ledger.Cents) {
	for i := range b.current {
		part := min(amount, b.current[i].unpaid)
		b.current[i].unpaid -= part
		amount -= part
	}
	for amount > 0 && b.settled < len(b.pastDue) {
		oldest := &b.pastDue[b.settled]
		part := min(amount, oldest.unpaid)
		b.reduce(oldest, part)
		amount -= part
		if oldest.unpaid == 0 {
			b.settled++
		}
	}
	part := min(amount, b.interest)
	b.interest -= part
	b.credit += amount - part
}

// forgive takes principal of one account, oldest first; amount is at most what the
// account owes.
func (b *balance) forgive(a account, amount ledger.Cents) {
	for i := b.settled; i < len(b.pastDue) && amount > 0; i++ {
		if b.pastDue[i].account == a {
			part := min(amount, b.pastDue[i].unpaid)
			b.reduce(&b.pastDue[i], part)
			amount -= part
		}
	}
}

func (b *balance) reduce(debt *installment, amount ledger.Cents) {
	debt.unpaid -= amount
	b.principal[debt.account] -= amount
	b.total -= amount
}

// largest is the account with the most past-due principal; naa where nothing is due.
func (b *balance) largest() account {
	best := naa
	for a := range b.principal {
		if b.principal[a] > b.principal[best] {
			best = account(a)
		}
	}
	return best
}
