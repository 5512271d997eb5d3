package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"arrears/pipeline/policy"
)

func newPolicy() *cobra.Command {
	command := &cobra.Command{
		Use:     "policy",
		Short:   "List, show and check policies: the rules as data, each with its citation",
		Example: "  arrears policy list\n  arrears policy show california-debt-reduction\n  arrears policy check county.yaml",
		Args:    cobra.ArbitraryArgs,
		RunE:    needsCommand,
	}
	command.AddCommand(newPolicyList(), newPolicyShow(), newPolicyCheck())
	return command
}

func newPolicyList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the embedded policies", Example: "  arrears policy list", Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			for _, name := range policy.Names() {
				rules, err := policy.Load(name)
				if err != nil {
					return err
				}
				fmt.Fprintf(command.OutOrStdout(), "%-28s %-8s %s\n", name, rules.Version, rules.Title)
			}
			return nil
		},
	}
}

func newPolicyShow() *cobra.Command {
	var format string
	command := &cobra.Command{
		Use: "show NAME|FILE", Short: "Print every value of a policy with its citation",
		Example: "  arrears policy show california-coap", Args: wants(1, 1, "the name of a policy or its file"),
		RunE: func(command *cobra.Command, arguments []string) error {
			rules, err := policy.Load(arguments[0])
			if err != nil {
				return err
			}
			switch format {
			case "json":
				encoder := json.NewEncoder(command.OutOrStdout())
				encoder.SetEscapeHTML(false)
				encoder.SetIndent("", "  ")
				return encoder.Encode(rules.Values())
			case "text":
				showPolicy(command, rules)
				return nil
			}
			return usagef("--format %q: give text or json", format)
		},
	}
	command.Flags().StringVar(&format, "format", "text", "the `FORMAT`: text or json")
	return command
}

func showPolicy(command *cobra.Command, rules *policy.Policy) {
	out := command.OutOrStdout()
	fmt.Fprintf(out, "%s\n%s\nsha256 %s\n", rules.Label(), rules.Title, rules.SHA256)
	section := ""
	for _, value := range rules.Values() {
		if name, _, _ := strings.Cut(value.Path, "."); name != section && !strings.HasPrefix(value.Path, section+"[") {
			section, _, _ = strings.Cut(name, "[")
			fmt.Fprintln(out)
		}
		fmt.Fprintf(out, "%s: %s\n    %s\n", value.Path, value.Value, value.Citation)
	}
	fmt.Fprintln(out, "\nNot modelled:")
	for _, sentence := range policy.NotModelled() {
		fmt.Fprintf(out, "  %s\n", sentence)
	}
}

func newPolicyCheck() *cobra.Command {
	return &cobra.Command{
		Use: "check FILE...", Short: "Check policy files strictly", Example: "  arrears policy check county.yaml", Args: wants(1, manyArguments, "policy files"),
		RunE: func(command *cobra.Command, files []string) error {
			for _, file := range files {
				rules, err := policy.Load(file)
				if err != nil {
					return err
				}
				fmt.Fprintf(command.OutOrStdout(), "%s: %s is sound\n", file, rules.Label())
			}
			return nil
		},
	}
}
