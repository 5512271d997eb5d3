package readers

import (
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const payments = "case_id,date,type,amount\nC1,2020-01-01,payment,5\n"

func names(files []file) []string {
	var names []string
	for _, f := range files {
		names = append(names, f.name)
	}
	return names
}

func TestFindFiles(t *testing.T) {
	write(t, map[string]string{
		"b.csv": "", "a.csv": "", "exports/ledger-2.csv": "", "exports/ledger-10.csv": "", "exports/Cases.csv": "", "exports/.hidden.csv": "",
		"exports/~$ledger.xlsx": "", "exports/deeper/more.csv": "", "exports/.git/x.csv": "", "odd/[x].csv": "", "odd/x.csv": "", "odd/é.csv": "",
	})
	for _, c := range []struct {
		arguments []string
		want      []string
	}{
		{[]string{"b.csv", "a.csv"}, []string{"b.csv", "a.csv"}},
		{[]string{"exports"}, []string{"exports/Cases.csv", "exports/ledger-10.csv", "exports/ledger-2.csv"}},
		{[]string{"exports/"}, []string{"exports/Cases.csv", "exports/ledger-10.csv", "exports/ledger-2.csv"}},
		{[]string{"./exports//"}, []string{"./exports/Cases.csv", "./exports/ledger-10.csv", "./exports/ledger-2.csv"}},
		{[]string{"exports/deeper", "a.csv"}, []string{"exports/deeper/more.csv", "a.csv"}},
		{[]string{"exports/ledger-*.csv"}, []string{"exports/ledger-10.csv", "exports/ledger-2.csv"}},
		{[]string{"exports/*"}, []string{"exports/Cases.csv", "exports/ledger-10.csv", "exports/ledger-2.csv"}},
		{[]string{"*/?.csv"}, []string{"odd/x.csv", "odd/é.csv"}},
		{[]string{"exports/.*.csv"}, []string{"exports/.hidden.csv"}},
		{[]string{"exports/.hidden.csv"}, []string{"exports/.hidden.csv"}},
		{[]string{"odd/[x].csv"}, []string{"odd/[x].csv"}},
		{[]string{"exports/[A-D]*.csv"}, []string{"exports/Cases.csv"}},
	} {
		files, err := findFiles(c.arguments)
		if diff := cmp.Diff(c.want, names(files)); diff != "" || err != nil {
			t.Errorf("%q: %v (-want +got):\n%s", c.arguments, err, diff)
		}
	}
}

func TestFindFilesRefuses(t *testing.T) {
	write(t, map[string]string{"a.csv": "", "empty/deeper/x.csv": "", "hidden/.x.csv": "", "dir.csv/x": "", "odd\nname.csv/x": ""})
	for argument, want := range map[string]string{
		"missing.csv":               "missing.csv: there is no such file or folder; check the path",
		"missing/*.csv":             "missing/*.csv: matches no file; check the path",
		"*.xlsx":                    "*.xlsx: matches no file; check the path",
		"d*.csv":                    "d*.csv: matches no file; check the path",
		"a[.csv":                    "a[.csv: is not a valid pattern; quote it or mend its brackets",
		"a.csv/b.csv":               "a.csv/b.csv: lies in something that is no folder; check the path",
		"empty":                     "empty: the folder holds no input; put the exports there or name another",
		"hidden/":                   "hidden/: the folder holds no input; put the exports there or name another",
		"":                          `"": there is no such file or folder; check the path`,
		"odd\nname":                 `"odd\nname": there is no such file or folder; check the path`,
		"odd\nname.csv/\t":          `"odd\nname.csv/\t": there is no such file or folder; check the path`,
		"bell\a\x1b":                `"bell\a\x1b": there is no such file or folder; check the path`,
		"x\x00y":                    `"x\x00y": can't be read (invalid argument); check the path and the disk`,
		"not\xffutf8.csv":           `"not\xffutf8.csv": there is no such file or folder; check the path`,
		strings.Repeat("long", 100): strings.Repeat("long", 100) + ": the name is too long; check the path",
	} {
		_, err := findFiles([]string{argument})
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v\nwant %s", argument, err, want)
		}
	}
}

