package pseudonym

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// secret is a key of as many different bytes.
func secret(n int) []byte {
	var key []byte
	for i := range n {
		key = append(key, byte(i))
	}
	return key
}

func key(t *testing.T, secret []byte) *Key {
	t.Helper()
	k, err := New(secret)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestAKeyMustBeGood(t *testing.T) {
	for name, text := range map[string][]byte{"none": nil, "31 bytes": secret(31), "all alike": bytes.Repeat([]byte{7}, 64), "seven": bytes.Repeat(secret(7), 10)} {
		if _, err := New(text); !errors.Is(err, ErrWeak) {
			t.Errorf("%s: %v", name, err)
		}
	}
	key(t, secret(32))
}

// What was given once is given always (the first was worked out by another program): a changed pseudonym would be another person in the
// next run.
func TestPseudonymsStayTheSame(t *testing.T) {
	k := key(t, secret(32))
	for _, c := range []struct {
		kind       Kind
		text, want string
	}{{Case, "0200000001019", "C-0M2XRS9CP981P132"}, {NCP, "0200000001019", "N-"}, {Entry, "1", "E-"}, {Source, "wage", "S-"}, {Case, "", ""}} {
		got, err := k.Of(c.kind, c.text)
		again, _ := key(t, secret(32)).Of(c.kind, c.text)
		if err != nil || !strings.HasPrefix(got, c.want) || got != again || (c.text != "") != Is(c.kind, got) {
			t.Errorf("%c %q is %q, then %q, %v", c.kind, c.text, got, again, err)
		}
	}
}

func TestKindsAndKeysAndTextsDiffer(t *testing.T) {
	seen := make(map[string]string)
	for n := 32; n < 36; n++ {
		k := key(t, secret(n))
		for _, kind := range []Kind{Case, NCP, Entry, Source} {
			for i := range 500 {
				text := fmt.Sprint(i)
				got, err := k.Of(kind, text)
				digits := got[2:]
				own := fmt.Sprint(n, kind, text)
				if err != nil || seen[digits] != "" {
					t.Fatalf("%s and %s are %s, %v", own, seen[digits], got, err)
				}
				seen[digits] = own
			}
		}
		if seen[k.Fingerprint()] != "" || len(k.Fingerprint()) != 16 || len(k.Digest("a")) != 64 || k.Digest("a") == k.Digest("b") {
			t.Errorf("fingerprint %s, digest %s", k.Fingerprint(), k.Digest("a"))
		}
		seen[k.Fingerprint()] = fmt.Sprint(n)
	}
}

// Two cases are never made one: with pseudonyms of two digits that happens soon, and is an
// error whoever comes first. Entries may share a pseudonym with those of other cases.
func TestACollisionIsAnError(t *testing.T) {
	for _, kind := range []Kind{Case, NCP, Entry, Source} {
		k := key(t, secret(32))
		k.length = 2
		var collided error
		for i := range 2000 {
			for range 2 { // the same text again is no collision
				if _, err := k.Of(kind, fmt.Sprint("case ", i)); err != nil && collided == nil {
					collided = err
				}
			}
			if i == 3 && collided != nil {
				t.Fatalf("%c: after four already: %v", kind, collided)
			}
		}
		if want := kind == Case || kind == NCP; errors.Is(collided, ErrCollision) != want {
			t.Errorf("%c: %v", kind, collided)
		}
	}
}

func TestSideBySide(t *testing.T) {
	k := key(t, secret(40))
	var group sync.WaitGroup
	results := make([]string, 8)
	for worker := range results {
		group.Go(func() {
			for i := range 300 {
				got, err := k.Append([]byte(results[worker]), Case, fmt.Append(nil, i))
				if err != nil {
					t.Error(err)
				}
				results[worker] = string(got)
			}
		})
	}
	group.Wait()
	for _, result := range results {
		if result != results[0] {
			t.Error("workers differ")
		}
	}
}

func TestIs(t *testing.T) {
	for text, want := range map[string]bool{"C-PK7A9NSAHRFMZ8PX": true, "N-PK7A9NSAHRFMZ8PX": false, "C-PK7A9NSAHRFMZ8P": false, "C-PK7A9NSAHRFMZ8PI": false,
		"C-pk7a9nsahrfmz8px": false, "0200000001019": false, "": false} {
		if got := Is(Case, text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
