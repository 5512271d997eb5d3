package exports

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"

	"arrears/readers"
)

// Write writes a file in a folder, whole or not at all: locally by way of a hidden file
// that is renamed; object storage shows an object only once it is whole. Local files are
// for their user alone, for they name people.
func Write(ctx context.Context, folder, name string, content []byte) error {
	path := strings.TrimRight(folder, "/") + "/" + name
	if !isRemote(folder) {
		if err := writeLocal(folder, name, content); err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
		return nil
	}
	system, err := open(ctx, path)
	if err != nil {
		return err
	}
	defer system.Close()
	file, err := system.OpenWrite(ctx, path)
	if err != nil {
		return fmt.Errorf("write %s: %s", path, oneLine(err))
	}
	if _, err := file.Write(content); err != nil {
		return fmt.Errorf("write %s: %s", path, oneLine(errors.Join(err, file.Close())))
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("write %s: %s", path, oneLine(err))
	}
	return nil
}

func writeLocal(folder, name string, content []byte) (err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(folder, "."+name+".*") // 0600
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), filepath.Join(folder, name))
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// CheckEmpty makes sure that a folder holds nothing yet, or is not there.
func CheckEmpty(ctx context.Context, folder string) error {
	if !isRemote(folder) {
		return checkLocal(folder)
	}
	if strings.ContainsAny(folder, "*?[") {
		return &readers.Error{Name: folder, Message: "holds one of * ? [, which stand for other characters there; name another --out"}
	}
	system, err := open(ctx, folder)
	if err != nil {
		return err
	}
	defer system.Close()
	names, err := system.List(ctx, strings.TrimRight(folder, "/")+"/*")
	switch {
	case err != nil:
		return &readers.Error{Name: folder, Message: "can't be listed (" + oneLine(err) + "); check the path and the rights"}
	case len(names) > 0:
		return holdsFiles(folder)
	}
	return nil
}

func holdsFiles(folder string) error {
	return &readers.Error{Name: folder, Message: "holds files already; name another --out"}
}

// checkLocal is CheckEmpty where the system's own functions can tell.
func checkLocal(folder string) error {
	info, err := os.Stat(folder)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err == nil && !info.IsDir() {
		return &readers.Error{Name: folder, Message: "is a file and no folder; name another --out"}
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return readers.Unreadable(folder, err)
	}
	if len(entries) > 0 {
		return holdsFiles(folder)
	}
	return nil
}

// ReadBack reads a file in a folder. It is found to be missing by its absence from the
// list.
func ReadBack(ctx context.Context, folder, name string) (content []byte, found bool, err error) {
	path := strings.TrimRight(folder, "/") + "/" + name
	if !isRemote(folder) {
		content, err := os.ReadFile(filepath.Join(folder, name))
		if errors.Is(err, os.ErrNotExist) {
			return nil, false, nil
		}
		return content, err == nil, err
	}
	system, err := open(ctx, path)
	if err != nil {
		return nil, false, err
	}
	defer system.Close()
	if names, err := system.List(ctx, path); err != nil || len(names) == 0 {
		return nil, false, err
	}
	return readAll(ctx, system, path)
}

func readAll(ctx context.Context, system filesystem.Interface, path string) (content []byte, found bool, err error) {
	file, err := system.OpenRead(ctx, path)
	if err != nil {
		return nil, false, unreadable(path, err)
	}
	defer func() { err = closing(file, err) }()
	content, err = io.ReadAll(file)
	return content, true, err
}
