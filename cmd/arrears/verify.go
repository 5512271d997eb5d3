package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"arrears/pipeline/report"
	"arrears/readers/finished"
	"arrears/readers/finished/verify"
)

// verifyFlags are the flags of `arrears verify`.
type verifyFlags struct {
	inputs, rerun    bool
	policy, previous string
	audit, anchor    string
	keyFile          string // of --pseudonymize
	format           string
}

func newVerify() *cobra.Command {
	f := &verifyFlags{}
	command := &cobra.Command{
		Use:   "verify RUN [INPUT...]",
		Short: "Find out whether a finished run is as it was published",
		Long: `Verify holds the folder of a finished run against itself: each file against its hash in
run.json; each sum of money, added up again, from accounts to cases to NCPs to the outreach
list to the totals; run.json against the audit trail (audit.jsonl) beside the run; and the
inputs, where they are still there, against the hashes that they had. What was changed is
named, with the row and column where that can be told.

Inputs that have been moved are named behind the run. With --inputs they must all be there.
With --rerun the run is done again from them, with the same arguments, into a temporary
folder, and every file is compared byte for byte.

--audit checks a whole audit trail instead: that its lines follow from each other, and that
the runs beside it are those that it has. A trail that was written anew from its beginning
follows from itself too: note its last hash elsewhere (the log of each run has it as
trail_sha256), and --anchor says whether the trail still has that line.

Exit codes: 0 nothing differs; 1 something does, or the check failed; 2 there is no run.`,
		Example: `  arrears verify runs/2026-10-31
  arrears verify runs/latest archive/exports-2026-10/ --rerun
  arrears verify runs/2026-10-31 --inputs --format json
  arrears verify --audit runs`,
		Args: wants(0, manyArguments, "the folder of a finished run, and perhaps its inputs"),
		RunE: f.run,
	}
	flags := command.Flags()
	flags.BoolVar(&f.inputs, "inputs", false, "the run's inputs must be there: one that is missing is a difference")
	flags.BoolVar(&f.rerun, "rerun", false, "do the run again and compare every file, byte for byte")
	flags.StringVar(&f.policy, "policy", "", "the policy `FILE` for --rerun, if it is no longer where it was")
	flags.StringVar(&f.previous, "previous", "", "the earlier run's `DIR` for --rerun, if it is no longer where it was")
	flags.StringVar(&f.keyFile, pseudonymizeFlag, "", "the `KEYFILE` of a pseudonymized run, to find its inputs and for --rerun")
	flags.StringVar(&f.audit, "audit", "", "check the audit trail `PATH`, a file or a folder of runs, and no run")
	flags.StringVar(&f.anchor, "anchor", "", "a `HASH` of a line that --audit must find")
	flags.StringVar(&f.format, "format", "text", "the `FORM` of the answer: text or json")
	return command
}

func (f *verifyFlags) run(command *cobra.Command, arguments []string) error {
	if f.format != "text" && f.format != "json" {
		return usagef("--format %q: give text or json", f.format)
	}
	if f.audit != "" {
		if len(arguments) > 0 || f.inputs || f.rerun {
			return usagef("--audit checks a trail and no run; give it without a run")
		}
		return f.checkTrail(command.OutOrStdout())
	}
	switch {
	case f.anchor != "":
		return usagef("--anchor is a line of a trail; give --audit too")
	case len(arguments) == 0:
		return usagef("give the folder of a finished run; see %q", command.CommandPath()+" --help")
	case !f.rerun && (f.policy != "" || f.previous != ""):
		return usagef("--policy and --previous are for --rerun; give that too")
	}
	run, result, err := f.check(command.Context(), arguments)
	if err != nil {
		return err
	}
	if f.rerun {
		if err := f.redo(command.Context(), run, result, arguments[1:]); err != nil {
			return err
		}
	}
	result.Finish()
	if err := f.say(command.OutOrStdout(), run, result); err != nil {
		return err
	}
	return differencesIn(arguments[0], result)
}

