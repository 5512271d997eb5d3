package ledger

import "fmt"

// Date is a calendar day, counted from 1899-12-31 so that 1 is 1900-01-01. The
// zero Date means "no date".
type Date int32

const (
	// DateMin is the earliest date an export may hold, 1900-01-01.
	DateMin Date = 1
	// DateMax is the latest date an export may hold, 2199-12-31.
	DateMax Date = 109573

	daysToEpoch = 693900 // days from 0000-03-01 to 1899-12-31
)

// monthStarts[(year-1900)*12+month-1] is the first day of that month, from
// January 1900 to January 2200.
var monthStarts = func() (starts [300*12 + 1]Date) {
	for i := range starts {
		starts[i] = civil(1900+i/12, 1+i%12, 1)
	}
	return starts
}()

// civil turns a proleptic Gregorian day into a Date (Hinnant's algorithm, which
// counts years from March so that the leap day comes last).
func civil(year, month, day int) Date {
	if month <= 2 {
		year--
		month += 12
	}
	era := floorDiv(year, 400)
	yearOfEra := year - era*400
	dayOfYear := (153*(month-3)+2)/5 + day - 1
	dayOfEra := yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear
	return Date(era*146097 + dayOfEra - daysToEpoch)
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// NewDate returns the day and true, or false where there is no such day or it
// lies outside DateMin to DateMax.
func NewDate(year, month, day int) (Date, bool) {
	if year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 {
		return 0, false
	}
	i := (year-1900)*12 + month - 1
	date := monthStarts[i] + Date(day-1)
	return date, date < monthStarts[i+1]
}

// Civil returns the year, month (1 to 12) and day of the month.
func (d Date) Civil() (year, month, day int) {
	if d.inTable() {
		at := d.tableMonth()
		return 1900 + at/12, 1 + at%12, int(d-monthStarts[at]) + 1
	}
	n := int(d) + daysToEpoch
	era := floorDiv(n, 146097)
	dayOfEra := n - era*146097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*dayOfYear + 2) / 153
	day = dayOfYear - (153*shifted+2)/5 + 1
	month = shifted + 3
	year = yearOfEra + era*400
	if month > 12 {
		month -= 12
		year++
	}
	return year, month, day
}

// Year is the calendar year of d.
func (d Date) Year() int {
	year, _, _ := d.Civil()
	return year
}

// tableMonth is the place of d's month in monthStarts; d lies in 1900 to 2199.
func (d Date) tableMonth() int {
	at := int(d) * 100 / 3044 // months are 30.44 days long on average: at most one off
	for monthStarts[at] > d {
		at--
	}
	for monthStarts[at+1] <= d {
		at++
	}
	return at
}

func (d Date) inTable() bool { return d >= DateMin && d <= DateMax }

// MonthStart is the first day of d's month.
func (d Date) MonthStart() Date {
	if d.inTable() {
		return monthStarts[d.tableMonth()]
	}
	_, _, day := d.Civil()
	return d - Date(day-1)
}

// NextMonthStart is the first day of the month after d's.
func (d Date) NextMonthStart() Date {
	if d.inTable() {
		return monthStarts[d.tableMonth()+1]
	}
	year, month, _ := d.Civil()
	return civil(year, month+1, 1)
}

// MonthIndex counts months: year × 12 + month − 1. Differences of two are months.
func (d Date) MonthIndex() int {
	year, month, _ := d.Civil()
	return year*12 + month - 1
}

// AddMonths keeps the day of the month, or takes the month's last day if there is
// none: 2024-08-31 + 6 months = 2025-02-28.
func (d Date) AddMonths(months int) Date {
	year, month, day := d.Civil()
	index := year*12 + month - 1 + months
	first := civil(floorDiv(index, 12), index-floorDiv(index, 12)*12+1, 1)
	if last := first.NextMonthStart() - 1; first+Date(day-1) > last {
		return last
	}
	return first + Date(day-1)
}

// LeapYear tells whether d's year has 366 days.
func (d Date) LeapYear() bool {
	year := d.Year()
	return year%4 == 0 && (year%100 != 0 || year%400 == 0)
}

// String is ISO 8601, 2006-01-02; blank for the zero Date.
func (d Date) String() string {
	return string(d.Append(nil))
}

// Append appends the ISO form to dst.
func (d Date) Append(dst []byte) []byte {
	if d == 0 {
		return dst
	}
	year, month, day := d.Civil()
	return append(dst,
		byte('0'+year/1000%10), byte('0'+year/100%10), byte('0'+year/10%10), byte('0'+year%10), '-',
		byte('0'+month/10), byte('0'+month%10), '-',
		byte('0'+day/10), byte('0'+day%10))
}

// ParseDate reads 2006-01-02, 01/02/2006 or 1/2/2006 (month first), from
// 1900-01-01 to 2199-12-31. Anything else is false.
func ParseDate(text []byte) (Date, bool) {
	if len(text) == 10 && text[4] == '-' && text[7] == '-' {
		year, a := digits(text[0:4])
		month, b := digits(text[5:7])
		day, c := digits(text[8:10])
		if !a || !b || !c {
			return 0, false
		}
		return NewDate(year, month, day)
	}
	return parseMonthFirst(text)
}

func parseMonthFirst(text []byte) (Date, bool) {
	var parts [3]int
	for i := range parts {
		end := 0
		for end < len(text) && text[end] != '/' {
			end++
		}
		width := end
		if (i < 2 && (width < 1 || width > 2 || end == len(text))) || (i == 2 && (width != 4 || end != len(text))) {
			return 0, false
		}
		n, ok := digits(text[:end])
		if !ok {
			return 0, false
		}
		parts[i] = n
		if i < 2 {
			text = text[end+1:]
		}
	}
	return NewDate(parts[2], parts[0], parts[1])
}

func digits(text []byte) (n int, ok bool) {
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, len(text) > 0
}

// MustDate parses an ISO date that is a constant of the program or of a test.
func MustDate(text string) Date {
	date, ok := ParseDate([]byte(text))
	if !ok {
		panic(fmt.Sprintf("no such date: %q", text))
	}
	return date
}
