// Package flow is arrears run as a pipeline of Apache Beam: rows are keyed by their case,
// brought together, settled and replayed; balances are keyed by their NCP, brought together
// and decided upon; tables are written in shards. What is computed of a case, of an NCP and
// of a row is computed by the functions that arrears run calls.
package flow

import (
	"fmt"

	"arrears/cmd/arrears-beam/exports"
	"arrears/pipeline"
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/pipeline/policy/strictyaml"
)

// Job says what to compute, from what, and where to.
type Job struct {
	Config
	Parts     []exports.Part
	Limit     pipeline.Limit
	Out       string // a folder, of any file system
	Shards    int    // files a table
	Unit      int64  // blocks of a ledger that a worker takes at a time
	Program   string // version
	Arguments []string
}

// Config is what the steps must know.
type Config struct {
	Rules      Rules
	AsOf       ledger.Date
	Aliases    map[string]string // of columns, those always known included
	CasesGiven bool              // the ledger makes no cases of its own
}

// Rules is a policy as it travels to the workers: its name, or its text and those of the
// policies that it extends.
type Rules struct {
	Name   string
	Text   []byte
	Others map[string][]byte
}

// LoadRules loads a policy as policy.Load does, and keeps what was read.
func LoadRules(nameOrFile string) (Rules, *policy.Policy, error) {
	rules := Rules{Name: nameOrFile}
	if !policy.NamesFile(nameOrFile) {
		loaded, err := policy.Load(nameOrFile)
		return rules, loaded, err
	}
	text, err := strictyaml.ReadFile(nameOrFile)
	if err != nil {
		_, err := policy.Load(nameOrFile) // which words it
		return rules, nil, err
	}
	rules.Text, rules.Others = text, make(map[string][]byte)
	loaded, err := policy.Parse(nameOrFile, text, func(path string) ([]byte, error) {
		text, err := strictyaml.ReadFile(path)
		if err == nil {
			rules.Others[path] = text
		}
		return text, err
	})
	return rules, loaded, err
}

// Load is the policy, on a worker.
func (r *Rules) Load() (*policy.Policy, error) {
	if r.Text == nil {
		return policy.Load(r.Name)
	}
	return policy.Parse(r.Name, r.Text, func(path string) ([]byte, error) {
		if text, known := r.Others[path]; known {
			return text, nil
		}
		return nil, fmt.Errorf("%s was not read when the run began", path)
	})
}
