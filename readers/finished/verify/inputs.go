package verify

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"arrears/pipeline/report"
	"arrears/readers"
	"arrears/readers/finished"
)

// InputFiles lists the files that a run read, each once, in the order in which it read
// them.
func InputFiles(run *finished.Run) (files []report.ManifestInput) {
	known := make(map[string]bool)
	for _, input := range run.Manifest.Inputs {
		if !known[input.Path] {
			known[input.Path] = true
			files = append(files, input)
		}
	}
	return files
}

// FindInputs says where the run's input files are now, in the order of InputFiles: blank
// for one that is not there as it was.
func FindInputs(ctx context.Context, run *finished.Run, options Options) (paths []string, others []string, err error) {
	files := InputFiles(run)
	if len(options.Inputs) == 0 {
		for _, file := range files {
			path, err := unchanged(ctx, file)
			if err != nil {
				return nil, nil, err
			}
			paths = append(paths, path)
		}
		return paths, nil, nil
	}
	found, err := readers.Files(options.Inputs)
	if err != nil {
		return nil, nil, err
	}
	byHash, hashes := make(map[string][]string), make([]string, len(found))
	for i, path := range found {
		if hashes[i], err = readers.Digest(ctx, path); err != nil {
			return nil, nil, err
		}
		if options.Keyed != nil {
			hashes[i] = options.Keyed(hashes[i])
		}
		byHash[hashes[i]] = append(byHash[hashes[i]], path)
	}
	for _, file := range files {
		path := ""
		if same := byHash[file.SHA256]; len(same) > 0 {
			path, byHash[file.SHA256] = same[0], same[1:]
		}
		paths = append(paths, path)
	}
	for i, path := range found {
		if slices.Contains(byHash[hashes[i]], path) {
			others = append(others, path)
		}
	}
	return paths, others, nil
}

// unchanged is the path of an input that is as it was, else blank.
func unchanged(ctx context.Context, file report.ManifestInput) (path string, err error) {
	info, err := os.Stat(file.Path)
	if err != nil || info.Size() != file.Size || !info.Mode().IsRegular() {
		return "", nil
	}
	hash, err := readers.Digest(ctx, file.Path)
	if err != nil || hash != file.SHA256 {
		return "", err
	}
	return file.Path, nil
}

// inputs holds the run's inputs against the hashes that they had.
func (r *Result) inputs(ctx context.Context, run *finished.Run, options Options) error {
	paths, others, err := FindInputs(ctx, run, options)
	if err != nil {
		return err
	}
	for i, file := range InputFiles(run) {
		if paths[i] != "" {
			r.Checked.Inputs++
			continue
		}
		r.Checked.Missing++
		given := len(options.Inputs) > 0
		message := reasonMissing(file, given)
		if given || options.InputsMust {
			r.addf(file.Path, 0, "", "%s", message)
		} else {
			r.note(file.Path, "%s", message)
		}
	}
	for _, path := range others {
		r.note(path, "is none of the run's inputs")
	}
	return nil
}

// reasonMissing says why an input is not at hand as it was.
func reasonMissing(file report.ManifestInput, given bool) string {
	if given {
		return fmt.Sprintf("none of the files given is the one that the run read, of %d bytes with the SHA-256 %s", file.Size, file.SHA256)
	}
	info, err := os.Stat(file.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "this input is no longer there; where it is now can be given behind the run"
	case err != nil:
		return "this input can't be read: " + readers.Unreadable(file.Path, err).Message
	case info.Size() != file.Size:
		return fmt.Sprintf("this input was changed since, or another is there now: it has %d bytes, and had %d", info.Size(), file.Size)
	}
	return "this input was changed since, or another is there now: its SHA-256 differs"
}
