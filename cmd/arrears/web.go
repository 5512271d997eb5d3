package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"arrears/cmd/arrears-web/engine"
	"arrears/pipeline/policy"
	"arrears/writers"
	"arrears/writers/web"
)

func newWeb() *cobra.Command {
	var rules, out string
	var replace bool
	command := &cobra.Command{
		Use:   "web -o PAGE.html",
		Short: "Write a page that asks the COAP questions and computes payoffs, offline",
		Long: `Web writes one page with the wizard and the arrears calculator, in English and Spanish. It
holds this program's engine, so that it computes what the commands compute, under the
policy given. It works without a network, asks for nothing personal, stores nothing and
sends nothing: open it from a disk, or publish it on any site.`,
		Example: `  arrears web -o page.html
  arrears web --policy california-debt-reduction -o debt-reduction.html --replace`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if out == "" {
				return usagef("give -o PAGE.html, or -o - for standard output")
			}
			loaded, err := policy.Load(rules)
			if err != nil {
				return err
			}
			encoded, err := engine.EncodePolicy(loaded)
			if err != nil {
				return fmt.Errorf("encode the policy: %w", err)
			}
			if out == "-" {
				return web.Write(command.OutOrStdout(), encoded)
			}
			return writers.File{Path: out, Replace: replace, Public: true}.Publish(func(w io.Writer) error { return web.Write(w, encoded) })
		},
	}
	flags := command.Flags()
	flags.StringVar(&rules, "policy", "california-coap", "the rules: an embedded policy's `NAME` or a YAML file (see \"arrears policy list\")")
	flags.StringVarP(&out, "output", "o", "", "the `FILE` to write, or - for standard output")
	flags.BoolVar(&replace, "replace", false, "swap a file at --output for this one")
	return command
}
