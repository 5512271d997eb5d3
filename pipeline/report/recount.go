package report

import (
	"bytes"
	"math"

	"arrears/pipeline/ledger"
)

// Recount reads the text of a table's CSV file once more, as it comes from the disk, and
// counts its rows and adds up its columns of money: what a run says of its files is held
// against it. It takes no more than a run writes: LF line ends, money as 1234.50, quotes
// around texts only.
type Recount struct {
	columns []Column
	money   []bool // by column
	header  bool   // the header was read
	foreign bool   // and is not that of the table: what follows says nothing
	sums    []ledger.Cents
	amounts []ledger.Cents // of the row at hand
	rows    int
	line    int // physical lines read so far
	faults  []Fault
	rest    []byte // of a row whose end is still to come
	retry   int    // how long rest is before it is worth another look
}

// Fault is what is wrong on a line of a table's file.
type Fault struct {
	Line    int    // physical, from 1
	Column  string // blank for the whole row
	Message string // never a value
}

// faultsMax is how many faults are kept: more say nothing new.
const faultsMax = 100

// NewRecount is ready for the text of a table with these columns.
func NewRecount(columns []Column) *Recount {
	r := &Recount{columns: columns, sums: make([]ledger.Cents, len(columns)), amounts: make([]ledger.Cents, len(columns))}
	for i := range columns {
		r.money = append(r.money, columns[i].Kind == Money)
	}
	return r
}

// Write takes the next piece of the text, of any length. It never fails: what is wrong is
// among the faults.
func (r *Recount) Write(piece []byte) (int, error) {
	text := piece
	if len(r.rest) > 0 {
		r.rest = append(r.rest, piece...)
		if len(r.rest) < r.retry {
			return len(piece), nil
		}
		text = r.rest
	}
	read := r.read(text)
	r.rest = append(r.rest[:0], text[read:]...)
	r.retry = 2 * len(r.rest) // so that a row without an end is not read over and over
	return len(piece), nil
}

// read takes whole rows off the beginning of the text and returns their length.
func (r *Recount) read(text []byte) (read int) {
	if !r.header {
		end := bytes.IndexByte(text, '\n')
		if end < 0 {
			return 0
		}
		r.readHeader(text[:end])
		read = end + 1
	}
	if r.foreign {
		return len(text)
	}
	for read < len(text) {
		n := r.row(text[read:])
		if n == 0 {
			break
		}
		read += n
	}
	return read
}

func (r *Recount) readHeader(line []byte) {
	r.header, r.line = true, 1
	for i, column := range r.columns {
		name, rest, more := bytes.Cut(line, []byte{','})
		if string(name) != column.Name || more != (i < len(r.columns)-1) {
			r.fault(1, "", "the header is not that of the table")
			r.foreign = true
			return
		}
		line = rest
	}
}

// row reads one row and returns its length, 0 where its end is still to come.
func (r *Recount) row(text []byte) (length int) {
	at, lines := 0, 1
	last := len(r.money) - 1
	for i, money := range r.money {
		end, more, ok := at, 0, true
		switch {
		case money:
			r.amounts[i], end, ok = moneyAt(text, at)
		case at < len(text) && text[at] == '"':
			end, more = quotedAt(text, at)
		default:
			for end < len(text) && !special[text[end]] {
				end++
			}
		}
		if end >= len(text) {
			return 0
		}
		if ended := text[end] == '\n'; !ok || ended != (i == last) || !ended && text[end] != ',' {
			return r.damaged(text, i, ok)
		}
		at, lines = end+1, lines+more
	}
	r.add()
	r.rows++
	r.line += lines
	return at
}

// special are the characters that end a field without quotes, or may not stand in one.
var special = [256]bool{',': true, '\n': true, '"': true}

// add adds the amounts of a whole row.
func (r *Recount) add() {
	for i, amount := range r.amounts {
		sum := r.sums[i] + amount
		if (amount > 0) != (sum > r.sums[i]) && amount != 0 {
			r.fault(r.line+1, r.columns[i].Name, ledger.ErrOverflow.Error())
		}
		r.sums[i] = sum
	}
}

// damaged notes a row that is none of a run's, or its column that holds no money, and
// goes on with the next physical line.
func (r *Recount) damaged(text []byte, column int, money bool) (length int) {
	end := bytes.IndexByte(text, '\n')
	if end < 0 {
		return 0
	}
	if money {
		r.fault(r.line+1, "", "the row is malformed")
	} else {
		r.fault(r.line+1, r.columns[column].Name, "holds no amount")
	}
	r.rows++
	r.line++
	return end + 1
}

func (r *Recount) fault(line int, column, message string) {
	if len(r.faults) < faultsMax {
		r.faults = append(r.faults, Fault{line, column, message})
	}
}

// Finish says, once all of the text was written, how many rows it has, the sum of each
// column of money (0 for the others), and what is wrong with it.
func (r *Recount) Finish() (rows int, sums []ledger.Cents, faults []Fault) {
	r.rest = r.rest[r.read(r.rest):]
	if len(r.rest) > 0 && r.header {
		r.fault(r.line+1, "", "the file ends within a row")
	}
	if !r.header {
		r.fault(1, "", "there is no header")
	}
	return r.rows, r.sums, r.faults
}

// moneyAt reads an amount, or a blank as 0, up to what ends it.
func moneyAt(text []byte, at int) (amount ledger.Cents, end int, ok bool) {
	if end = at + len("0.00"); end < len(text) && string(text[at:end]) == "0.00" && text[end] == ',' { // the most frequent one
		return 0, end, true
	}
	end = at
	negative := end < len(text) && text[end] == '-'
	if negative {
		end++
	}
	digits := end
	var size uint64
	for end < len(text) && text[end]-'0' <= 9 {
		size = size*10 + uint64(text[end]-'0')
		end++
	}
	if end == digits {
		return 0, end, !negative && (end == len(text) || text[end] == ',' || text[end] == '\n') // a blank
	}
	if end+3 >= len(text) {
		return 0, len(text), true // the rest is still to come
	}
	rest := text[end : end+4]
	tenths, hundredths := rest[1]-'0', rest[2]-'0'
	if end-digits > digitsMax || rest[0] != '.' || tenths > 9 || hundredths > 9 || rest[3] != ',' && rest[3] != '\n' {
		return 0, end, false
	}
	size = size*100 + uint64(tenths)*10 + uint64(hundredths)
	if size > math.MaxInt64 {
		return 0, end, false
	}
	if negative {
		return -ledger.Cents(size), end + 3, true
	}
	return ledger.Cents(size), end + 3, true
}

// digitsMax is how many digits an amount has before its point at most.
const digitsMax = 17

// quotedAt is where the quoted field at a place ends, and how many line ends it holds.
func quotedAt(text []byte, at int) (end, lines int) {
	for from := at + 1; ; {
		i := bytes.IndexByte(text[from:], '"')
		if i < 0 {
			return len(text), 0
		}
		lines += bytes.Count(text[from:from+i], []byte{'\n'})
		from += i + 1
		if from >= len(text) || text[from] != '"' {
			return from, lines
		}
		from++
	}
}
