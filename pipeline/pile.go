package pipeline

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// partitions is into how many parts cases are spread by a hash of their identifier when
// their rows lie apart. Each part is processed alone; of twelve million rows one fits the
// cache of a processor.
const partitions = 1024

// gathered is the rows of a block, spread over the partitions: those of partition p are
// data[ends[p-1]:ends[p]], in the form of stored.go.
type gathered struct {
	data []byte
	ends [partitions]int64
}

func (g *gathered) of(part int) []byte {
	start := int64(0)
	if part > 0 {
		start = g.ends[part-1]
	}
	return g.data[start:g.ends[part]]
}

// pile holds the rows of a ledger by partition, in memory up to a bound and beyond it in
// a temporary file, which has no name once it is made and so goes with the process,
// however that ends.
type pile struct {
	limit  int64
	parent string // where the file is made; blank: the system's folder

	held  []*gathered // in input order
	size  int64       // bytes held
	spent sync.Pool   // of *gathered that were spilled

	file   *os.File
	named  string // the file's path, where it could not be unlinked at once
	layers []layer
}

// layer is what was spilled at once; in it, the rows of a partition lie together.
type layer struct {
	start int64
	ends  [partitions]int64
}

// empty is one to be filled, in the memory of one that was spilled if there is one.
func (p *pile) empty() *gathered {
	if g, ok := p.spent.Get().(*gathered); ok {
		return g
	}
	return &gathered{}
}

func newPile(limit int64, parent string) *pile { return &pile{limit: limit, parent: parent} }

// add takes the rows of the next block.
func (p *pile) add(rows *gathered) error {
	p.held = append(p.held, rows)
	p.size += int64(len(rows.data))
	if p.size <= p.limit {
		return nil
	}
	if err := p.spill(); err != nil {
		return fmt.Errorf("write temporary files: %w; free space, raise --memory or name another folder with TMPDIR", err)
	}
	return nil
}

// spill moves what is held in memory to the file.
func (p *pile) spill() error {
	if err := p.create(); err != nil {
		return err
	}
	next := layer{}
	if n := len(p.layers); n > 0 {
		next.start = p.layers[n-1].ends[partitions-1]
	}
	at := next.start
	w := bufio.NewWriterSize(p.file, 1<<20)
	for part := range partitions {
		for _, rows := range p.held {
			n, err := w.Write(rows.of(part))
			if err != nil {
				return err
			}
			at += int64(n)
		}
		next.ends[part] = at
	}
	if err := w.Flush(); err != nil {
		return err
	}
	p.layers = append(p.layers, next)
	for _, rows := range p.held {
		p.spent.Put(rows)
	}
	clear(p.held)
	p.held, p.size = p.held[:0], 0
	return nil
}

// temporaryFile makes a file; tests put one on a disk that is full here.
var temporaryFile = os.CreateTemp

// create makes the temporary file, which only its owner may read.
func (p *pile) create() error {
	if p.file != nil {
		return nil
	}
	file, err := temporaryFile(p.parent, "arrears-*")
	if err != nil {
		return err
	}
	p.file = file
	if os.Remove(file.Name()) != nil {
		p.named = file.Name() // a system that keeps the names of open files
	}
	return nil
}

// load appends a partition's rows to dst, in input order. It may be called from several
// goroutines once all rows are added.
func (p *pile) load(dst []byte, part int) ([]byte, error) {
	if p.sizeOf(part) > partitionMax {
		return nil, &LimitError{fmt.Sprintf("rows that lie apart take more than %s in one of %d partitions; sort the ledger by case_id, or check that column", size(partitionMax), partitions)}
	}
	for i := range p.layers {
		layer := &p.layers[i]
		start := layer.start
		if part > 0 {
			start = layer.ends[part-1]
		}
		size := int(layer.ends[part] - start)
		held := len(dst)
		dst = append(dst, make([]byte, size)...)
		if n, err := p.file.ReadAt(dst[held:], start); n < size {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return nil, fmt.Errorf("read temporary files: %w", err)
		}
	}
	for _, rows := range p.held {
		dst = append(dst, rows.of(part)...)
	}
	return dst, nil
}

// sizeOf is how many bytes a partition's rows take.
func (p *pile) sizeOf(part int) (bytes int64) {
	for i := range p.layers {
		start := p.layers[i].start
		if part > 0 {
			start = p.layers[i].ends[part-1]
		}
		bytes += p.layers[i].ends[part] - start
	}
	for _, rows := range p.held {
		bytes += int64(len(rows.of(part)))
	}
	return bytes
}

// remove gives the file back.
func (p *pile) remove() error {
	if p.file == nil {
		return nil
	}
	err := p.file.Close()
	if p.named != "" {
		err = errors.Join(err, os.Remove(p.named))
	}
	return err
}