// check holds a run against itself and its inputs.
func (f *verifyFlags) check(ctx context.Context, arguments []string) (*finished.Run, *verify.Result, error) {
	options := verify.Options{Inputs: arguments[1:], InputsMust: f.inputs}
	if f.keyFile != "" {
		run, err := finished.Inspect(arguments[0])
		if err == nil {
			options.Keyed, err = f.keyed(run)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return verify.Run(ctx, arguments[0], options)
}

// keyed is how the run noted the hashes of its inputs; nil for one that is not
// pseudonymized.
func (f *verifyFlags) keyed(run *finished.Run) (func(string) string, error) {
	key, err := readKey(f.keyFile)
	if err != nil {
		return nil, err
	}
	switch of := keyOfRun(run); {
	case of != keyName(key) && of == "":
		return nil, usagef("--pseudonymize %s: %s is not pseudonymized; leave it out", f.keyFile, run.Name)
	case of != keyName(key):
		return nil, usagef("%s is pseudonymized with the key %s; give --pseudonymize with that key's file", run.Name, strings.TrimPrefix(of, keyMark))
	case key == nil:
		return nil, nil
	}
	return key.Digest, nil
}

// differencesIn is the error where something differs.
func differencesIn(name string, result *verify.Result) error {
	if result.Fine() {
		return nil
	}
	if len(result.Differences) == 1 && strings.HasPrefix(result.Differences[0].Message, verify.NotDone) {
		return fmt.Errorf("%s: the run was not done again; standard output says why", name)
	}
	return fmt.Errorf("%s: %s from what was published; standard output names them", name, counted(len(result.Differences), "difference"))
}

// checkTrail checks a whole trail.
func (f *verifyFlags) checkTrail(out io.Writer) error {
	trail, err := verify.Trail(f.audit, f.anchor)
	if err != nil {
		return err
	}
	trail.Finish()
	if f.format == "json" {
		err = encode(out, verifiedTrail{trail.Path, trail.Fine(), trail.Lines, trail.Head, trail.Present, trail.Gone, listOf(trail.Differences), listOf(trail.Notes)})
	} else {
		fmt.Fprintf(out, "Trail %s\n  lines      %s, the last with the SHA-256 %s\n", trail.Path, grouped(trail.Lines), trail.Head)
		fmt.Fprintf(out, "  runs       %s there as recorded, %s no longer there\n", grouped(trail.Present), grouped(trail.Gone))
		sayFound(out, &trail.Result)
	}
	if err == nil && !trail.Fine() {
		err = fmt.Errorf("%s: does not hold in %s; standard output names them", trail.Path, counted(len(trail.Differences), "place"))
	}
	return err
}

// verified is the answer in JSON.
type verified struct {
	Run         string              `json:"run"`
	Fine        bool                `json:"fine"`
	AsOf        string              `json:"as_of"`
	Policy      string              `json:"policy"`
	Program     string              `json:"program"`
	Manifest    string              `json:"manifest_sha256"`
	Checked     verify.Checked      `json:"checked"`
	Differences []verify.Difference `json:"differences"`
	Notes       []verify.Difference `json:"notes"`
}

// verifiedTrail is the answer about a trail in JSON.
type verifiedTrail struct {
	Trail       string              `json:"trail"`
	Fine        bool                `json:"fine"`
	Lines       int                 `json:"lines"`
	Head        string              `json:"head_sha256"`
	Present     int                 `json:"runs_there"`
	Gone        int                 `json:"runs_gone"`
	Differences []verify.Difference `json:"differences"`
	Notes       []verify.Difference `json:"notes"`
}

// listOf is a list that JSON shows as one though it is empty.
func listOf(found []verify.Difference) []verify.Difference {
	return append([]verify.Difference{}, found...)
}

func encode(out io.Writer, answer any) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(answer)
}

func (f *verifyFlags) say(out io.Writer, run *finished.Run, r *verify.Result) error {
	m := &run.Manifest
	if f.format == "json" {
		return encode(out, verified{run.Name, r.Fine(), m.AsOf, m.Policy.Label(), m.Program, run.ManifestSHA256, r.Checked, listOf(r.Differences), listOf(r.Notes)})
	}
	c := &r.Checked
	fmt.Fprintf(out, "Run %s as of %s under %s, by %s\n", run.Name, m.AsOf, m.Policy.Label(), m.Program)
	fmt.Fprintf(out, "  files      run.json and %s read again\n", counted(c.Files, "file"))
	fmt.Fprintf(out, "  sums       %s added up again: of %s in %s of %s, %s of them on the outreach list\n",
		counted(c.Sums, "column"), counted(c.Accounts, "account"), counted(c.Cases, "case"), counted(c.NCPs, "NCP"), grouped(c.Outreach))
	fmt.Fprintf(out, "  inputs     %s as the run read them, %s not at hand\n", grouped(c.Inputs), grouped(c.Missing))
	if c.Trail > 0 {
		fmt.Fprintf(out, "  trail      line %s of %s\n", grouped(c.Trail), filepath.Join(filepath.Dir(run.Folder), report.TrailName))
	}
	if f.rerun {
		fmt.Fprintf(out, "  rerun      %s compared\n", counted(c.Rerun, "file"))
	}
	sayFound(out, r)
	return nil
}

// sayFound lists what was found.
func sayFound(out io.Writer, r *verify.Result) {
	for _, note := range r.Notes {
		fmt.Fprintf(out, "  note: %s\n", note)
	}
	if r.Fine() {
		fmt.Fprintln(out, "Nothing differs.")
		return
	}
	for _, difference := range r.Differences {
		fmt.Fprintf(out, "! %s\n", difference)
	}
}

// redo does the run again from its inputs and compares what it gives. What keeps it from
// being done again is a difference: it was asked for.
func (f *verifyFlags) redo(ctx context.Context, run *finished.Run, result *verify.Result, given []string) error {
	again, err := f.prepareRerun(ctx, run, given)
	if err == nil {
		return again.compare(ctx, run, result)
	}
	return result.Refuse("--rerun", err)
}
