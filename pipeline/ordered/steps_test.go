package ordered

import (
	"errors"
	"slices"
	"testing"
)

func TestSteps(t *testing.T) {
	for _, c := range []struct {
		count, step int
		want        []int
	}{{0, 5, nil}, {1, 5, []int{0}}, {5, 5, []int{0}}, {6, 5, []int{0, 5}}, {11, 5, []int{0, 5, 10}}} {
		var got []int
		err := Steps(c.count, c.step)(t.Context(), func(from int) error { got = append(got, from); return nil })
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%d by %d: %v, %v, want %v", c.count, c.step, got, err, c.want)
		}
	}
	enough := errors.New("enough")
	if err := Steps(9, 1)(t.Context(), func(from int) error {
		if from == 3 {
			return enough
		}
		return nil
	}); !errors.Is(err, enough) {
		t.Errorf("got %v", err)
	}
}
