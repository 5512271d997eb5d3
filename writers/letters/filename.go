package letters

import (
	"fmt"
	"strings"
)

// fileName is letters.pdf, or letters-07.pdf where there are many.
func fileName(number, count int, ending string) string {
	if count == 1 {
		return "letters." + ending
	}
	return fmt.Sprintf("letters-%0*d.%s", len(itoa(count)), number, ending)
}

// fileNames gives each parent a name for files of its own. Identifiers whose names would
// be one on a file system that knows no letter case get a hash of theirs besides.
func fileNames(letters []Letter) map[string]string {
	names := make(map[string]string)
	holders := make(map[string]int) // how many parents have a name, letter case aside
	for i := range letters {
		id := letters[i].Parent.ID
		if _, known := names[id]; !known {
			names[id] = safeName(id)
			holders[strings.ToLower(names[id])]++
		}
	}
	for id, name := range names {
		if holders[strings.ToLower(name)] > 1 || name != id && len(name) >= safeMax {
			names[id] = name + "-" + fullHash(id)[:16]
		}
	}
	return names
}

// safeMax bounds the part of a file's name that an identifier gives, in bytes.
const safeMax = 120

// safeName is an identifier as any file system takes it: what is not a plain letter or
// digit nor - or _ is written as % and its code. A long one is cut.
func safeName(id string) string {
	var b strings.Builder
	for i := 0; i < len(id) && b.Len() < safeMax; i++ {
		switch c := id[i]; {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '-', c == '_':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02x", c)
		}
	}
	return b.String()
}
