package main

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
)

// fullDisk takes some bytes and then no more.
type fullDisk struct{ room int }

func (d *fullDisk) Write(p []byte) (int, error) {
	if len(p) > d.room {
		return 0, errors.New("no space left on device")
	}
	d.room -= len(p)
	return len(p), nil
}

// Output that is lost must never be taken for done.
func TestLostOutputFails(t *testing.T) {
	for _, command := range []string{
		"payoff --principal 3000 --monthly 50",
		"payoff --principal 3000 --monthly 50 --format csv",
		"policy list", "policy show california-coap", "version",
		"check ../../samples/county/input --as-of 2026-10-31",
		"explain 0200000001019 ../../samples/county/input --as-of 2026-10-31",
		"explain 0200000001019 ../../samples/county/input --as-of 2026-10-31 --format html",
		"explain 0200000001019 ../../samples/county/input --as-of 2026-10-31 --format xlsx",
	} {
		var stderr bytes.Buffer
		code := execute(t.Context(), strings.Fields(command), &fullDisk{room: 100}, &stderr)
		if code != exitFailed || !strings.Contains(stderr.String(), "no space left on device") {
			t.Errorf("%s: exit code %d, %q", command, code, stderr.String())
		}
	}
}

func TestWorkbookIsNotShownOnATerminal(t *testing.T) {
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil || !isTerminal(terminal) {
		t.Skip("there is no terminal to be had")
	}
	defer terminal.Close()
	arguments := strings.Fields("explain 0200000001019 ../../samples/county/input --as-of 2026-10-31 --format xlsx")
	var stderr bytes.Buffer
	code := execute(t.Context(), arguments, terminal, &stderr)
	if code != exitUnusable || !strings.Contains(stderr.String(), "a workbook can't be shown on a terminal; name a file with -o") {
		t.Errorf("exit code %d: %s", code, stderr.String())
	}
}
