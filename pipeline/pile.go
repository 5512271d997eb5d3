package pipeline

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"
)

// pile holds rows by partition, in memory up to a bound and beyond it in temporary
// files, which remove takes away.
type pile struct {
	limit  int64
	parent string // where the folder of temporary files is made; blank: the system's

	held   [partitions][]byte
	size   int64
	folder string
	mutex  sync.Mutex // guards the files, which workers read side by side
}

func newPile(limit int64, parent string) *pile { return &pile{limit: limit, parent: parent} }

// store adds the rows of a block.
func (r *replayer) store(rows *gathered) error { return r.pile.add(rows) }

func (p *pile) add(rows *gathered) error {
	for i, data := range rows {
		p.held[i] = append(p.held[i], data...)
		p.size += int64(len(data))
	}
	if p.size <= p.limit {
		return nil
	}
	return p.spill()
}

// spill moves what is held in memory to the files.
func (p *pile) spill() error {
	if p.folder == "" {
		folder, err := os.MkdirTemp(p.parent, "arrears-*")
		if err != nil {
			return fmt.Errorf("make a folder for temporary files: %w; free space or name another folder with TMPDIR", err)
		}
		p.folder = folder
	}
	for i, data := range p.held {
		if len(data) == 0 {
			continue
		}
		if err := p.write(i, data); err != nil {
			return fmt.Errorf("write temporary files: %w; free space, raise --memory or name another folder with TMPDIR", err)
		}
		p.held[i] = data[:0]
	}
	p.size = 0
	return nil
}

func (p *pile) path(part int) string { return filepath.Join(p.folder, strconv.Itoa(part)) }

func (p *pile) write(part int, data []byte) error {
	file, err := os.OpenFile(p.path(part), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Close())
}

// load returns a partition's rows, those of the files first, and lets go of them.
func (p *pile) load(part int) ([]byte, error) {
	p.mutex.Lock()
	held := p.held[part]
	p.held[part] = nil
	p.mutex.Unlock()
	if p.folder == "" {
		return held, nil
	}
	file, err := os.Open(p.path(part))
	if errors.Is(err, os.ErrNotExist) {
		return held, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read temporary files: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read temporary files: %w", err), file.Close())
	}
	data := make([]byte, info.Size(), info.Size()+int64(len(held)))
	_, err = io.ReadFull(file, data)
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("read temporary files: %w", err)
	}
	return append(data, held...), nil
}

func (p *pile) remove() error {
	if p.folder == "" {
		return nil
	}
	return os.RemoveAll(p.folder)
}
