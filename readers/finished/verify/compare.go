package verify

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"arrears/pipeline/report"
	"arrears/readers"
	"arrears/readers/finished"
)

// Compare holds every file of a run against that of the same run done again in another
// folder, byte for byte. Where two tables differ, it names rows and columns. Of run.json
// what may differ is left out: the clock, and how the inputs were named on the command
// line.
func (r *Result) Compare(ctx context.Context, run *finished.Run, again string) error {
	names := []string{report.ManifestName}
	for _, output := range run.Manifest.Outputs {
		names = append(names, output.Path)
	}
	entries, err := os.ReadDir(again)
	if err != nil {
		return readers.Unreadable(again, err)
	}
	for _, entry := range entries {
		if !slices.Contains(names, entry.Name()) {
			r.addf(entry.Name(), 0, "", "is not there, and the rerun gives it")
		}
	}
	for _, name := range names {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := r.compareFile(filepath.Join(run.Folder, name), filepath.Join(again, name), name); err != nil {
			return err
		}
		r.Checked.Rerun++
	}
	return nil
}

func (r *Result) compareFile(path, again, name string) error {
	if _, err := os.Stat(again); err != nil {
		r.addf(name, 0, "", "is not among what the rerun gives")
		return nil
	}
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return nil // it is said already
	}
	if name == report.ManifestName {
		return r.compareManifests(path, again)
	}
	at, same, err := sameBytes(path, again)
	if err != nil || same {
		return err
	}
	definitions := tables()
	table := slices.IndexFunc(definitions, func(t report.Table) bool { return t.Name+".csv" == name })
	if table < 0 {
		r.addf(name, 0, "", "differs from what the rerun gives, first at byte %d", at+1)
		return nil
	}
	found, err := r.compareTables(path, again, definitions[table])
	if err == nil && !found {
		r.addf(name, 0, "", "differs from what the rerun gives in its form, first at byte %d", at+1)
	}
	return err
}

// sameBytes compares two files and says where the first difference is.
func sameBytes(path, again string) (at int64, same bool, err error) {
	a, err := os.Open(path)
	if err != nil {
		return 0, false, readers.Unreadable(path, err)
	}
	defer a.Close()
	b, err := os.Open(again)
	if err != nil {
		return 0, false, readers.Unreadable(again, err)
	}
	defer b.Close()
	first, second := make([]byte, 64<<10), make([]byte, 64<<10)
	for {
		n, errA := io.ReadFull(a, first)
		m, errB := io.ReadFull(b, second)
		if !bytes.Equal(first[:n], second[:m]) {
			k := 0
			for k < min(n, m) && first[k] == second[k] {
				k++
			}
			return at + int64(k), false, nil
		}
		at += int64(n)
		for _, err := range []error{errA, errB} {
			if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				return at, false, readers.Unreadable(path, err)
			}
		}
		if errA != nil {
			return at, true, nil
		}
	}
}

// compareTables names the rows and columns in which two CSV files differ.
func (r *Result) compareTables(path, again string, table report.Table) (found bool, err error) {
	name := table.Name + ".csv"
	a, closeA, err := openTable(path)
	if err != nil {
		return false, err
	}
	defer closeA()
	b, closeB, err := openTable(again)
	if err != nil {
		return false, err
	}
	defer closeB()
	for row := 1; ; row++ {
		was, errA := a.Read()
		is, errB := b.Read()
		switch {
		case errors.Is(errA, io.EOF) && errors.Is(errB, io.EOF):
			return found, nil
		case errors.Is(errA, io.EOF):
			r.addf(name, row, "", "the file ends, and the rerun gives more rows")
			return true, nil
		case errors.Is(errB, io.EOF):
			r.addf(name, row, "", "the rerun gives no such row, nor any after it")
			return true, nil
		case errA != nil || errB != nil:
			r.addf(name, row, "", "the row is malformed")
			return true, errB
		case len(was) != len(is):
			r.addf(name, row, "", "has %d fields, and the rerun gives %d", len(was), len(is))
			found = true
		default:
			found = r.compareRows(row, was, is, table) || found
		}
	}
}

func openTable(path string) (reader *csv.Reader, closeFile func() error, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, readers.Unreadable(path, err)
	}
	reader = csv.NewReader(bufio.NewReaderSize(file, 256<<10))
	reader.FieldsPerRecord = -1
	reader.ReuseRecord = true
	return reader, file.Close, nil
}

// compareRows names the columns in which two rows differ. Texts are not shown: they may be
// personal.
func (r *Result) compareRows(row int, was, is []string, table report.Table) (found bool) {
	for i := range was {
		if was[i] == is[i] {
			continue
		}
		found = true
		column := report.Column{Name: fmt.Sprintf("field %d", i+1)}
		if i < len(table.Columns) {
			column = table.Columns[i]
		}
		if column.Kind == report.Text || row == 1 {
			r.addf(table.Name+".csv", row, column.Name, "is not what the rerun gives")
			continue
		}
		r.addf(table.Name+".csv", row, column.Name, "is %s, and the rerun gives %s", shown(was[i], column.Kind), shown(is[i], column.Kind))
	}
	return found
}

// shown is a value as a message has it. What is no value of its kind is not repeated: it
// may be anything.
func shown(text string, kind report.Kind) string {
	allowed := map[report.Kind]string{report.Money: "-.0123456789", report.Day: "-0123456789", report.Count: "-0123456789", report.Word: "abcdefghijklmnopqrstuvwxyz_;/NY0123456789"}[kind]
	switch {
	case text == "":
		return "blank"
	case len(text) > 200 || strings.Trim(text, allowed) != "":
		return "something else"
	}
	return text
}

// compareManifests compares two manifests key by key.
func (r *Result) compareManifests(path, again string) error {
	was, err := readObject(path)
	if err != nil {
		return err
	}
	is, err := readObject(again)
	if err != nil {
		return err
	}
	for _, object := range []map[string]any{was, is} {
		delete(object, "clock")
		delete(object, "arguments")
	}
	if was["program"] != is["program"] {
		r.note(report.ManifestName, "the run was made by %v, and the rerun by %v", was["program"], is["program"])
		delete(was, "program")
		delete(is, "program")
	}
	r.compareValues("", was, is)
	return nil
}

func readObject(path string) (object map[string]any, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, readers.Unreadable(path, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&object) != nil {
		return nil, &readers.Error{Name: path, Message: "is damaged"}
	}
	return object, nil
}

// compareValues names the keys at which two values of JSON differ.
func (r *Result) compareValues(key string, was, is any) {
	switch a := was.(type) {
	case map[string]any:
		if b, ok := is.(map[string]any); ok {
			keys := make(map[string]bool)
			for k := range a {
				keys[k] = true
			}
			for k := range b {
				keys[k] = true
			}
			for _, k := range slices.Sorted(maps.Keys(keys)) {
				r.compareValues(strings.TrimPrefix(key+"."+k, "."), a[k], b[k])
			}
			return
		}
	case []any:
		if b, ok := is.([]any); ok && len(a) == len(b) {
			for i := range a {
				r.compareValues(fmt.Sprintf("%s[%d]", key, i), a[i], b[i])
			}
			return
		}
	default:
		if was == is {
			return
		}
	}
	r.addf(report.ManifestName, 0, key, "is not what the rerun gives")
}