func TestSameFileTwice(t *testing.T) {
	write(t, map[string]string{"a.csv": payments, "b.csv": payments, "folder/c.csv": payments})
	if err := os.Symlink("a.csv", "soft.csv"); err != nil {
		t.Skip(err)
	}
	if err := os.Link("a.csv", "folder/hard.csv"); err != nil {
		t.Skip(err)
	}
	for want, arguments := range map[string][]string{
		"a.csv: is the same file as a.csv, and its rows would count twice; name it once":               {"a.csv", "b.csv", "a.csv"},
		"./a.csv: is the same file as a.csv, and its rows would count twice; name it once":             {"a.csv", "./a.csv"},
		"soft.csv: is the same file as a.csv, and its rows would count twice; name it once":            {"a.csv", "soft.csv"},
		"folder/hard.csv: is the same file as a.csv, and its rows would count twice; name it once":     {"a.csv", "folder"},
		"folder/c.csv: is the same file as folder/c.csv, and its rows would count twice; name it once": {"folder", "folder/c.csv"},
		"soft.csv: is the same file as folder/hard.csv, and its rows would count twice; name it once":  {"b.csv", "folder/hard.csv", "soft.csv"},
		"folder/hard.csv: is the same file as soft.csv, and its rows would count twice; name it once":  {"soft.csv", "folder/*.csv"},
	} {
		if got := refuse(t, arguments...); got != want {
			t.Errorf("%q: %s\nwant %s", arguments, got, want)
		}
	}
	if source := open(t, "soft.csv", "b.csv"); source.Parts()[0].File != "soft.csv" {
		t.Errorf("a link is called %s", source.Parts()[0].File)
	}
}

func TestUnusualFiles(t *testing.T) {
	write(t, map[string]string{"folder/a.csv": payments, "dangling/a.csv": payments, "secret.csv": payments, "locked/a.csv": payments})
	if err := syscall.Mkfifo("folder/pipe.csv", 0o644); err != nil {
		t.Skip(err)
	}
	if err := os.Symlink("nowhere.csv", "dangling/b.csv"); err != nil {
		t.Fatal(err)
	}
	want := "folder/pipe.csv: is not a regular file; give a file or a folder"
	if got := refuse(t, "folder/pipe.csv"); got != want {
		t.Errorf("a pipe: %s, want %s", got, want)
	}
	if got := len(open(t, "folder").Parts()); got != 1 {
		t.Errorf("a folder with a pipe has %d tables", got)
	}
	if got := len(open(t, "folder/*.csv").Parts()); got != 1 {
		t.Errorf("a pattern that matches a pipe has %d tables", got)
	}
	want = "dangling/b.csv: is a link to a file that is not there; mend or remove it"
	for _, argument := range []string{"dangling", "dangling/b.csv", "dangling/*"} {
		if got := refuse(t, argument); got != want {
			t.Errorf("%s: %s, want %s", argument, got, want)
		}
	}
	if err := os.Symlink("loop.csv", "loop.csv"); err != nil {
		t.Fatal(err)
	}
	if got, want := refuse(t, "loop.csv"), "loop.csv: is a link that leads back to itself; mend or remove it"; got != want {
		t.Errorf("a loop: %s, want %s", got, want)
	}
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Skip("this user may read everything")
	}
	checkForbidden(t)
}

func checkForbidden(t *testing.T) {
	for path, mode := range map[string]os.FileMode{"secret.csv": 0, "locked": 0o300} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if got, want := refuse(t, path), path+": may not be read by this user; check its permissions"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if err := os.Chmod("locked", 0o755); err != nil {
		t.Fatal(err)
	}
}
