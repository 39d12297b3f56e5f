package sim

import (
	"encoding/hex"
	"fmt"
	"unicode/utf16"
)

// The commands of the published table: command and parameter byte.
const (
	CommandReset       uint16 = 0x10FF
	CommandStatus      uint16 = 0x11FF
	CommandID          uint16 = 0x12FF
	CommandFind        uint16 = 0x2001
	CommandSelect      uint16 = 0x2002
	CommandRead        uint16 = 0x3001
	CommandAddress     uint16 = 0x3003 // read new addresses
	CommandBody        uint16 = 0x3005 // read the card-body number
	CommandFingerprint uint16 = 0x3010 // read with fingerprints
	CommandRF          uint16 = 0x61FF // set the most bytes per exchange with a card

	setBaud byte = 0x60 // its parameter is the rate's index
)

// moduleBauds are the rates by their index.
var moduleBauds = []int{115200, 57600, 38400, 19200, 9600}

const (
	ok, empty, found            byte = 0x90, 0x91, 0x9F
	badSum, badLength, unknown  byte = 0x10, 0x11, 0x21
	noCard, notSelected, noRead byte = 0x80, 0x81, 0x41
)

// Quirks are lasting peculiarities of a module. They outlast Unplug and Plug.
type Quirks struct {
	Unwell     byte // what it answers but for its serial number: 0x60 self-test failed, 0x66 not authorised
	CardStatus byte // what reading any card answers, such as 0x31 or 0x32 where authentication fails
	FirstID    byte // what the first question for the serial number after power-up answers; 0x90 is a number of zeros
	NoAddress  byte // answers 30 03, which tells whether a card lies there, with this, such as 0x21; Mute is silence
	FindsAgain bool // finds a card again though it was not lifted
}

// Mute in place of a status byte is no answer at all.
const Mute byte = 0xFF

// sound is the length of each command, without the two length bytes.
func sound(command uint16) int {
	if command == CommandRF {
		return 4
	}
	return 3
}

// execute is the security module: what each command does to its state, and the answer. The command comes
// with its length and checksum. The reader's mutex is held.
func (r *Reader) execute(command []byte) (status byte, data []byte) {
	switch {
	case checksum(command) != 0:
		return badSum, nil
	case len(command) < 5:
		return badLength, nil
	case command[2] == setBaud:
		return r.changeBaud(command[3])
	}
	code := word(command)
	if do := table[code]; do != nil {
		if len(command)-2 != sound(code) {
			return badLength, nil
		}
		if r.quirks.Unwell != 0 && code != CommandID && code != CommandRF {
			return r.quirks.Unwell, nil
		}
		return do(r)
	}
	return unknown, nil
}

// word is a command's two bytes, 0 where it has none.
func word(command []byte) uint16 {
	if len(command) < 5 {
		return 0
	}
	return uint16(command[2])<<8 | uint16(command[3])
}

var table = map[uint16]func(*Reader) (byte, []byte){
	CommandReset:       func(r *Reader) (byte, []byte) { r.forget(); return ok, nil },
	CommandStatus:      func(*Reader) (byte, []byte) { return ok, nil },
	CommandID:          (*Reader).id,
	CommandFind:        (*Reader).find,
	CommandSelect:      (*Reader).choose,
	CommandRead:        func(r *Reader) (byte, []byte) { return r.readBase(false) },
	CommandFingerprint: func(r *Reader) (byte, []byte) { return r.readBase(true) },
	CommandAddress:     (*Reader).newAddress,
	CommandBody:        (*Reader).body,
	CommandRF:          func(*Reader) (byte, []byte) { return ok, nil },
}

// changeBaud takes effect when the answer has been sent.
func (r *Reader) changeBaud(index byte) (byte, []byte) {
	if int(index) >= len(moduleBauds) {
		return unknown, nil
	}
	r.nextBaud = moduleBauds[index]
	return ok, nil
}

