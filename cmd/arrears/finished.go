package main

import (
	"strings"

	"arrears/pipeline/policy"
	"arrears/readers/finished"
)

// rulesOf loads the policy that a finished run applied, to read its figures by and not to
// compute them anew. Where what goes by its name and version is not the policy of the
// run, by its SHA-256, changed says so.
func rulesOf(run *finished.Run) (rules *policy.Policy, changed string, err error) {
	applied := run.Manifest.Policy
	candidates := []string{applied.Name}
	for _, argument := range run.Manifest.Arguments {
		if file, ok := strings.CutPrefix(argument, "--policy="); ok {
			candidates = append(candidates, file)
		}
	}
	for _, candidate := range candidates {
		found, err := policy.Load(candidate)
		if err != nil || found.Label() != applied.Label() {
			continue
		}
		if found.SHA256 == applied.SHA256 {
			return found, "", nil
		}
		rules, changed = found, changedSince(run, candidate)
	}
	if rules == nil {
		return nil, "", usagef("%s applied the policy %s, which is not at hand; name one with --policy", run.Name, applied.Label())
	}
	return rules, changed, nil
}

// changedSince says that a policy, by its name or file, is not the one that a run
// applied, though it is called the same.
func changedSince(run *finished.Run, named string) string {
	if policy.NamesFile(named) {
		return named + " changed since " + run.Name + ": it is no longer the " + run.Manifest.Policy.Label() + " that the run applied"
	}
	return "this version's " + named + " is not the one of " + run.Name
}
