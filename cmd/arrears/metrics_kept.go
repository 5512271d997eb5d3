package main

import (
	"bufio"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
)

// metricsMax is the most of an earlier metrics file that is read; one has a few kilobytes.
const metricsMax = 1 << 20

var (
	metricLine = regexp.MustCompile(`^([a-z_]+)\{(.*)\} ([0-9]+(?:\.[0-9]+)?)$`)
	metricWord = regexp.MustCompile(`^,?([a-z_]+)="((?:[^"\\]|\\["\\n])*)"`)
)

// readPublished reads what an earlier metrics file says of the last run that published, to
// be said once more. What this program has not written is passed over; so is all of a file
// that can't be read.
func readPublished(path string) (metrics []metric) {
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer file.Close()
	own := seriesLabel(path)
	lines := bufio.NewScanner(io.LimitReader(file, metricsMax))
	for lines.Scan() {
		m, ok := readMetric(lines.Text())
		if !ok || len(m.labels) == 0 || m.labels[0] != own || !isOfPublished(m.name) {
			continue
		}
		m.labels = m.labels[1:]
		if !slices.ContainsFunc(metrics, func(other metric) bool { return other.name == m.name && slices.Equal(other.labels, m.labels) }) {
			metrics = append(metrics, m)
		}
	}
	return metrics
}

// isOfPublished tells whether a metric is of the last run that published.
func isOfPublished(name string) bool {
	return slices.ContainsFunc(metricKinds, func(kind metricKind) bool { return kind.name == name && kind.published })
}

// readMetric reads a line that writeExposition writes.
func readMetric(line string) (m metric, ok bool) {
	parts := metricLine.FindStringSubmatch(line)
	if parts == nil {
		return m, false
	}
	m.name, m.value = parts[1], parts[3]
	unescaped := strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, "\n")
	for rest := parts[2]; rest != ""; {
		word := metricWord.FindStringSubmatch(rest)
		if word == nil || strings.HasPrefix(word[0], ",") != (len(m.labels) > 0) {
			return m, false
		}
		m.labels = append(m.labels, label{word[1], unescaped.Replace(word[2])})
		rest = rest[len(word[0]):]
	}
	return m, true
}
