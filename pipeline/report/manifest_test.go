package report

import (
	"encoding/json"
	"testing"
	"time"
)

func TestSecondsInJSON(t *testing.T) {
	for duration, want := range map[time.Duration]string{
		0: "0", time.Second: "1", 1500 * time.Millisecond: "1.5", 1: "0.000000001", -1500 * time.Millisecond: "-1.5",
		100 * time.Second: "100", 123456789*time.Second + 10: "123456789.00000001",
	} {
		text, err := json.Marshal(Seconds(duration))
		var back Seconds
		if err == nil {
			err = json.Unmarshal(text, &back)
		}
		if string(text) != want || time.Duration(back) != duration || err != nil {
			t.Errorf("%v: %s, read as %v, %v; want %s", duration, text, time.Duration(back), err, want)
		}
	}
	var s Seconds = 5
	if err := json.Unmarshal([]byte("4.5e-07"), &s); s != 0 || err != nil {
		t.Errorf("less than a microsecond is %v, %v", s, err)
	}
	for _, text := range []string{`"1"`, `true`, `1h`, `{}`} {
		if err := json.Unmarshal([]byte(text), &s); err == nil {
			t.Errorf("%s is read as %v", text, s)
		}
	}
}
