package main

import (
	"os"
	"runtime/debug"

	"arrears/pipeline/ledger"
	"arrears/readers"
)

// givenMemoryLimit is what GOMEMLIMIT says, which --memory never raises.
var givenMemoryLimit = debug.SetMemoryLimit(-1)

// collectGarbage lets garbage grow to twice what is in use before it is collected, unless
// the environment says otherwise.
func collectGarbage() {
	debug.SetMemoryLimit(givenMemoryLimit)
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
}

// collectBeyond has garbage collected only once so much memory is taken, unless the
// environment says otherwise. What is allocated while inputs are read is nearly all
// needed to the end: collecting would find little, and look at tables that are yet to be
// filled, of which each page then costs two faults.
func collectBeyond(memory int64) {
	debug.SetMemoryLimit(min(givenMemoryLimit, memory))
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(-1)
	}
}

// partyMemory is about how much memory the cases, NCPs and events take, which are held
// whole: a limit below that would have garbage collected without end.
func partyMemory(source *readers.Source) (bytes int64) {
	listed := false
	for _, part := range source.Parts() {
		size := part.Size
		if part.Packed {
			size *= 12
		}
		switch part.Kind {
		case ledger.CasesTable:
			listed = true
			bytes += 4 * size
		case ledger.LedgerTable:
		default:
			bytes += 5 * size / 2
		}
	}
	for _, part := range source.Parts() {
		if part.Kind == ledger.LedgerTable && !listed { // cases are those of its rows
			bytes += part.Size / 10
		}
	}
	return bytes
}
