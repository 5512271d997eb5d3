package main

import (
	"encoding/json"
	"slices"

	"github.com/spf13/cobra"

	"arrears/pipeline/interview"
	"arrears/pipeline/policy"
)

// wizardFlags are the flags of `arrears wizard`.
type wizardFlags struct{ language, policy, asOf, answers, format string }

func newWizard() *cobra.Command {
	f := &wizardFlags{}
	command := &cobra.Command{
		Use:   "wizard",
		Short: "Ask the COAP questions one at a time, and answer by the engine's criteria",
		Long: `Wizard asks a parent who owes child support, in English or Spanish, what the decision
about a compromise needs, and answers as "arrears run" would decide on exports that say
the same: the status, each condition with its figures, a likely offer, and what to do.

Nothing personal is asked, and nothing is stored. "I don't know" is always an answer.

With --answers the answers come from a file, in YAML or JSON, by the questions' ids; a
question that matters and has no answer counts as unknown. Amounts, dates and flags are
written as in exports; a date that never was is "never", an unknown answer is "unknown".`,
		Example: `  arrears wizard
  arrears wizard --language es --policy california-debt-reduction
  arrears wizard --answers answers.yaml --as-of 2026-10-31 --format json`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error { return f.run(command) },
	}
	flags := command.Flags()
	flags.StringVar(&f.language, "language", "en", "the `LANGUAGE`: en or es")
	flags.StringVar(&f.policy, "policy", "california-coap", "the rules: an embedded policy's `NAME` or a YAML file (see \"arrears policy list\")")
	flags.StringVar(&f.asOf, "as-of", "", "the `DATE` of the application (default today)")
	flags.StringVar(&f.answers, "answers", "", "a `FILE` of answers by question id, or - for standard input, in place of asking")
	flags.StringVar(&f.format, "format", "text", "the `FORMAT`: text or json")
	return command
}

func (f *wizardFlags) run(command *cobra.Command) error {
	language := interview.Language(f.language)
	if !slices.Contains(interview.Languages(), language) {
		return usagef("--language %q: give en or es", f.language)
	}
	if f.format != "text" && f.format != "json" {
		return usagef("--format %q: give text or json", f.format)
	}
	asOf, err := parseAsOf(f.asOf)
	if err != nil {
		return err
	}
	rules, err := policy.Load(f.policy)
	if err != nil {
		return err
	}
	v := interview.Interview{Rules: rules, AsOf: asOf}
	answers, quit, err := f.collect(command, v, language)
	if err != nil || quit {
		return err
	}
	outcome, err := v.Decide(answers)
	if err != nil {
		return err
	}
	reply := v.Reply(language, outcome)
	if f.format == "json" {
		encoder := json.NewEncoder(command.OutOrStdout())
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(reply)
	}
	return writeReply(command.OutOrStdout(), language, reply)
}

// collect reads the answers from a file, or asks for them in a terminal; the questions
// go to standard error, so that the result can be sent elsewhere.
func (f *wizardFlags) collect(command *cobra.Command, v interview.Interview, l interview.Language) (answers interview.Answers, quit bool, err error) {
	if f.answers != "" {
		answers, err = readAnswers(v, f.answers, command.InOrStdin())
		return answers, false, err
	}
	if !isTerminal(command.InOrStdin()) {
		return nil, false, usagef("standard input is no terminal, so nobody can be asked; run the wizard in a terminal, or give --answers FILE")
	}
	d := newDialogue(v, l, command.InOrStdin(), command.ErrOrStderr())
	return d.run(command.Context())
}
