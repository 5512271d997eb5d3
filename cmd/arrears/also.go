package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"arrears/writers"
)

// registerAlso adds the flag that asks for tables in more formats, with its completion.
func (f *runFlags) registerAlso(command *cobra.Command) {
	formats := writers.AlsoFormats()
	command.Flags().StringVar(&f.also, "also", "", "what to write of each table beside CSV, a `LIST` of "+strings.Join(formats, ", "))
	if err := command.RegisterFlagCompletionFunc("also", completeList(formats)); err != nil {
		panic(err) // the flag stands one line above
	}
}

// chooseAlso reads --also.
func (f *runFlags) chooseAlso(folder *writers.Folder) error {
	for _, name := range strings.Split(f.also, ",") {
		name = strings.TrimSpace(name)
		switch {
		case name == "":
		case slices.Contains(writers.AlsoFormats(), name):
			folder.Also = append(folder.Also, name)
		default:
			return usagef("--also %q: %q is none; give a list of %s", f.also, name, strings.Join(writers.AlsoFormats(), ", "))
		}
	}
	return nil
}

// completeList completes the last word of a list joined by commas with the names that it
// does not yet have.
func completeList(names []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) (completions []cobra.Completion, _ cobra.ShellCompDirective) {
		words := strings.Split(typed, ",")
		given, last := words[:len(words)-1], words[len(words)-1]
		for _, name := range names {
			if strings.HasPrefix(name, last) && !slices.Contains(given, name) {
				completions = append(completions, strings.Join(append(slices.Clone(given), name), ","))
			}
		}
		return completions, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}