// id is 05.03-20240101-0000012345-0000000007.
func (r *Reader) id() (byte, []byte) {
	first := r.quirks.FirstID != 0 && !r.asked
	r.asked = true
	switch {
	case first && r.quirks.FirstID == ok:
		return ok, make([]byte, 16)
	case first:
		return r.quirks.FirstID, nil
	}
	return ok, []byte{5, 0, 3, 0, 0xE5, 0xD6, 0x34, 1, 0x39, 0x30, 0, 0, 7, 0, 0, 0}
}

// find sees a card only once between two lifts, unless it was found and not read.
func (r *Reader) find() (byte, []byte) {
	r.selected = false
	if r.found = r.card != nil && (!r.read || r.quirks.FindsAgain); !r.found {
		return noCard, nil
	}
	return found, make([]byte, 4)
}

func (r *Reader) choose() (byte, []byte) {
	if r.selected = r.found; !r.selected {
		return notSelected, nil
	}
	return ok, make([]byte, 8)
}

// readBase gives text and photo, and where asked for fingerprints, which are blank. The lengths come first. A
// card that was read, or could not be, must be lifted.
func (r *Reader) readBase(fingerprint bool) (byte, []byte) {
	if !r.selected {
		return noRead, nil
	}
	r.read = true
	if r.quirks.CardStatus != 0 {
		r.selected = false
		return r.quirks.CardStatus, nil
	}
	data := []byte{0x01, 0x00, 0x04, 0x00}
	if fingerprint {
		data = append(data, 0x04, 0x00)
	}
	data = append(append(data, r.text...), r.card.Photo...)
	data = append(data, make([]byte, photoSize-len(r.card.Photo))...)
	if fingerprint {
		data = append(data, make([]byte, 1024)...)
	}
	return ok, data
}

// newAddress: only a card that was selected can tell whether it has one.
func (r *Reader) newAddress() (byte, []byte) {
	switch {
	case r.quirks.NoAddress != 0:
		return r.quirks.NoAddress, nil
	case !r.selected:
		return noRead, nil
	case len(r.card.NewAddresses) == 0:
		return empty, nil
	}
	var data []byte
	for _, a := range r.card.NewAddresses {
		block, _ := padded(a, addressSize) // Place has made sure that it fits
		data = append(data, block...)
	}
	return ok, data
}

func (r *Reader) body() (byte, []byte) {
	switch {
	case !r.selected:
		return noRead, nil
	case r.card.BodyNumber == "":
		return empty, nil
	}
	number, _ := hex.DecodeString(r.card.BodyNumber) // Place has made sure that it can
	return ok, number
}

const (
	photoSize   = 1024
	addressSize = 70
	maxAddress  = 4
	bodySize    = 28
)

// extras makes sure that what is not in the text block can be sent.
func (c Card) extras() error {
	if len(c.Photo) > photoSize {
		return fmt.Errorf("%w: the photo is longer than %d bytes", ErrCard, photoSize)
	}
	if len(c.NewAddresses) > maxAddress {
		return fmt.Errorf("%w: more than %d new addresses", ErrCard, maxAddress)
	}
	for _, a := range c.NewAddresses {
		if _, err := padded(a, addressSize); err != nil {
			return err
		}
	}
	if number, err := hex.DecodeString(c.BodyNumber); err != nil || len(number) != 0 && len(number) != bodySize {
		return fmt.Errorf("%w: the card-body number has %d hexadecimal digits", ErrCard, 2*bodySize)
	}
	return nil
}

// padded is a text in UTF-16LE, filled up with spaces.
func padded(text string, size int) ([]byte, error) {
	units := utf16.Encode([]rune(text))
	if 2*len(units) > size {
		return nil, fmt.Errorf("%w: a new address is longer than %d units", ErrCard, size/2)
	}
	block := make([]byte, 0, size)
	for _, u := range units {
		block = append(block, byte(u), byte(u>>8))
	}
	for len(block) < size {
		block = append(block, ' ', 0)
	}
	return block, nil
}
