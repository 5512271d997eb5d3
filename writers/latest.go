package writers

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"arrears/pipeline/report"
)

// LatestName is the link in a folder of runs to the last good one.
const LatestName = "latest"

// linkDraft is what drafts of the link are named after.
const linkDraft = "latest-link"

// turnLatest lets the link point to this run, unless it points to a run with a later
// as-of date: who does an old month again does not make it the latest. It returns what
// should be known. What is no link is left alone.
func turnLatest(on disk, folder, name, asOf string) (notes []string) {
	path := filepath.Join(folder, LatestName)
	if name == LatestName {
		return nil
	}
	notes, err := sweep(on, folder, linkDraft)
	if err != nil {
		return []string{err.Error()}
	}
	target, err := os.Readlink(path)
	switch {
	case err == nil && target == name:
		return notes
	case err == nil:
		before, err := asOfIn(on, filepath.Join(folder, target))
		if err != nil {
			return append(notes, fmt.Sprintf("%s: stays as it is, for the run that it points to can't be read: %v", path, err))
		}
		if before > asOf {
			return notes
		}
	case !errors.Is(err, fs.ErrNotExist):
		return append(notes, path+": is no link and stays as it is; remove it, and the next run makes it the link to the latest")
	}
	if err := relink(on, folder, name, path); err != nil {
		notes = append(notes, fmt.Sprintf("%s: does not point to %s: %v", path, name, err))
	}
	return notes
}

// relink makes a link beside the path and renames it there, so that there is one at every
// moment.
func relink(on disk, folder, name, path string) (err error) {
	draft, err := on.makeDraft(folder, "."+linkDraft+draftMark)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, on.removeAll(draft)) }()
	link := filepath.Join(draft, LatestName)
	if err := on.link(name, link); err != nil {
		return err
	}
	if err := on.rename(link, path); err != nil {
		return err
	}
	return on.sync(folder)
}

// asOfIn is the as-of date of the run in a folder; blank where there is none.
func asOfIn(on disk, folder string) (date string, err error) {
	file, err := on.open(filepath.Join(folder, report.ManifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	var manifest struct {
		AsOf string `json:"as_of"`
	}
	err = json.NewDecoder(io.LimitReader(file, manifestMax)).Decode(&manifest)
	return manifest.AsOf, errors.Join(err, file.Close())
}

// manifestMax is the most of a manifest that is read.
const manifestMax = 256 << 20
