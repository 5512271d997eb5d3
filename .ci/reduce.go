// Reduce writes PNG pictures anew with at most 256 colours, as small as they get: letters
// and charts need no more. It is for the README's pictures: go run .ci/reduce.go FILE...
package main

import (
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"slices"
)

func main() {
	for _, path := range os.Args[1:] {
		if err := reduce(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func reduce(path string) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	picture, err := png.Decode(in)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := in.Close(); err != nil {
		return err
	}
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(out, withPalette(picture)); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return out.Close()
}

// shade is a colour without what the eye does not see: five bits of each part.
type shade [3]uint8

func shadeOf(c color.Color) (shade, color.RGBA) {
	r, g, b, _ := c.RGBA()
	exact := color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 255}
	return shade{exact.R >> 3, exact.G >> 3, exact.B >> 3}, exact
}

// withPalette is the picture in its 256 most frequent shades, each drawn in the most
// frequent of its colours; a rarer one in the nearest of these.
func withPalette(picture image.Image) *image.Paletted {
	bounds := picture.Bounds()
	counts := map[shade]map[color.RGBA]int{}
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			s, exact := shadeOf(picture.At(x, y))
			if counts[s] == nil {
				counts[s] = map[color.RGBA]int{}
			}
			counts[s][exact]++
		}
	}
	palette := frequent(counts)
	places := map[shade]uint8{}
	reduced := image.NewPaletted(image.Rect(0, 0, bounds.Dx(), bounds.Dy()), palette)
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			s, exact := shadeOf(picture.At(x, y))
			place, known := places[s]
			if !known {
				place = uint8(palette.Index(exact))
				places[s] = place
			}
			reduced.SetColorIndex(x-bounds.Min.X, y-bounds.Min.Y, place)
		}
	}
	return reduced
}

// frequent is the most frequent colour of each of the most frequent shades.
func frequent(counts map[shade]map[color.RGBA]int) color.Palette {
	type entry struct {
		colour color.RGBA
		most   int
		all    int
	}
	var entries []entry
	for _, exact := range counts {
		e := entry{}
		for colour, n := range exact {
			e.all += n
			if n > e.most || n == e.most && rank(colour) < rank(e.colour) {
				e.most, e.colour = n, colour
			}
		}
		entries = append(entries, e)
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(b.all, a.all), cmp.Compare(rank(a.colour), rank(b.colour)))
	})
	var palette color.Palette
	for _, e := range entries[:min(len(entries), 256)] {
		palette = append(palette, e.colour)
	}
	return palette
}

func rank(c color.RGBA) int { return int(c.R)<<16 | int(c.G)<<8 | int(c.B) }
