package letters

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

func itoa(n int) string { return strconv.Itoa(n) }

// word is a piece of text that is not broken unless it must be: runs without a space,
// each in one weight.
type word struct {
	runs   []run
	breaks bool // a line ends after it
}

func (w *word) width(size float64) (sum float64) {
	for _, r := range w.runs {
		sum += weight(r.bold).width(r.text, size)
	}
	return sum
}

// words takes spans apart at their spaces.
func words(spans []span) (all []word) {
	open := false // the last word goes on
	for _, s := range spans {
		for rest := s.text; rest != ""; {
			text := strings.TrimLeft(rest, " ")
			if len(text) < len(rest) {
				open = false
			}
			if text == "" {
				break
			}
			end := strings.IndexByte(text, ' ')
			if end < 0 {
				end = len(text)
			}
			piece := run{text: text[:end], bold: s.bold}
			if open {
				last := &all[len(all)-1]
				last.runs = append(last.runs, piece)
			} else {
				all = append(all, word{runs: []run{piece}})
			}
			open, rest = true, text[end:]
		}
		if s.breaks {
			if len(all) == 0 {
				all = append(all, word{})
			}
			all[len(all)-1].breaks, open = true, false
		}
	}
	return all
}

// setter breaks words into lines.
type setter struct {
	size, width float64
	lines       [][]run
	current     []run
	x           float64 // where the current line ends
}

// wrap breaks spans into lines of at most a width, each with its runs placed from 0. A
// word that is wider than a line is broken within. There is at least one line.
func wrap(spans []span, size, width float64) [][]run {
	s := setter{size: size, width: width}
	for _, w := range words(spans) {
		s.word(&w)
	}
	if len(s.current) > 0 || len(s.lines) == 0 {
		s.end()
	}
	return s.lines
}

func (s *setter) end() { s.lines, s.current, s.x = append(s.lines, s.current), nil, 0 }

func (s *setter) word(w *word) {
	space := weight(false).width(" ", s.size)
	switch {
	case len(s.current) == 0:
	case s.x+space+w.width(s.size) > s.width+0.01: // widths are sums of fractions
		s.end()
	default: // the space belongs to the run before, so that words copied out of the PDF stay apart
		s.current[len(s.current)-1].text += " "
		s.x += space
	}
	for _, r := range w.runs {
		for r.text != "" {
			fits := s.fitting(r)
			if fits == 0 {
				s.end()
				continue
			}
			s.add(run{x: s.x, text: r.text[:fits], bold: r.bold})
			r.text = r.text[fits:]
		}
	}
	if w.breaks {
		s.end()
	}
}

// add puts a piece behind the line.
func (s *setter) add(piece run) {
	s.x += weight(piece.bold).width(piece.text, s.size)
	if n := len(s.current); n > 0 && s.current[n-1].bold == piece.bold {
		s.current[n-1].text += piece.text
		return
	}
	s.current = append(s.current, piece)
}

// fitting is how many bytes of a run the rest of the line holds. An empty line takes one
// sign at least, however narrow it is.
func (s *setter) fitting(r run) int {
	x := s.x
	for end := 0; end < len(r.text); {
		_, length := utf8.DecodeRuneInString(r.text[end:])
		x += weight(r.bold).width(r.text[end:end+length], s.size)
		if x > s.width+0.01 && (end > 0 || len(s.current) > 0) {
			return end
		}
		end += length
	}
	return len(r.text)
}
