package interest

import "cmp"

// queue is past-due installments of one account that come from one kind of entry. They
// fall due in the order of their dates, then of the input, so that the oldest is first.
type queue struct {
	all  []installment
	head int // all[head:] have something remaining, but perhaps the head
}

// The places of an account's queues by what the installments come from.
const (
	ofCharges = iota
	ofJudgments
	ofAdjustments
)

// add adds past-due principal, no older than any of its kind.
func (a *account) add(kind int, new installment) {
	a.principal += new.remaining
	a.due[kind].all = append(a.due[kind].all, new)
}

// emptied is the queue's memory, to be used again.
func (q *queue) emptied() queue { return queue{all: q.all[:0]} }

// waiting is the installments that may have something remaining.
func (q *queue) waiting() []installment { return q.all[q.head:] }

// oldest is the account's oldest installment with something remaining, by date, then input
// order; there is one, for principal is not 0.
func (a *account) oldest() (oldest *installment) {
	for i := range a.due {
		q := &a.due[i]
		for q.head < len(q.all) && q.all[q.head].remaining == 0 {
			q.head++
		}
		if q.head == len(q.all) {
			continue
		}
		if first := &q.all[q.head]; oldest == nil || first.before(oldest) {
			oldest = first
		}
	}
	return oldest
}

func (i *installment) before(other *installment) bool {
	return cmp.Or(cmp.Compare(i.date, other.date), cmp.Compare(i.position, other.position)) < 0
}
