package coap

import (
	"strconv"
	"strings"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// monthCount is a number of months in words: 1 month, 36 months.
func monthCount(months int) string {
	return strconv.Itoa(months) + counted(months, " month", " months")
}

// counted chooses between singular and plural.
func counted(count int, singular, plural string) string {
	if count == 1 {
		return singular
	}
	return plural
}

// enumerate joins items as a sentence does: a, b and c. Beyond a limit it counts the
// rest.
func enumerate(items []string, limit int) string {
	if rest := len(items) - limit; rest > 0 {
		items = append(items[:limit:limit], strconv.Itoa(rest)+" more")
	}
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " and " + items[last]
}

// percent is a share in words: 50 %, 33.3333 %.
func percent(part policy.Share) string {
	const unit = policy.Share(ledger.RateUnit) / 100
	text := strconv.FormatInt(int64(part/unit), 10)
	if rest := part % unit; rest != 0 {
		decimals := strconv.FormatInt(int64(unit+rest), 10)[1:]
		text += "." + strings.TrimRight(decimals, "0")
	}
	return text + " %"
}
