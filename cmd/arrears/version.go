package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"arrears/pipeline/policy"
)

// version is the program's; reports and manifests show it.
const version = "0.1.0"

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Show the versions of the program and of its embedded policies",
		Example: "  arrears version",
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			out := command.OutOrStdout()
			fmt.Fprintf(out, "arrears %s (%s, %s/%s)\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			for _, name := range policy.Names() {
				rules, err := policy.Load(name)
				if err != nil {
					return err
				}
				fmt.Fprintf(out, "policy %s\n", rules.Label())
			}
			return nil
		},
	}
}
