package workbook

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"arrears/writers/internal/words"
)

// linkPlace stands for all links of a sheet until its part is written.
const linkPlace = "mailto:place-of-all-links"

// plainAddress tells an e-mail address that is plainly one: what a link could do more
// than address a letter (a second recipient, a subject, another scheme) needs characters
// that it lacks.
func plainAddress(text string) bool {
	local, domain, found := strings.Cut(text, "@")
	if !found || len(text) > 254 || local == "" || !alphanumeric(local[0]) || !alphanumeric(local[len(local)-1]) {
		return false
	}
	for _, c := range []byte(local) {
		if !alphanumeric(c) && !strings.ContainsRune("._+-", rune(c)) {
			return false
		}
	}
	labels := strings.Split(domain, ".")
	for _, label := range labels {
		if label == "" || !alphanumeric(label[0]) || !alphanumeric(label[len(label)-1]) {
			return false
		}
		for _, c := range []byte(label) {
			if !alphanumeric(c) && c != '-' {
				return false
			}
		}
	}
	top := labels[len(labels)-1]
	return len(labels) > 1 && len(top) > 1 && strings.Trim(top, "0123456789-") == top
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// setLinks finds out whether the e-mail addresses of a sheet can be clicked, and keeps
// their place.
func (b *builder) setLinks(s *sheet) error {
	if s.listing.mail == nil {
		return nil
	}
	links := 0
	for i := s.from; i < s.to; i++ {
		if plainAddress(s.listing.mail(i)) {
			links++
		}
	}
	switch {
	case links == 0:
		return nil
	case links > b.most.links:
		s.unlinked = links
		return nil
	}
	s.links = true
	return b.file.SetCellHyperLink(s.name, "A1", linkPlace, "External")
}

func (b *builder) tooManyLinks(links int) string {
	return fmt.Sprintf("The %s e-mail addresses are not links: a sheet holds no more than %s.", words.Count(links), words.Count(b.most.links))
}

// writeLinks writes the links of a sheet as its part lists them.
func (s *sheet) writeLinks(w io.Writer) error {
	letters, err := excelize.ColumnNumberToName(s.listing.mailColumn)
	if err != nil {
		return err
	}
	return s.eachLink(w, func(dst []byte, line int, _ string) []byte {
		dst = append(append(dst, `<hyperlink ref="`...), letters...)
		dst = strconv.AppendInt(dst, int64(line), 10)
		dst = append(dst, `" r:id="mail`...)
		dst = strconv.AppendInt(dst, int64(line), 10)
		return append(dst, `"/>`...)
	})
}

// writeTargets writes where the links of a sheet lead, as its relations list them.
func (s *sheet) writeTargets(w io.Writer) error {
	return s.eachLink(w, func(dst []byte, line int, address string) []byte {
		dst = append(dst, `<Relationship Id="mail`...)
		dst = strconv.AppendInt(dst, int64(line), 10)
		dst = append(append(dst, `" Type="`+excelize.SourceRelationshipHyperLink+`" Target="mailto:`...), address...)
		return append(dst, `" TargetMode="External"/>`...)
	})
}

// eachLink writes something for each link: the line it stands on, and its address.
func (s *sheet) eachLink(w io.Writer, add func(dst []byte, line int, address string) []byte) error {
	buffer := make([]byte, 0, 2*chunk)
	for i := s.from; i < s.to; i++ {
		if address := s.listing.mail(i); plainAddress(address) {
			buffer = add(buffer, s.header+1+i-s.from, address)
		}
		if len(buffer) >= chunk {
			if _, err := w.Write(buffer); err != nil {
				return err
			}
			buffer = buffer[:0]
		}
	}
	_, err := w.Write(buffer)
	return err
}

// relations is the part that holds the relations of a sheet's part.
func (s *sheet) relations() string {
	return path.Join(path.Dir(s.part), "_rels", path.Base(s.part)+".rels")
}

// element finds the one element of a name that holds a text: where it begins and ends.
func element(content []byte, name, text string) (from, to int, err error) {
	at := bytes.Index(content, []byte(text))
	from = bytes.LastIndex(content[:max(at, 0)], []byte("<"+name))
	length := bytes.Index(content[max(from, 0):], []byte("</"+name+">"))
	if at < 0 || from < 0 || length < 0 {
		return 0, 0, fmt.Errorf("the library wrote no %s with %s", name, text)
	}
	return from, from + length + len("</"+name+">"), nil
}
