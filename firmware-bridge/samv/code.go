package samv

import "fmt"

// Code is the status byte SW3 of a reply. Every code but the three successes is an error value:
// errors.Is(err, samv.NoCard).
type Code byte

// The status codes of public vendor notes.
const (
	OK        Code = 0x90 // done
	NoContent Code = 0x91 // done; the item is empty (no further address on the card)
	Found     Code = 0x9F // a card is in the field

	BadChecksum      Code = 0x10 // the reader received a wrong checksum: a noisy line
	BadLength        Code = 0x11 // the reader received a wrong length
	BadCommand       Code = 0x21 // unknown command or parameter
	NotPermitted     Code = 0x23 // the command needs an earlier step
	Unrecognised     Code = 0x24 // error of unknown cause
	ModuleRejected   Code = 0x31 // the card did not accept the security module
	CardRejected     Code = 0x32 // the security module did not accept the card: worn, or not genuine
	InfoRejected     Code = 0x33 // the card's contents failed verification
	FingerprintError Code = 0x37 // the fingerprint failed verification
	InfoLength       Code = 0x3F // the card's contents have a wrong length
	UnknownCard      Code = 0x40 // not a card this reader knows
	ReadFailed       Code = 0x41 // reading broke off: the card moved
	RandomFailed     Code = 0x47 // the module could not make a random number
	SelfTestFailed   Code = 0x60 // the security module failed its self-test
	NotAuthorised    Code = 0x66 // the security module is not authorised
	NoCard           Code = 0x80 // nothing found, or the same card has not been lifted since it was read
	SelectFailed     Code = 0x81 // the card found could not be selected
)

var meaning = map[Code]string{
	OK: "done", NoContent: "no content", Found: "card found",
	BadChecksum: "the reader received a wrong checksum", BadLength: "the reader received a wrong length",
	BadCommand: "the reader does not know the command", NotPermitted: "the reader does not permit the command now",
	Unrecognised: "the reader reports an unknown error", ModuleRejected: "the card does not accept the security module",
	CardRejected: "the security module does not accept the card", InfoRejected: "the card's contents failed verification",
	FingerprintError: "the fingerprint failed verification", InfoLength: "the card's contents have a wrong length",
	UnknownCard: "unknown kind of card", ReadFailed: "reading the card broke off",
	RandomFailed: "the security module made no random number", SelfTestFailed: "the security module failed its self-test",
	NotAuthorised: "the security module is not authorised", NoCard: "no card", SelectFailed: "the card could not be selected",
}

// Success reports whether the command was carried out.
func (c Code) Success() bool { return c == OK || c == NoContent || c == Found }

// Error says what the code means, with the code itself for the technician.
func (c Code) Error() string {
	text, known := meaning[c]
	if !known {
		text = "the reader reports a code that is not documented"
	}
	return fmt.Sprintf("%s (%02X)", text, byte(c))
}

// CardFault reports whether lifting the card and placing it again may help. Other codes concern the reader.
func (c Code) CardFault() bool {
	switch c {
	case ModuleRejected, CardRejected, InfoRejected, InfoLength, UnknownCard, ReadFailed, SelectFailed, NoCard:
		return true
	}
	return false
}
