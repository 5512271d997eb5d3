// Package pseudonym replaces what names people by keyed pseudonyms: the same key gives the
// same pseudonym for the same text, and without the key nobody can tell what it stands
// for, nor try out what it might.
package pseudonym

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"sync"
)

// Kind is what a text identifies. A pseudonym begins with its kind: C-0F3K….
type Kind byte

// The kinds.
const (
	Case   Kind = 'C'
	NCP    Kind = 'N'
	Entry  Kind = 'E' // of the ledger: entry_id and ref
	Source Kind = 'S' // of a payment
)

// KeyMin is how many bytes a key has at least.
const KeyMin = 32

// digits are those of pseudonyms: no I, L, O and U, which are taken for others.
const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// length is how many digits a pseudonym has; each holds five bits.
const length = 16

// ErrCollision says that two identifiers would have the same pseudonym.
var ErrCollision = errors.New("two identifiers would have the same pseudonym under this key; make another key")

// ErrWeak says that a key can be guessed.
var ErrWeak = errors.New("is no good key: it has fewer than 32 bytes, or hardly any that differ; make one with: head -c 32 /dev/urandom")

// Key makes pseudonyms. It is safe for concurrent use.
type Key struct {
	hashes      sync.Pool // of hash.Hash, keyed
	fingerprint string
	length      int // of pseudonyms; a test makes them short
	shards      [64]shard
}

// shard remembers, for some of the pseudonyms given, the rest of the hash of which they
// are a part: that of another text differs.
type shard struct {
	mutex sync.Mutex
	rests map[given]rest
}

type (
	given [1 + length]byte
	rest  [16]byte
)

// New makes a key of a secret, all of whose bytes count. ErrWeak is the only error.
func New(secret []byte) (*Key, error) {
	different := make(map[byte]bool)
	for _, b := range secret {
		different[b] = true
	}
	if len(secret) < KeyMin || len(different) < 8 {
		return nil, ErrWeak
	}
	secret = append([]byte(nil), secret...)
	k := &Key{length: length}
	k.hashes.New = func() any { return hmac.New(sha256.New, secret) }
	for i := range k.shards {
		k.shards[i].rests = make(map[given]rest)
	}
	k.fingerprint = k.Digest("the key itself")[:16]
	return k, nil
}

// Fingerprint tells the key from others, and nothing about it.
func (k *Key) Fingerprint() string { return k.fingerprint }

// Digest is a keyed hash of a text, hexadecimal, as long as a SHA-256.
func (k *Key) Digest(text string) string {
	sum := k.sum(0, []byte(text))
	return hex.EncodeToString(sum[:])
}

func (k *Key) sum(kind Kind, text []byte) (sum [sha256.Size]byte) {
	h := k.hashes.Get().(hash.Hash)
	h.Reset()
	h.Write([]byte{byte(kind)})
	h.Write(text)
	h.Sum(sum[:0])
	k.hashes.Put(h)
	return sum
}

// Append appends the pseudonym of a text to dst; nothing for a blank text. Cases and NCPs
// whose pseudonyms collide are ErrCollision. Those of entries are not held against each
// other: they need to differ within a case only.
func (k *Key) Append(dst []byte, kind Kind, text []byte) ([]byte, error) {
	if len(text) == 0 {
		return dst, nil
	}
	sum := k.sum(kind, text)
	from := len(dst)
	dst = append(dst, byte(kind), '-')
	for i := range k.length {
		bit := 5 * i
		pair := uint(sum[bit/8])<<8 | uint(sum[bit/8+1])
		dst = append(dst, digits[pair>>(11-bit%8)&31])
	}
	if kind != Case && kind != NCP {
		return dst, nil
	}
	return dst, k.claim(dst[from:], rest(sum[16:]))
}

// Of is the pseudonym of a text: see Append.
func (k *Key) Of(kind Kind, text string) (string, error) {
	pseudonym, err := k.Append(nil, kind, []byte(text))
	return string(pseudonym), err
}

// claim notes that a pseudonym is given to the text of a hash.
func (k *Key) claim(pseudonym []byte, own rest) error {
	var name given
	name[0] = pseudonym[0]
	copy(name[1:], pseudonym[2:])
	s := &k.shards[name[1]%64] // so that pseudonyms that collide meet
	s.mutex.Lock()
	defer s.mutex.Unlock()
	other, known := s.rests[name]
	s.rests[name] = own
	if known && other != own {
		return ErrCollision
	}
	return nil
}

// Is tells whether a text looks like a pseudonym of a kind.
func Is(kind Kind, text string) bool {
	if len(text) != 2+length || text[0] != byte(kind) || text[1] != '-' {
		return false
	}
	for i := 2; i < len(text); i++ {
		c := text[i]
		if !(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' && c != 'I' && c != 'L' && c != 'O' && c != 'U') {
			return false
		}
	}
	return true
}
