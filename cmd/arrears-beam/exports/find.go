package exports

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"

	// The file systems whose paths may be given.
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/gcs"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/s3"

	"arrears/readers"
)

// partsMax is how many files a run takes: a position has 16 bits for its part.
const partsMax = 1 << 16

// Find lists the files that the arguments name, in input order: local ones by the rules of
// arrears run; elsewhere files, folders (their files by name) and what patterns match.
func Find(ctx context.Context, arguments []string) ([]string, error) {
	local := slices.DeleteFunc(slices.Clone(arguments), isRemote)
	if _, err := readers.Files(local); err != nil { // which finds a file that is named twice
		return nil, err
	}
	var found []string
	for _, argument := range arguments {
		names, err := filesOf(ctx, argument)
		if err != nil {
			return nil, err
		}
		found = append(found, names...)
	}
	if len(found) > partsMax {
		return nil, &readers.Error{Name: found[partsMax], Message: fmt.Sprintf("is one file more than the %d that a run takes; join some of them", partsMax)}
	}
	seen := make(map[string]bool)
	for _, name := range found {
		if !utf8.ValidString(name) {
			return nil, &readers.Error{Name: name, Message: "has a name that is not UTF-8, which can't be sent to workers; rename it"}
		}
		if seen[name] {
			return nil, &readers.Error{Name: name, Message: "is named twice, and its rows would count twice; name it once"}
		}
		seen[name] = true
	}
	return found, nil
}

func isRemote(name string) bool { return strings.Contains(name, "://") }

func filesOf(ctx context.Context, argument string) ([]string, error) {
	if !isRemote(argument) {
		return readers.Files([]string{argument})
	}
	system, err := open(ctx, argument)
	if err != nil {
		return nil, err
	}
	defer system.Close()
	if strings.ContainsAny(argument, "*?[") {
		return list(ctx, system, argument, argument, "matches no file; check the path")
	}
	if names, err := system.List(ctx, argument); err == nil && len(names) == 1 {
		return names, nil
	}
	return list(ctx, system, argument, strings.TrimRight(argument, "/")+"/*", "there is no such file or folder; check the path")
}

// list is the files that match a pattern by name, hidden ones left out.
func list(ctx context.Context, system filesystem.Interface, argument, pattern, none string) ([]string, error) {
	names, err := system.List(ctx, pattern)
	if err != nil {
		return nil, &readers.Error{Name: argument, Message: "can't be listed (" + oneLine(err) + "); check the path and the rights"}
	}
	names = slices.DeleteFunc(names, func(name string) bool {
		return strings.HasPrefix(path.Base(name), ".") || strings.HasSuffix(name, "/")
	})
	if len(names) == 0 {
		return nil, &readers.Error{Name: argument, Message: none}
	}
	slices.Sort(names)
	return names, nil
}

// open is the file system of a path. Those that ask for credentials panic without them.
func open(ctx context.Context, name string) (system filesystem.Interface, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = &readers.Error{Name: name, Message: fmt.Sprintf("its file system can't be reached (%v); check the credentials", fault)}
		}
	}()
	if system, err = filesystem.New(ctx, name); err != nil {
		scheme, _, _ := strings.Cut(name, "://")
		return nil, &readers.Error{Name: name, Message: "this program has no file system " + scheme + "://; give a local path, gs:// or s3://"}
	}
	return system, nil
}

// oneLine is what an error says, on one line.
func oneLine(err error) string {
	return strings.Join(strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' || r == '\r' }), "; ")
}
