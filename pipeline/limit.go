package pipeline

import (
	"strconv"
	"strings"

	"arrears/pipeline/policy"
)

// ParseLimit reads 100 or 5%; anything else is false.
func ParseLimit(text string) (limit Limit, ok bool) {
	if share, is := strings.CutSuffix(text, "%"); is {
		percent, err := strconv.ParseFloat(share, 64)
		if err != nil || !(percent >= 0 && percent <= 100) {
			return Limit{}, false
		}
		return Limit{Share: policy.Share(percent*10_000 + 0.5)}, true
	}
	rows, err := strconv.Atoi(text)
	return Limit{ByRow: true, Rows: rows}, err == nil && rows >= 0
}
