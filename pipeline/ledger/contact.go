package ledger

import "encoding/binary"

// ContactColumn numbers the texts of a contact.
type ContactColumn int

// The texts of a contact, in the order of the exports.
const (
	ContactName ContactColumn = iota
	ContactAddress1
	ContactAddress2
	ContactCity
	ContactState
	ContactZip
	ContactPhone
	ContactEmail
	ContactLanguage
	ContactColumns // how many there are
)

// Contact is how to reach an NCP: nine texts, each of them blank if unknown. It holds them
// one behind the other, each after its length, for a state has millions of them; the zero
// contact is blank throughout.
type Contact string

// AppendContact appends the bytes of a contact.
func AppendContact[T []byte | string](dst []byte, texts *[ContactColumns]T) []byte {
	blank := true
	for i := range texts {
		blank = blank && len(texts[i]) == 0
	}
	if blank {
		return dst
	}
	for i := range texts {
		dst = append(binary.AppendUvarint(dst, uint64(len(texts[i]))), texts[i]...)
	}
	return dst
}

// NewContact makes a contact of its texts.
func NewContact(texts [ContactColumns]string) Contact { return Contact(AppendContact(nil, &texts)) }

// Texts are the contact's texts.
func (c Contact) Texts() (texts [ContactColumns]string) {
	for i := range texts {
		texts[i], c = c.next()
	}
	return texts
}

// Text is one of the contact's texts.
func (c Contact) Text(column ContactColumn) (text string) {
	for range column + 1 {
		text, c = c.next()
	}
	return text
}

// next is the first text, and what stands behind it.
func (c Contact) next() (text string, rest Contact) {
	length, shift := 0, 0
	for i := 0; i < len(c); i++ {
		length |= int(c[i]&0x7f) << shift
		if c[i] < 0x80 {
			return string(c[i+1 : i+1+length]), c[i+1+length:]
		}
		shift += 7
	}
	return "", ""
}

// Name is the NCP's name.
func (c Contact) Name() string { return c.Text(ContactName) }

// Address1 is the first line of the address.
func (c Contact) Address1() string { return c.Text(ContactAddress1) }

// Address2 is the second line of the address.
func (c Contact) Address2() string { return c.Text(ContactAddress2) }

// City is the address's city.
func (c Contact) City() string { return c.Text(ContactCity) }

// State is the address's state, as the export writes it.
func (c Contact) State() string { return c.Text(ContactState) }

// Zip is the address's postal code.
func (c Contact) Zip() string { return c.Text(ContactZip) }

// Phone is the telephone number.
func (c Contact) Phone() string { return c.Text(ContactPhone) }

// Email is the e-mail address.
func (c Contact) Email() string { return c.Text(ContactEmail) }

// Language is the language the NCP prefers, as the export writes it.
func (c Contact) Language() string { return c.Text(ContactLanguage) }
