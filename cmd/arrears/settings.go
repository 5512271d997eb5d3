package main

import (
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // so that TZ, and with it today, means the same where the system knows no time zones

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"arrears/pipeline/policy"
	"arrears/pipeline/policy/strictyaml"
)

// A setting is a flag whose value may stand in three places, of which the first counts:
// the command line, the environment, a configuration file. It has one name in each:
// --max-rejects, ARREARS_MAX_REJECTS, max_rejects. So have the inputs, which are arguments
// on the command line.

const (
	settingMark     = "setting" // annotates the flags that are settings
	inputsKey       = "inputs"
	variablePrefix  = "ARREARS_"
	configFlag      = "config"
	showConfigFlag  = "show-config"
	previousAuto    = "auto"
	configVariable  = variablePrefix + "CONFIG"
	listPlaceholder = "LIST" // of the flags that take several words joined by commas
)

// settings are where a command's flags got their values.
type settings struct {
	config  string            // the configuration's file; blank without one
	given   []*pflag.Flag     // all settings of the command, by name
	origins map[string]string // by flag name, or inputsKey: where the value stands; none for a default
	inputs  []string          // as they were given, before placeholders are filled in
	strange []string          // what to say of variables that set nothing
}

// markSettings makes settings of the flags that a command has so far.
func markSettings(flags *pflag.FlagSet) {
	flags.VisitAll(func(flag *pflag.Flag) {
		if flag.Name == configFlag || flag.Name == showConfigFlag {
			return
		}
		if err := flags.SetAnnotation(flag.Name, settingMark, []string{keyOf(flag.Name)}); err != nil {
			panic(err) // the flag is there
		}
	})
}

// settingsOf lists a command's settings by name.
func settingsOf(flags *pflag.FlagSet) (list []*pflag.Flag) {
	flags.VisitAll(func(flag *pflag.Flag) {
		if flag.Annotations[settingMark] != nil {
			list = append(list, flag)
		}
	})
	return list
}

// keyOf is a setting's name in a configuration file.
func keyOf(flag string) string { return strings.ReplaceAll(flag, "-", "_") }

// variableOf is a setting's name in the environment.
func variableOf(key string) string {
	return variablePrefix + strings.ToUpper(strings.ReplaceAll(key, "-", "_"))
}

// settle gives every setting that is not on the command line the value that the
// environment or the configuration file has for it, and returns the inputs. An as-of date
// that stands nowhere is today's, and stays so past midnight.
func (f *inputFlags) settle(command *cobra.Command, inputs []string) ([]string, error) {
	s := &f.settings
	s.given, s.origins = settingsOf(command.Flags()), make(map[string]string)
	environment := readEnvironment()
	s.strange = environment.strange()
	s.config = f.config
	if s.config == "" {
		s.config = environment.values[configVariable]
	}
	file, err := readConfiguration(s.config)
	for _, flag := range s.given { // all of them, whatever is wrong: the metrics of a failure want a place
		if flagErr := s.choose(command.Flags(), flag, environment, file); err == nil {
			err = flagErr
		}
	}
	if err != nil {
		return nil, err
	}
	s.chooseInputs(inputs, environment, file)
	if len(s.inputs) == 0 {
		return nil, usagef("give the exports: files, folders or patterns, or a --config that names them; see %q", command.CommandPath()+" --help")
	}
	if f.asOf == "" {
		f.asOf = time.Now().Format(time.DateOnly)
	}
	inputs, err = s.namedInputs(f.asOf)
	return inputs, s.locate(err)
}

