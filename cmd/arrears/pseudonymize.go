package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"arrears/pipeline"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/pseudonym"
	"arrears/pipeline/report"
	"arrears/readers"
	"arrears/readers/finished"
)

const pseudonymizeFlag = "pseudonymize"

// keyMark begins what a manifest says of the key in place of its file's path.
const keyMark = "key:"

// registerPseudonymize adds the flag of the commands whose output can be pseudonymized.
func registerPseudonymize(flags *pflag.FlagSet, path *string) {
	flags.StringVar(path, pseudonymizeFlag, "", "replace identifiers, names and addresses by pseudonyms that only the `KEYFILE` gives: 32 bytes or more that nobody else may read; what names files and columns is numbered")
}

// keyFileMax is how much of a key file is read, at most.
const keyFileMax = 64 << 10

// readKey reads a key file; nil for a blank path. No error repeats what is in it.
func readKey(path string) (*pseudonym.Key, error) {
	if path == "" {
		return nil, nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, readers.Unreadable(path, err)
	}
	switch {
	case !info.Mode().IsRegular():
		return nil, usagef("--pseudonymize %s: is no file; make a key with: head -c 32 /dev/urandom", path)
	case info.Size() > keyFileMax:
		return nil, usagef("--pseudonymize %s: is larger than any key, 64 KiB; is it the right file?", path)
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		return nil, usagef("--pseudonymize %s: others may read or write this file; take that from them with: chmod 600", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, readers.Unreadable(path, err)
	}
	defer file.Close()
	secret, err := io.ReadAll(io.LimitReader(file, keyFileMax))
	if err != nil {
		return nil, readers.Unreadable(path, err)
	}
	key, err := pseudonym.New(secret)
	if err != nil {
		return nil, usagef("--pseudonymize %s: %s", path, err)
	}
	return key, nil
}

// keyName is what manifests call a key; blank for none.
func keyName(key *pseudonym.Key) string {
	if key == nil {
		return ""
	}
	return keyMark + key.Fingerprint()
}

// keyOfRun is what a run's manifest says of the key that it was pseudonymized with; blank
// for a run that names everybody as the exports do.
func keyOfRun(run *finished.Run) string {
	for _, argument := range run.Manifest.Arguments {
		if name, is := strings.CutPrefix(argument, "--"+pseudonymizeFlag+"="); is {
			return name
		}
	}
	return ""
}

// snapshotUnder reads a run in brief, with pseudonyms if there is a key. A run that is
// pseudonymized can be read with its own key only.
func snapshotUnder(ctx context.Context, run *finished.Run, key *pseudonym.Key) (*report.Snapshot, error) {
	of := keyOfRun(run)
	if of != "" && of != keyName(key) {
		return nil, usagef("%s is pseudonymized with the key %s; give --pseudonymize with that key's file", run.Name, strings.TrimPrefix(of, keyMark))
	}
	snapshot, err := run.Snapshot(ctx)
	if err != nil || key == nil || of != "" {
		return snapshot, err
	}
	casesGiven := slices.ContainsFunc(run.Manifest.Inputs, func(i report.ManifestInput) bool { return i.Table == ledger.CasesTable.String() })
	return snapshot, pipeline.Pseudonymize(snapshot, key, casesGiven)
}

// hidden is what a pseudonymized run says of itself in its manifest: nothing that a path,
// a host or a user names.
func hidden(run report.Run, job pipeline.Job, source *readers.Source) report.Run {
	if job.Pseudonyms == nil {
		return run
	}
	var arguments, files []string
	aliases := 0
	for _, argument := range run.Arguments {
		name, value, isFlag := strings.Cut(argument, "=")
		switch {
		case name == "--"+pseudonymizeFlag:
			value = keyName(job.Pseudonyms)
		case name == "--policy" && policy.NamesFile(value):
			value = job.Rules.Name
		case name == "--previous":
			value = hiddenRun
		case name == "--alias":
			aliases++
			value = fmt.Sprintf("column-%d=%s", aliases, value[strings.LastIndexByte(value, '=')+1:])
		case !strings.HasPrefix(name, "--"):
			if len(arguments) == 0 {
				arguments = append(arguments, argument) // the command's name
			}
			continue // an input
		}
		if isFlag {
			argument = name + "=" + value
		}
		arguments = append(arguments, argument)
	}
	for _, part := range source.Parts() {
		if !slices.Contains(files, part.File) {
			files = append(files, part.File)
		}
	}
	run.Arguments, run.Host = append(arguments, files...), ""
	if run.Compared != nil {
		run.Compared = &report.TrailRun{Run: hiddenRun, Manifest: run.Compared.Manifest}
	}
	return run
}

// hiddenRun is what an earlier run is called in the manifest of a pseudonymized one.
const hiddenRun = "previous"

// errPseudonymized refuses what needs true names.
func errPseudonymized(run *finished.Run) error {
	if keyOfRun(run) == "" {
		return nil
	}
	return usagef("%s is pseudonymized: nobody can be written to; name the run that is not", run.Name)
}
