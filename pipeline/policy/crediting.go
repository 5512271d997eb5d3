package policy

import (
	"slices"
	"strings"

	"arrears/pipeline/ledger"
)

func (d *decoder) crediting(n *node) {
	s := d.section(n, "crediting", "default by_source", "")
	d.policy.Default = d.orders(d.inside(s, "default"), "crediting.default", ledger.DateMin)
	sources := d.inside(s, "by_source")
	if d.fault == nil && sources.kind != mapping {
		d.fail(sources, "crediting.by_source is %s; give a mapping of sources, or {} for none", sources.kind)
	}
	for i, key := range sources.keys {
		normal := strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(strings.TrimSpace(key.text)))
		switch {
		case i == sourceMax:
			d.fail(key, "crediting.by_source has more than %d sources; remove some", sourceMax)
		case normal == "" || strings.ContainsFunc(normal, unprintable):
			d.fail(key, "source %s can't be a payment's; name it as the ledger does", quote(key.text))
		case normal != key.text:
			d.fail(key, "source %s is not in its compared form; write %s", quote(key.text), quote(normal))
		}
		orders := d.orders(sources.values[i], "crediting.by_source."+key.text, 0)
		d.policy.BySource = append(d.policy.BySource, SourceOrders{Source: key.text, Orders: orders})
	}
}

// orders reads a dated list of orders of crediting. The default order must begin on
// its first day; a source's may begin on any, and may say `order: default`.
func (d *decoder) orders(n *node, path string, first ledger.Date) []DatedOrder {
	var orders []DatedOrder
	for i, item := range d.entries(n, path, 1, listMax) {
		s := d.entry(item, entryPath(path, i), "from order", "citation")
		order := DatedOrder{From: d.day(s, "from"), Citation: d.inline(s)}
		at := d.inside(s, "order")
		switch {
		case at.kind == scalar && at.text == "default" && first == 0:
			order.Default, order.Order = true, orderOn(d.policy.Default, order.From).Order
		case at.kind == scalar:
			d.fail(at, "%s is %s; give a list of classes (a source may also say default)", s.at("order"), quote(at.text))
		default:
			order.Order = d.classes(at, s.at("order"))
		}
		orders = append(orders, order)
		d.follows(s, i, first, func(i int) ledger.Date { return orders[i].From })
	}
	return orders
}

func (d *decoder) classes(n *node, path string) []Class {
	var classes []Class
	for _, item := range d.entries(n, path, 1, listMax) {
		text := d.text(item, path)
		class, ok := parseClass(text)
		switch {
		case d.fault != nil:
		case !ok:
			d.fail(item, "unknown class %s; the classes are current, principal and interest, also with :family or :government", quote(text))
		case slices.Contains(classes, class):
			d.fail(item, "class %s is in the order twice; remove one", class)
		}
		classes = append(classes, class)
	}
	return classes
}

func parseClass(text string) (Class, bool) {
	for kind := Current; kind <= Interest; kind++ {
		for owed := ledger.Anyone; owed <= ledger.Government; owed++ {
			if class := (Class{kind, owed}); class.String() == text {
				return class, true
			}
		}
	}
	return Class{}, false
}

// OrderOn is the order of crediting in force on a day for the sources of a rule
// (SourceRule; 0: the default order). On days before the source's first entry, and
// where it says `order: default`, it is the default order of that day. The result is
// shared and must not be changed.
func (p *Policy) OrderOn(day ledger.Date, sourceRule uint8) []Class {
	if sourceRule > 0 {
		orders := p.BySource[sourceRule-1].Orders
		if order := orderOn(orders, day); order != nil && !order.Default {
			return order.Order
		}
	}
	return orderOn(p.Default, day).Order
}

// orderOn is the entry in force on a day; nil before the first.
func orderOn(orders []DatedOrder, day ledger.Date) *DatedOrder {
	for i := len(orders) - 1; i >= 0; i-- {
		if orders[i].From <= day {
			return &orders[i]
		}
	}
	return nil
}
