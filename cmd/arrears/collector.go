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
func collectGarbage() { collectAt(200) }

// limitMemory has garbage collected at the latest when so much memory is taken.
func limitMemory(bytes int64) { debug.SetMemoryLimit(min(givenMemoryLimit, bytes)) }

// restCollector has garbage collected only when the limit is reached. What is allocated
// while text files are read and decided about is nearly all needed to the end: collecting
// would find little, and look at tables that are yet to be filled, of which each page then
// costs two faults. Workbooks of unusual markup make more garbage, and their size does not
// tell how much memory their tables take.
func restCollector(parts []*ledger.Part) {
	for _, part := range parts {
		if part.Sheet != "" {
			return
		}
	}
	collectAt(-1)
}

// collectAt is debug.SetGCPercent, unless GOGC is set.
func collectAt(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}

// partyMemory is about how much memory the cases, NCPs and events take, which are held
// whole: a limit below that would have garbage collected without end.
func partyMemory(source *readers.Source) (bytes int64) {
	listed, ledgers := false, int64(0)
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
			ledgers += size
		default:
			bytes += 5 * size / 2
		}
	}
	if !listed { // cases are those of the ledger's rows
		bytes += ledgers / 10
	}
	return bytes
}
