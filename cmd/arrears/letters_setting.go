package main

import (
	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/readers/finished"
)

// setting is what all letters share: dates and policy.
func (f *lettersFlags) setting(job *lettersJob) (err error) {
	job.batch.AsOf, job.batch.Date = job.run.AsOf, job.run.AsOf
	if f.date != "" {
		var ok bool
		if job.batch.Date, ok = ledger.ParseDate([]byte(f.date)); !ok {
			return usagef("--date %q is not a date from 1900-01-01 to 2199-12-31; write it like 2026-11-22", f.date)
		}
	}
	if job.batch.Date < job.batch.AsOf {
		return usagef("--date %s is before %s, the day of the run's amounts; give the day of mailing", job.batch.Date, job.batch.AsOf)
	}
	if job.batch.Rules, err = f.rules(job.run); err != nil {
		return err
	}
	if err := job.batch.Setting.Check(); err != nil {
		return usagef("%s", err)
	}
	return nil
}

// rules is the policy that the run applied, for its figures were estimated by it; with
// the office of another policy where the user names one.
func (f *lettersFlags) rules(run *finished.Run) (*policy.Policy, error) {
	var named *policy.Policy
	if f.policy != "" {
		var err error
		if named, err = policy.Load(f.policy); err != nil || named.SHA256 == run.Manifest.Policy.SHA256 {
			return named, err
		}
	}
	own, changed, err := rulesOf(run)
	switch {
	case err != nil && named != nil:
		return nil, usagef("%s applied the policy %s, which is not at hand, and %s is another; name the run's own with --policy",
			run.Name, run.Manifest.Policy.Label(), named.Label())
	case err != nil:
		return nil, err
	case changed != "":
		return nil, usagef("%s; give the run's policy with --policy", changed)
	case named == nil:
		return own, nil
	}
	return withOffice(own, named), nil
}

// withOffice is a run's own policy under the name, and with the agency, of another. The
// program keeps the name that the run's own has for it.
func withOffice(own, named *policy.Policy) *policy.Policy {
	office := *own
	office.Name, office.Version, office.SHA256, office.Agency = named.Name, named.Version, named.SHA256, named.Agency
	if own.Agency.Name != "" {
		office.Agency.Program, office.Agency.ProgramSpanish = own.Agency.Program, own.Agency.ProgramSpanish
	}
	return &office
}
