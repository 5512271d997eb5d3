//go:build !linux

package main

func boundMemory() {}

// peakMemory is not known here.
func peakMemory() int64 { return 0 }
