package readers

import (
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// PreviousOutreach reads the outreach list of an earlier run: the status of each NCP on
// it, by identifier.
func PreviousOutreach(folder string) (map[string]string, error) {
	path := filepath.Join(folder, "outreach.csv")
	file, err := os.Open(path)
	if err != nil {
		return nil, &Error{path, reason(err)}
	}
	defer file.Close()
	rows := csv.NewReader(file)
	header, err := rows.Read()
	if err != nil {
		return nil, &Error{path, "has no header row; name the folder of a finished run"}
	}
	at := make(map[string]int)
	for i, name := range header {
		at[name] = i
	}
	status, hasStatus := at["status"]
	ncp, hasNCP := at["ncp_id"]
	if !hasStatus || !hasNCP {
		return nil, &Error{path, "is no outreach list; name the folder of a finished run"}
	}
	previous := make(map[string]string)
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return previous, nil
		}
		if err != nil {
			return nil, &Error{path, "is damaged; name the folder of a finished run"}
		}
		previous[original(row[ncp])] = row[status]
	}
}

// original takes away the ' that keeps a spreadsheet from running a text.
func original(text string) string {
	if len(text) > 1 && text[0] == '\'' && strings.IndexByte("=+-@\t\r", text[1]) >= 0 {
		return text[1:]
	}
	return text
}
