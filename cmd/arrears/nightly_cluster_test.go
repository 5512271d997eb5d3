package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// manifestsOf reads the documents of a YAML file, each into a value of its own.
func manifestsOf(t *testing.T, name string, into ...any) {
	t.Helper()
	documents := strings.Split(readNightly(t, name), "\n---\n")
	if len(documents) != len(into) {
		t.Fatalf("%s has %d documents", name, len(documents))
	}
	for i, text := range documents {
		converted, err := yaml.YAMLToJSON([]byte(text))
		if err == nil {
			err = json.Unmarshal(converted, into[i]) // which does not mind the case of letters
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

// cronJob is what the test looks at of a CronJob.
type cronJob struct {
	APIVersion, Kind string
	Spec             struct {
		Schedule, TimeZone, ConcurrencyPolicy string
		StartingDeadlineSeconds               int
		JobTemplate                           struct {
			Spec struct {
				ActiveDeadlineSeconds, BackoffLimit int
				PodFailurePolicy                    struct {
					Rules []struct {
						Action      string
						OnExitCodes struct {
							ContainerName, Operator string
							Values                  []int
						}
					}
				}
				Template struct {
					Metadata struct{ Labels map[string]string }
					Spec     podSpec
				}
			}
		}
	}
}

type podSpec struct {
	RestartPolicy                                    string
	AutomountServiceAccountToken, EnableServiceLinks *bool
	SecurityContext                                  struct {
		RunAsNonRoot   bool
		RunAsUser      int
		SeccompProfile struct{ Type string }
	}
	Containers []container
	Volumes    []struct{ Name string }
}

type container struct {
	Name            string
	Command, Args   []string
	Env             []struct{ Name, Value string }
	SecurityContext struct {
		ReadOnlyRootFilesystem   bool
		AllowPrivilegeEscalation *bool
		Capabilities             struct{ Drop []string }
	}
	Resources    struct{ Requests, Limits map[string]string }
	VolumeMounts []struct {
		Name, MountPath string
		ReadOnly        bool
	}
}

func TestTheKubernetesCronJob(t *testing.T) {
	var job cronJob
	var network struct {
		Kind string
		Spec struct {
			PodSelector struct{ MatchLabels map[string]string }
			PolicyTypes []string
		}
	}
	manifestsOf(t, "cronjob.yaml", &job, &network)
	task := job.Spec.JobTemplate.Spec
	pod := task.Template.Spec
	c := pod.Containers[0]
	rule := task.PodFailurePolicy.Rules[0]
	no := func(flag *bool) bool { return flag != nil && !*flag }
	for what, holds := range map[string]bool{
		"it is a CronJob":                     job.APIVersion == "batch/v1" && job.Kind == "CronJob",
		"one run at a time":                   job.Spec.ConcurrencyPolicy == "Forbid",
		"the schedule is in a zone":           job.Spec.Schedule == "15 3 * * *" && job.Spec.TimeZone != "",
		"it does not wait for ever":           job.Spec.StartingDeadlineSeconds > 0 && task.ActiveDeadlineSeconds > 0 && task.BackoffLimit < 6,
		"bad input is not tried again":        rule.Action == "FailJob" && rule.OnExitCodes.ContainerName == c.Name && slices.Equal(rule.OnExitCodes.Values, []int{exitUnusable, exitRejects}) && pod.RestartPolicy == "Never",
		"no token, no links":                  no(pod.AutomountServiceAccountToken) && no(pod.EnableServiceLinks),
		"nobody's user":                       pod.SecurityContext.RunAsNonRoot && pod.SecurityContext.RunAsUser > 0 && pod.SecurityContext.SeccompProfile.Type == "RuntimeDefault",
		"a read-only root":                    c.SecurityContext.ReadOnlyRootFilesystem,
		"no privileges":                       no(c.SecurityContext.AllowPrivilegeEscalation) && slices.Equal(c.SecurityContext.Capabilities.Drop, []string{"ALL"}),
		"limits":                              c.Resources.Limits["memory"] != "" && c.Resources.Requests["memory"] != "" && c.Resources.Limits["ephemeral-storage"] != "",
		"no network for its pods":             network.Kind == "NetworkPolicy" && len(network.Spec.PolicyTypes) == 2 && network.Spec.PodSelector.MatchLabels["app.kubernetes.io/name"] == task.Template.Metadata.Labels["app.kubernetes.io/name"],
		"as many mounts as volumes":           len(c.VolumeMounts) == len(pod.Volumes),
		"the clock of the schedule's zone":    c.Env[0].Name == "TZ" && c.Env[0].Value == job.Spec.TimeZone,
		"it runs this program, configuration": c.Command[0] == "/usr/local/bin/arrears" && slices.Equal(c.Args, []string{"run", "--config", "/etc/arrears/nightly.yaml"}),
	} {
		if !holds {
			t.Errorf("not so: %s", what)
		}
	}
	for _, mount := range c.VolumeMounts {
		writes := mount.MountPath == "/var/lib/arrears" || mount.MountPath == "/tmp"
		if mount.ReadOnly == writes || !slices.ContainsFunc(pod.Volumes, func(v struct{ Name string }) bool { return v.Name == mount.Name }) {
			t.Errorf("the mount %+v", mount)
		}
	}
	m := newMachine(t)
	var environment []string
	for _, pair := range c.Env {
		environment = append(environment, pair.Name+"="+pair.Value)
	}
	_, log, code := m.run(t, environment, slices.Concat(c.Command, c.Args)...)
	if code != exitDone {
		t.Fatalf("exit code %d: %s", code, log)
	}
	checkLog(t, log, "done")
	m.checkRuns(t, 1)
}

// The alerts speak of metrics that there are.
func TestTheAlerts(t *testing.T) {
	var alerts struct {
		Groups []struct {
			Rules []struct {
				Alert, Expr string
				Annotations map[string]string
			}
		}
	}
	manifestsOf(t, "alerts.yaml", &alerts)
	named := 0
	for _, rule := range alerts.Groups[0].Rules {
		for _, word := range strings.FieldsFunc(rule.Expr, func(r rune) bool { return r != '_' && (r < 'a' || r > 'z') }) {
			if !strings.HasPrefix(word, "arrears_") {
				continue
			}
			named++
			if !slices.ContainsFunc(metricKinds, func(kind metricKind) bool { return kind.name == word }) {
				t.Errorf("%s: there is no metric %s", rule.Alert, word)
			}
		}
		if rule.Alert == "" || rule.Annotations["summary"] == "" {
			t.Errorf("%+v", rule)
		}
	}
	if named < 5 {
		t.Errorf("%d metrics are named", named)
	}
}
