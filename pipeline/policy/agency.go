package policy

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Agency is the office that writes to parents and that they answer, and the program's
// name in its letters. A policy may do without; then Name is blank, and no letters can
// be made under it.
type Agency struct {
	Name           string
	Program        string // the program as letters in English name it
	ProgramSpanish string // and as letters in Spanish do
	Address        string // street or post office box
	City           string
	State          string // two letters
	Zip            string // 94063 or 94063-1234
	Telephone      string
	Fax            string // blank: none
	Email          string // blank: none
	Opens          TimeOfDay
	Closes         TimeOfDay
}

// TimeOfDay is a time of day in minutes after midnight.
type TimeOfDay int

// String is the time as a policy file spells it: 08:00, 16:45.
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", t/60, t%60) }

var (
	timeForm  = regexp.MustCompile(`^([01][0-9]|2[0-3]):([0-5][0-9])$`)
	zipForm   = regexp.MustCompile(`^[0-9]{5}(-[0-9]{4})?$`)
	emailForm = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
)

// agencyTextMax bounds a text of the agency section, in bytes: letterheads are narrow.
const agencyTextMax = 100

func (d *decoder) agency(n *node) {
	s := d.section(n, "agency", "name program program_spanish address city state zip telephone opens closes", "fax email")
	d.policy.Agency = Agency{
		Name:           d.line(s, "name"),
		Program:        d.line(s, "program"),
		ProgramSpanish: d.line(s, "program_spanish"),
		Address:        d.line(s, "address"),
		City:           d.line(s, "city"),
		State:          d.state(s, "state"),
		Zip:            d.form(s, "zip", zipForm, "a ZIP code such as 94063"),
		Telephone:      d.line(s, "telephone"),
		Opens:          d.timeOfDay(s, "opens"),
		Closes:         d.timeOfDay(s, "closes"),
	}
	if d.given(s, "fax") {
		d.policy.Agency.Fax = d.line(s, "fax")
	}
	if d.given(s, "email") {
		d.policy.Agency.Email = d.form(s, "email", emailForm, "an e-mail address, or leave it blank")
	}
	d.checkHours(s)
}

// checkHours blames the value that was set last, which may be of another file.
func (d *decoder) checkHours(s section) {
	a := d.policy.Agency
	if d.fault != nil || a.Closes > a.Opens {
		return
	}
	at := s.node.value("closes")
	if opens := s.node.value("opens"); opens.layer.rank > at.layer.rank {
		at = opens
	}
	d.fail(at, "the agency opens at %q and closes at %q; let it close later than it opens", a.Opens, a.Closes)
}

// given tells whether an optional key has a value. A blank one takes away what the
// policy extended has.
func (d *decoder) given(s section, key string) bool {
	if d.fault != nil || !s.has(key) {
		return false
	}
	n := s.node.value(key)
	return n.kind != blank && (n.kind != scalar || strings.TrimSpace(n.text) != "")
}

// line is a text for people, short enough for a letterhead.
func (d *decoder) line(s section, key string) string {
	_, n := d.value(s, key)
	text := d.words(n, s.at(key))
	if d.fault == nil && len(text) > agencyTextMax {
		d.fail(n, "%s has %d bytes; give at most %d", s.at(key), len(text), agencyTextMax)
	}
	return text
}

// form is a value of a certain form.
func (d *decoder) form(s section, key string, form *regexp.Regexp, what string) string {
	text, n := d.line(s, key), d.inside(s, key)
	if d.fault == nil && !form.MatchString(text) {
		d.fail(n, "%s is %s; give %s", s.at(key), quote(text), what)
	}
	return text
}

func (d *decoder) timeOfDay(s section, key string) TimeOfDay {
	text, n := d.value(s, key)
	parts := timeForm.FindStringSubmatch(text)
	if parts == nil {
		d.fail(n, "%s is %s; give a time from \"00:00\" to \"23:59\" in that form", s.at(key), quote(text))
		return 0
	}
	hours, _ := strconv.Atoi(parts[1])
	minutes, _ := strconv.Atoi(parts[2])
	return TimeOfDay(hours*60 + minutes)
}

// agencyValues lists the agency section as reports show it; nothing if there is none.
func (p *Policy) agencyValues() []Value {
	a := p.Agency
	if a.Name == "" {
		return nil
	}
	var values []Value
	for _, v := range []struct{ key, value string }{
		{"name", a.Name}, {"program", a.Program}, {"program_spanish", a.ProgramSpanish},
		{"address", a.Address}, {"city", a.City}, {"state", a.State}, {"zip", a.Zip},
		{"telephone", a.Telephone}, {"fax", a.Fax}, {"email", a.Email},
		{"opens", a.Opens.String()}, {"closes", a.Closes.String()},
	} {
		if v.value != "" {
			values = append(values, p.cited("agency."+v.key, v.value))
		}
	}
	return values
}