// choose gives a flag its value.
func (s *settings) choose(flags *pflag.FlagSet, flag *pflag.Flag, environment environment, file configuration) error {
	key := keyOf(flag.Name)
	var values []string
	switch text, inEnvironment := environment.values[variableOf(key)]; {
	case flag.Changed:
		s.origins[flag.Name] = "--" + flag.Name
		return nil
	case inEnvironment:
		s.origins[flag.Name] = variableOf(key)
		if values = []string{text}; flag.Value.Type() == "stringArray" {
			values = strings.Split(text, ",")
		}
	case file[key] != nil:
		s.origins[flag.Name] = file[key].origin()
		values = file[key].values
		if isPath(flag) {
			values = relativeTo(s.config, flag.Name, values)
		}
	default:
		return nil
	}
	for _, value := range values {
		if err := setFlag(flags, flag, value); err != nil {
			return s.locate(err)
		}
	}
	return nil
}

// setFlag sets a flag as the command line would, with an error in our words.
func setFlag(flags *pflag.FlagSet, flag *pflag.Flag, value string) error {
	wanted := ""
	switch flag.Value.Type() {
	case "bool":
		if value != "true" && value != "false" {
			wanted = "true or false"
		}
	case "int":
		if _, err := strconv.Atoi(value); err != nil {
			wanted = "a whole number"
		}
	}
	if wanted == "" && flags.Set(flag.Name, value) == nil {
		return nil
	}
	if wanted == "" {
		wanted = "a value that it takes"
	}
	return usagef("--%s %s: give %s", flag.Name, strictyaml.Quote(value), wanted)
}

// chooseInputs takes the inputs of the command line, else of the environment, where they
// are joined as in PATH, else of the configuration file.
func (s *settings) chooseInputs(arguments []string, environment environment, file configuration) {
	text, inEnvironment := environment.values[variableOf(inputsKey)]
	switch {
	case len(arguments) > 0:
		s.inputs = arguments
	case inEnvironment:
		s.origins[inputsKey] = variableOf(inputsKey)
		s.inputs = slices.DeleteFunc(filepath.SplitList(text), func(name string) bool { return name == "" })
	case file[inputsKey] != nil:
		s.origins[inputsKey] = file[inputsKey].origin()
		s.inputs = relativeTo(s.config, inputsKey, file[inputsKey].values)
	}
}

// namedInputs are the inputs with their placeholders filled in. On the command line the
// shell does that, and a name is taken as it is.
func (s *settings) namedInputs(asOf string) (inputs []string, err error) {
	if s.origins[inputsKey] == "" {
		return s.inputs, nil
	}
	date, err := parseAsOf(asOf)
	if err != nil {
		return nil, err
	}
	for _, input := range s.inputs {
		named, err := fillPlaceholders(inputsKey, input, datePlaceholders(date))
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, named)
	}
	return inputs, nil
}

// locate lets an error about a setting's value name the place where the value stands.
func (s *settings) locate(err error) error {
	var usage *usageError
	if !errors.As(err, &usage) || err.Error() != usage.message {
		return err
	}
	word, rest, _ := strings.Cut(strings.TrimPrefix(usage.message, "--"), " ")
	name := strings.TrimSuffix(word, ":")
	origin := s.origins[name]
	switch {
	case origin == "" || origin == "--"+name:
		return err
	case strings.HasPrefix(origin, variablePrefix):
		return &usageError{strings.Replace(word, name, origin, 1) + " " + rest}
	}
	return &usageError{origin + ": " + strings.Replace(word, name, keyOf(name), 1) + " " + rest}
}

// pathSettings are the flags that name a file or folder, perhaps.
var pathSettings = []string{"metrics", "out", "policy", "previous", "pseudonymize"}

func isPath(flag *pflag.Flag) bool { return slices.Contains(pathSettings, flag.Name) }

// relativeTo takes paths of a configuration file from its folder. The name of an embedded
// policy and the word auto are no paths.
func relativeTo(config, name string, values []string) []string {
	paths := slices.Clone(values)
	for i, value := range paths {
		noPath := name == "policy" && !policy.NamesFile(value) || name == "previous" && value == previousAuto
		if !noPath && !filepath.IsAbs(value) {
			paths[i] = filepath.Join(filepath.Dir(config), value)
		}
	}
	return paths
}
