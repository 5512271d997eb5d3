package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"arrears/pipeline"
	"arrears/writers"
)

// show prints every setting and where it stands, as a configuration that gives the same
// run, and then what the run would begin with. What would keep it from beginning is the
// error.
func (f *runFlags) show(command *cobra.Command, inputs []string) error {
	inputs, err := f.settle(command, inputs)
	if err != nil {
		return err
	}
	out := command.OutOrStdout()
	f.writeSettings(out)
	if f.monitor, err = newMonitor(command.ErrOrStderr(), f.log, true, ""); err != nil {
		return f.settings.locate(err)
	}
	for _, note := range f.settings.strange {
		f.warn(note)
	}
	return f.settings.locate(f.try(command, inputs, out))
}

// try does what a run does before its work begins, and says what it finds.
func (f *runFlags) try(command *cobra.Command, inputs []string, out io.Writer) error {
	folder := &writers.Folder{Replace: f.replace}
	if err := f.chooseReports(folder); err != nil {
		return err
	}
	if err := checkMetrics(f.metrics); err != nil {
		return err
	}
	job, source, err := f.job(inputs)
	if err != nil {
		return err
	}
	defer source.Close()
	if err := f.prepare(command.Context(), folder, &job, source); err != nil {
		return err
	}
	say := func(format string, arguments ...any) { fmt.Fprintf(out, "# "+format+"\n", arguments...) }
	fmt.Fprintln(out, "#")
	say("as of %s under %s, the run would", job.AsOf, job.Rules.Label())
	for _, part := range source.Parts() {
		say("read      %s (%s)", strings.TrimSpace(part.File+" "+part.Sheet), part.Kind)
	}
	if f.previous != "" {
		say("compare   with %s", f.previous)
	}
	say("publish   %s", folder.Path)
	return f.sayRemovals(folder, job, say)
}

// sayRemovals says which runs --keep would remove.
func (f *runFlags) sayRemovals(folder *writers.Folder, job pipeline.Job, say func(format string, arguments ...any)) error {
	if f.keep == 0 {
		return nil
	}
	runs, err := f.series(job.Rules).superfluous(folder.Path, f.keep-1, f.warn) // for there will be one more
	for _, run := range runs {
		say("remove    %s", run.Name)
	}
	return err
}

// writeSettings writes the settings as a configuration, each with where it stands. What
// stands nowhere is a comment that gives the default.
func (f *runFlags) writeSettings(out io.Writer) {
	s := &f.settings
	fmt.Fprintf(out, "%s:%s\n", inputsKey, s.origin(inputsKey))
	for _, input := range s.inputs {
		fmt.Fprintf(out, "  - %s\n", yamlText(input))
	}
	for _, flag := range s.given {
		key := keyOf(flag.Name)
		if s.origins[flag.Name] == "" {
			fmt.Fprintf(out, "# %s:%s\n", key, strings.TrimRight(" "+defaultOf(flag), " "))
			continue
		}
		values, isList := flag.Value.(pflag.SliceValue)
		if !isList {
			fmt.Fprintf(out, "%s: %s%s\n", key, yamlValue(flag), s.origin(flag.Name))
			continue
		}
		fmt.Fprintf(out, "%s:%s\n", key, s.origin(flag.Name))
		for _, value := range values.GetSlice() {
			fmt.Fprintf(out, "  - %s\n", yamlText(value))
		}
	}
}

// origin is where a setting stands, as a comment.
func (s *settings) origin(name string) string {
	origin := s.origins[name]
	if origin == "" && name == inputsKey {
		origin = "arguments"
	}
	return " # " + origin
}

// defaultOf is a flag's default for people.
func defaultOf(flag *pflag.Flag) string {
	if _, usage := pflag.UnquoteUsage(flag); flag.DefValue == "" {
		if _, text, ok := strings.Cut(usage, "(default "); ok {
			return strings.TrimSuffix(text, ")")
		}
	}
	if flag.DefValue == "[]" {
		return ""
	}
	return flag.DefValue
}

// yamlValue is a flag's value as YAML has it.
func yamlValue(flag *pflag.Flag) string {
	if kind := flag.Value.Type(); kind == "bool" || kind == "int" {
		return flag.Value.String()
	}
	return yamlText(flag.Value.String())
}

// yamlText is a text between single quotes, in which nothing but they mean anything.
func yamlText(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
