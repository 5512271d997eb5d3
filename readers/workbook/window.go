package workbook

import (
	"bytes"
	"io"
)

const (
	blockSize = 256 << 10
	// headroom is kept free before each block for the end of the one before, so that
	// a row cut by a block's end is joined by moving the cut row, not the block.
	headroom = 32 << 10
	// padding is zeros behind the data: a zero is no XML, so that scanning stops
	// there without a check at each byte.
	padding = 64
	// blocksInFlight bounds the memory of a sheet being read.
	blocksInFlight = 4
)

type block struct {
	buffer []byte // headroom, length bytes of data, padding
	length int
	err    error // io.EOF with or after the last data
}

// inflater inflates a part ahead of the scanner, in a goroutine that close waits for.
type inflater struct {
	full chan block  // capacity: all blocks in flight
	free chan []byte // capacity: all blocks in flight
	stop chan struct{}
	done chan struct{}
}

// newInflater starts inflating into blocks of that size.
func newInflater(source io.ReadCloser, size int) *inflater {
	f := &inflater{
		full: make(chan block, blocksInFlight),
		free: make(chan []byte, blocksInFlight),
		stop: make(chan struct{}),
		done: make(chan struct{}),
	}
	for range blocksInFlight {
		f.free <- nil
	}
	go f.run(source, size)
	return f
}

// close ends the goroutine and waits for it. It may be called again.
func (f *inflater) close() {
	select {
	case <-f.stop:
	default:
		close(f.stop)
	}
	<-f.done
}

func (f *inflater) run(source io.ReadCloser, size int) {
	defer close(f.done)
	defer source.Close() // nothing is left to flush: a fault of the data shows in Read
	for {
		var buffer []byte
		select {
		case <-f.stop:
			return
		case buffer = <-f.free:
		}
		if buffer == nil {
			buffer = make([]byte, headroom+size+padding)
		}
		full := fill(source, buffer)
		select {
		case <-f.stop:
			return
		case f.full <- full:
		}
		if full.err != nil {
			return
		}
	}
}

// fill reads one block, whole unless the part ends or fails.
func fill(source io.Reader, buffer []byte) block {
	full := block{buffer: buffer}
	room := buffer[headroom : len(buffer)-padding]
	for full.length < len(room) && full.err == nil {
		var n int
		n, full.err = source.Read(room[full.length:])
		full.length += n
	}
	clear(buffer[headroom+full.length : headroom+full.length+padding])
	return full
}

// window is the part of an inflated part that is being looked at. What it held is
// overwritten once it grows.
type window struct {
	inflater *inflater
	held     []byte // the block that data lies in; nil where it has a buffer of its own
	data     []byte // the unread bytes, followed by padding
	err      error  // why there is no more: io.EOF, or a fault of the part
	last     byte   // the last byte given by ReadByte
	previous byte   // the one before
	around   int64  // how many more bytes ReadByte may give
	token    int    // how many it has given for the token at hand
}

// length is how many unread bytes the window shows.
func (w *window) length() int { return max(0, len(w.data)-padding) }

// advance takes n bytes as read.
func (w *window) advance(n int) { w.data = w.data[n:] }

// grow shows more of the part behind the unread bytes. At the part's end it returns
// io.EOF.
func (w *window) grow() error {
	if w.err != nil {
		return w.err
	}
	next := <-w.inflater.full
	w.err = next.err
	if next.length == 0 && w.err != nil {
		return w.err
	}
	unread := w.length()
	if unread > headroom {
		return w.join(next)
	}
	copy(next.buffer[headroom-unread:headroom], w.data[:unread])
	w.release()
	w.held = next.buffer
	w.data = next.buffer[headroom-unread : headroom+next.length+padding]
	return nil
}

// join puts a row that spans blocks into a buffer of its own, at least doubled so
// that a long row is not copied for each of its blocks.
func (w *window) join(next block) error {
	unread := w.length()
	joined := make([]byte, 0, 3*unread+2*blockSize)
	joined = append(joined, w.data[:unread]...)
	w.release()
	for {
		joined = append(joined, next.buffer[headroom:headroom+next.length]...)
		w.held = next.buffer
		w.release()
		if w.err != nil || len(joined) >= 2*unread {
			break
		}
		next = <-w.inflater.full
		w.err = next.err
	}
	w.data = append(joined, make([]byte, padding)...)
	return nil
}

// release gives the block back to be filled again.
func (w *window) release() {
	if w.held != nil {
		w.inflater.free <- w.held
		w.held = nil
	}
}

// ReadByte lets encoding/xml read what lies around the rows, and not a byte more.
func (w *window) ReadByte() (byte, error) {
	w.around--
	w.token++
	switch {
	case w.around < 0:
		w.err = errAround
		return 0, w.err
	case w.token > tokenMax:
		w.err = errToken
		return 0, w.err
	}
	if w.length() == 0 {
		if err := w.grow(); err != nil {
			return 0, err
		}
	}
	w.previous, w.last = w.last, w.data[0]
	w.data = w.data[1:]
	return w.last, nil
}

// Read makes the window an io.Reader, as encoding/xml asks; it reads by ReadByte.
func (w *window) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	c, err := w.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = c
	return 1, nil
}

// indexByte is the place of c at or after from; -1 where the window ends before.
func (w *window) indexByte(from int, c byte) int {
	end := w.length()
	if from >= end {
		return -1
	}
	if i := bytes.IndexByte(w.data[from:end], c); i >= 0 {
		return from + i
	}
	return -1
}
