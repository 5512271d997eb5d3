package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/flate"
)

var (
	errNotWorkbook = errors.New("is not an .xlsx workbook; open it in Excel and save it as .xlsx")
	errOLE         = errors.New("is an encrypted or old .xls workbook; save it as .xlsx without a password")
	errBinary      = errors.New("is a binary .xlsb workbook; save it as .xlsx")
	errDamagedZip  = errors.New("is a damaged or incomplete .xlsx workbook; copy it again, or open it in Excel and save it again")
)

// archive is the zip of a workbook: its parts by lower-cased name.
type archive struct {
	parts  map[string]*zip.File
	twice  map[string]bool // names that more than one entry bears
	limits Limits
	block  int // how many bytes are inflated at a time
}

// openArchive reads the zip's directory and judges it before anything is inflated.
func openArchive(source io.ReaderAt, size int64, limits Limits) (*archive, error) {
	if err := checkSignature(source); err != nil {
		return nil, err
	}
	budget := &budgetReader{source: source, left: directorySize}
	reader, err := zip.NewReader(budget, size)
	if errors.Is(err, errBudget) {
		return nil, fmt.Errorf("holds a zip directory of more than %d MiB; open it in Excel and save it again", directorySize>>20)
	}
	if err != nil {
		return nil, errDamagedZip
	}
	budget.lifted = true
	reader.RegisterDecompressor(zip.Deflate, flate.NewReader)
	if len(reader.File) > limits.Entries {
		return nil, fmt.Errorf("holds %d files, more than the %d allowed; open it in Excel and save it again", len(reader.File), limits.Entries)
	}
	if err := checkSizes(reader.File, size, limits.All); err != nil {
		return nil, err
	}
	a := &archive{parts: make(map[string]*zip.File, len(reader.File)), twice: map[string]bool{}, limits: limits, block: blockSize}
	for _, file := range reader.File {
		a.add(file)
	}
	return a, nil
}

// checkSizes judges the sizes that the directory states, for a file of a size. Parts that
// take more room than the file has lie on one another: a few bytes are to be inflated
// many times.
func checkSizes(files []*zip.File, size, limit int64) error {
	packed, inflated := uint64(0), uint64(0)
	for _, file := range files {
		if packed += file.CompressedSize64; file.CompressedSize64 > uint64(size) || packed > uint64(size) {
			return errDamagedZip
		}
		if inflated += file.UncompressedSize64; file.UncompressedSize64 > uint64(limit) || inflated > uint64(limit) {
			return fmt.Errorf("inflates to more than the %s allowed; save the tables as several workbooks, or export them as CSV", bytesAsRead(limit))
		}
	}
	return nil
}

// checkSignature tells the usual wrong files apart by their first bytes.
func checkSignature(source io.ReaderAt) error {
	var first [8]byte
	n, err := source.ReadAt(first[:], 0)
	if err != nil && err != io.EOF {
		return err
	}
	switch {
	case bytes.HasPrefix(first[:n], []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return errOLE
	case !bytes.HasPrefix(first[:n], []byte("PK")):
		return errNotWorkbook
	}
	return nil
}

// add files an entry under its name. A name that leads out of the archive is
// ignored, as is a folder.
func (a *archive) add(file *zip.File) {
	name := strings.ReplaceAll(file.Name, `\`, "/")
	if strings.HasSuffix(name, "/") || leadsOut(name) {
		return
	}
	name = partKey(name)
	if _, ok := a.parts[name]; ok {
		a.twice[name] = true
	}
	a.parts[name] = file
}

func leadsOut(name string) bool {
	for step := range strings.SplitSeq(name, "/") {
		if step == ".." {
			return true
		}
	}
	return false
}

// partKey is the form under which a part's name is looked up: part names are equal
// whatever their letter case (ECMA-376 part 2).
func partKey(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean(name), "/"))
}

func (a *archive) has(name string) bool {
	_, ok := a.parts[partKey(name)]
	return ok
}

// open starts inflating a part, which may give limit bytes at most.
func (a *archive) open(name string, limit int64) (io.ReadCloser, error) {
	file, ok := a.parts[partKey(name)]
	switch {
	case !ok:
		return nil, errors.New("the workbook does not hold the part it names")
	case a.twice[partKey(name)]:
		return nil, errors.New("the workbook holds the part twice")
	case file.Flags&1 != 0:
		return nil, errors.New("the part is encrypted")
	case file.UncompressedSize64 > uint64(limit):
		return nil, tooLarge(limit)
	case file.UncompressedSize64 > suspectSize && file.UncompressedSize64/suspectRatio > file.CompressedSize64:
		return nil, fmt.Errorf("the part inflates to more than %d times its size", suspectRatio)
	}
	inflated, err := file.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		return nil, errors.New("the part is compressed in a way that Excel does not use")
	}
	if err != nil {
		return nil, errDamagedPart
	}
	return &cappedReader{source: inflated, left: int64(file.UncompressedSize64)}, nil
}

var errDamagedPart = errors.New("the compressed data is damaged or incomplete")

func tooLarge(limit int64) error {
	return fmt.Errorf("the part inflates to more than the %s allowed", bytesAsRead(limit))
}

// bytesAsRead is a limit as people read it.
func bytesAsRead(limit int64) string {
	switch {
	case limit%(1<<30) == 0:
		return fmt.Sprintf("%d GiB", limit>>30)
	case limit%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", limit>>20)
	}
	return fmt.Sprintf("%d bytes", limit)
}

// read returns the whole of a part as UTF-8.
func (a *archive) read(name string, limit int64) ([]byte, error) {
	source, err := a.open(name, limit)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(source)
	if closeErr := source.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, err
	}
	return decodeUTF16(data)
}

// readUnusual returns the whole of a part that the fallback is to read.
func (a *archive) readUnusual(name string) ([]byte, error) {
	file, ok := a.parts[partKey(name)]
	if ok && file.UncompressedSize64 > uint64(a.limits.Fallback) {
		return nil, fmt.Errorf("its markup is unusual, and a part with such may inflate to %s at most", bytesAsRead(a.limits.Fallback))
	}
	return a.read(name, a.limits.Fallback)
}

var errBudget = errors.New("read budget exceeded")

// budgetReader stops a hostile directory from being read into memory.
type budgetReader struct {
	source io.ReaderAt
	left   int64
	lifted bool
}

func (b *budgetReader) ReadAt(p []byte, offset int64) (int, error) {
	if !b.lifted {
		if b.left < int64(len(p)) {
			return 0, errBudget
		}
		b.left -= int64(len(p))
	}
	return b.source.ReadAt(p, offset)
}

// cappedReader gives a part's bytes, as many as the directory states, and one error for
// whatever is wrong with them.
type cappedReader struct {
	source io.ReadCloser
	left   int64
}

func (c *cappedReader) Read(p []byte) (int, error) {
	n, err := c.source.Read(p)
	if c.left -= int64(n); c.left < 0 {
		return 0, errDamagedPart
	}
	if err != nil && err != io.EOF {
		return n, errDamagedPart
	}
	return n, err
}

func (c *cappedReader) Close() error {
	if c.source.Close() != nil {
		return errDamagedPart
	}
	return nil
}
