package flow

import (
	"errors"
	"fmt"
	"testing"

	"arrears/pipeline"
	"arrears/readers"
	"arrears/readers/delimited"
)

// What a step says is found again in what a runner makes of it.
func TestTold(t *testing.T) {
	for _, c := range []struct {
		err      error
		unusable bool
	}{
		{&readers.Error{Name: "ledger.csv.gz", Message: "can't be decompressed: unexpected EOF"}, true},
		{fmt.Errorf("read: %w", &pipeline.LimitError{Message: "case \"C1\" has more than 1000000 rows"}), true},
		{&delimited.BrokenError{Name: "ledger.csv.gz", Err: errors.New("unexpected EOF")}, true},
		{errors.New("the disk is full"), false},
	} {
		err := c.err
		tell(&err)
		tell(&err)
		told := Told(fmt.Errorf("job job-001 failed:; bundle inst004 failed: Plan[stage-005]: %w\n\tstack", err))
		if told == nil || told.Message != c.err.Error() || told.Unusable != c.unusable {
			t.Errorf("%v was told as %+v", c.err, told)
		}
	}
	var none error
	if tell(&none); none != nil || Told(errors.New("job failed")) != nil {
		t.Error("something was told that nobody said")
	}
}
