//go:build race

package main

// raceDetector says that the race detector is on, under which programs take ten times the
// time and memory.
const raceDetector = true
