package writers

import (
	"context"
	"io"
	"slices"

	"arrears/pipeline/report"
	"arrears/writers/jsonl"
	"arrears/writers/parquet"
)

// alsoFormats are the formats in which tables can be written beside CSV, in the order in
// which they are. The name is how a file's name ends.
var alsoFormats = []struct {
	name  string
	write func(ctx context.Context, w io.Writer, table report.Table) (rows int, err error)
}{
	{"parquet", parquet.Write},
	{"jsonl", jsonl.Write},
}

// AlsoFormats names the formats in which a Folder can write tables beside CSV.
func AlsoFormats() (names []string) {
	for _, format := range alsoFormats {
		names = append(names, format.name)
	}
	return names
}

// writeAlso writes a table in the formats wanted beside CSV.
func (f *Folder) writeAlso(ctx context.Context, newFile func(string) (draftFile, error), draft string, table report.Table) (outputs []report.ManifestOutput, err error) {
	for _, format := range alsoFormats {
		if !slices.Contains(f.Also, format.name) {
			continue
		}
		output, err := create(newFile, draft, table.Name+"."+format.name, func(w io.Writer) (int, error) { return format.write(ctx, w, table) })
		if err != nil {
			return nil, err
		}
		outputs = append(outputs, output)
	}
	return outputs, nil
}
