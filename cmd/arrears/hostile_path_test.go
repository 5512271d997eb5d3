//go:build unix

package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Files that are none, links that lead nowhere, and places that nobody may read: named, and
// never waited for.
func TestHostilePaths(t *testing.T) {
	measures(t)
	folder := t.TempDir()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	put(t, folder, "good.csv", []byte(good))
	for _, name := range []string{"exports", "pipes", "loops", "out", "outside"} {
		must(os.Mkdir(filepath.Join(folder, name), 0o755))
	}
	put(t, filepath.Join(folder, "exports"), "ledger.csv", []byte(good))
	put(t, filepath.Join(folder, "pipes"), "ledger.csv", []byte(good))
	put(t, filepath.Join(folder, "outside"), "other.csv", []byte(strings.ReplaceAll(good, "C1", "C2")))
	must(os.MkdirAll(filepath.Join(folder, "exports", "more.csv", "deep"), 0o755))
	must(os.Symlink(".", filepath.Join(folder, "exports", "again")))
	must(os.Symlink("../exports", filepath.Join(folder, "exports", "up")))
	must(os.Symlink("other", filepath.Join(folder, "loops", "one.csv")))
	must(os.Symlink("one.csv", filepath.Join(folder, "loops", "other")))
	must(os.Symlink("../outside/other.csv", filepath.Join(folder, "out", "link.csv")))
	must(syscall.Mkfifo(filepath.Join(folder, "pipe.csv"), 0o644))
	must(syscall.Mkfifo(filepath.Join(folder, "pipe.yaml"), 0o644))
	must(syscall.Mkfifo(filepath.Join(folder, "pipes", "pipe.csv"), 0o644))
	must(os.Symlink("../pipe.csv", filepath.Join(folder, "pipes", "link.csv")))
	must(os.MkdirAll(filepath.Join(folder, "run"), 0o755))
	t.Chdir(folder) // a socket's path must be short
	socket, err := net.Listen("unix", "socket.csv")
	must(err)
	defer socket.Close()
	for _, c := range []struct {
		arguments []string
		code      int
		says      string
	}{
		{[]string{"pipe.csv"}, exitUnusable, "pipe.csv: is not a regular file"},
		{[]string{"socket.csv"}, exitUnusable, "socket.csv: is not a regular file"},
		{[]string{"/dev/zero"}, exitUnusable, "/dev/zero: is not a regular file"},
		{[]string{"/dev/stdin"}, exitUnusable, "/dev/stdin: "},
		{[]string{"loops"}, exitUnusable, "loops/one.csv: is a link that leads back to itself"},
		{[]string{"loops/*.csv"}, exitUnusable, "loops/one.csv: is a link that leads back to itself"},
		{[]string{"exports/more.csv"}, exitUnusable, "exports/more.csv: the folder holds no input"},
		{[]string{"good.csv", "--policy", "./pipe.yaml"}, exitUnusable, "pipe.yaml: is not a regular file"},
		{[]string{"good.csv", "--policy", "/dev/zero"}, exitUnusable, "/dev/zero: is not a regular file"},
		{[]string{"good.csv", "--policy", "./exports"}, exitUnusable, "is a directory"},
		{[]string{"good.csv", "exports/../good.csv"}, exitUnusable, "is the same file as good.csv"},
		{[]string{"good.csv", "exports", "out"}, exitDone, "out/link.csv: 1 rows read, 1 accepted"},
		{[]string{"exports"}, exitDone, "exports/ledger.csv: 1 rows read, 1 accepted"},
		{[]string{"pipes"}, exitDone, "pipes/ledger.csv: 1 rows read, 1 accepted"},
		{[]string{"pipes/*"}, exitDone, "pipes/ledger.csv: 1 rows read, 1 accepted"},
	} {
		t.Run(strings.Join(c.arguments, " "), func(t *testing.T) {
			h := hostile{code: c.code, says: c.says}
			h.judge(t, inChild(t, folder, nil, append([]string{"check", "--as-of", "2026-10-31", "--quiet"}, c.arguments...)...))
		})
	}
}

// An export that this user may not read is named, as is a folder.
func TestHostilePermissions(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("this user may read everything")
	}
	folder := t.TempDir()
	for name, mode := range map[string]os.FileMode{"secret.csv": 0, "written.csv": 0o200} {
		put(t, folder, name, []byte(good))
		if err := os.Chmod(filepath.Join(folder, name), mode); err != nil {
			t.Fatal(err)
		}
		inChild(t, folder, nil, "check", name, "--as-of", "2026-10-31", "--quiet").refused(t, exitUnusable, name+": may not be read by this user; check its permissions")
	}
}
