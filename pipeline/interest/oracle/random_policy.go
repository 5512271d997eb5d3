package oracle

import (
	"math/rand"
	"slices"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// randomPolicy draws the options of a policy and, at times, its rates and orders from a
// day on.
func randomPolicy(random *rand.Rand, base *policy.Policy, from, asOf ledger.Date) *policy.Policy {
	p := *base
	p.DayCount = []policy.DayCount{policy.Actual365, policy.ActualActual, policy.Monthly}[random.Intn(3)]
	p.Starts = []policy.Start{policy.NextMonth, policy.DueDate}[random.Intn(2)]
	p.COAP.ComplianceMonths = []int{3, 36, 40}[random.Intn(3)]
	within := func() ledger.Date { return from + ledger.Date(random.Intn(int(max(asOf-from, 0))+1)) }
	newRate := policy.DatedRate{From: within(), Rate: 36_500}
	taken := slices.ContainsFunc(p.Rates, func(rate policy.DatedRate) bool { return rate.From == newRate.From })
	if random.Intn(4) == 0 && !taken {
		p.Rates = append(slices.Clone(p.Rates), newRate)
		slices.SortStableFunc(p.Rates, func(a, b policy.DatedRate) int { return int(a.From) - int(b.From) })
	}
	if random.Intn(3) == 0 {
		p.Default = randomOrders(random, ledger.DateMin, within())
	}
	if random.Intn(3) == 0 {
		p.BySource = []policy.SourceOrders{
			{Source: "federal_tax_offset", Orders: randomOrders(random, within(), within())},
			{Source: "wage", Orders: randomOrders(random, ledger.DateMin, within())},
		}
		setDefault(random, &p)
	}
	return &p
}

// setDefault lets some of the orders by source be that of any other payment.
func setDefault(random *rand.Rand, p *policy.Policy) {
	for _, source := range p.BySource {
		for i := range source.Orders {
			if random.Intn(4) == 0 {
				order, _ := inForce(p.Default, source.Orders[i].From)
				source.Orders[i].Order, source.Orders[i].Default = order.Order, true
			}
		}
	}
}

// randomOrders draws an order from each of two days on, or one if the days are the same.
func randomOrders(random *rand.Rand, first, second ledger.Date) []policy.DatedOrder {
	orders := []policy.DatedOrder{{From: min(first, second), Order: randomOrder(random)}}
	if first != second {
		orders = append(orders, policy.DatedOrder{From: max(first, second), Order: randomOrder(random)})
	}
	return orders
}

// randomOrder shuffles the three classes, some of them narrowed to each half in turn; at
// times a class is missing or comes up twice.
func randomOrder(random *rand.Rand) []policy.Class {
	var order []policy.Class
	for _, kind := range []policy.ClassKind{policy.Current, policy.Principal, policy.Interest} {
		if random.Intn(2) == 0 {
			order = append(order, policy.Class{Kind: kind})
			continue
		}
		order = append(order, policy.Class{Kind: kind, Owed: ledger.Family}, policy.Class{Kind: kind, Owed: ledger.Government})
	}
	random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	switch random.Intn(8) {
	case 0:
		order = order[1:]
	case 1:
		order = append(order, order[0])
	}
	return order
}
