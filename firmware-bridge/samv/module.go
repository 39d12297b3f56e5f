package samv

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Bauds are the rates a module can be set to, the factory's first; the index is the protocol's.
var Bauds = []int{115200, 57600, 38400, 19200, 9600}

// ErrBaud means a rate that no module can be set to.
var ErrBaud = errors.New("card readers cannot be set to this baud rate: use 115200, 57600, 38400, 19200 or 9600")

// settle is how long a module needs after SetBaud, by vendors' notes.
const settle = 5 * time.Millisecond

// Command bodies: command and parameter byte.
var (
	cmdReset    = []byte{0x10, 0xFF}
	cmdStatus   = []byte{0x11, 0xFF}
	cmdID       = []byte{0x12, 0xFF}
	cmdFind     = []byte{0x20, 0x01}
	cmdSelect   = []byte{0x20, 0x02}
	cmdReadBase = []byte{0x30, 0x01}
	cmdAddress  = []byte{0x30, 0x03} // read new addresses; also tells whether the card still lies there
	cmdCardBody = []byte{0x30, 0x05}
)

// Reset starts the security module afresh: a card found or read before is forgotten.
func (m *Module) Reset() error {
	_, err := m.expect(OK, cardWait, cmdReset)
	return err
}

// Status asks the module to check itself; nil means ready, SelfTestFailed and NotAuthorised that it cannot work.
func (m *Module) Status() error {
	_, err := m.expect(OK, shortWait, cmdStatus)
	return err
}

const idAsks = 4 // at most: a wrong one, a garbled one, and two that agree

// ID is the module's serial number as printed on its certificate, such as 05.03-20240101-0000012345-0000000007.
// Some modules answer the first question after power-up wrongly, so two answers in a row must agree; silence
// and a broken line end the asking at once. ErrReply means that no two agreed.
func (m *Module) ID() (string, error) {
	last, failure := "", fmt.Errorf("%w: the serial number differs each time", ErrReply)
	for range idAsks {
		id, err := m.askID()
		switch {
		case err != nil && (lineFault(err) || errors.Is(err, ErrSilent)):
			return "", err
		case err != nil:
			failure = err
		case id == last:
			return id, nil
		}
		last = id
	}
	return "", failure
}

func (m *Module) askID() (string, error) {
	r, err := m.expect(OK, shortWait, cmdID)
	if err != nil {
		return "", err
	}
	if len(r.Data) != 16 {
		return "", fmt.Errorf("%w: serial number of %d bytes", ErrReply, len(r.Data))
	}
	le := binary.LittleEndian
	return fmt.Sprintf("%02d.%02d-%08d-%010d-%010d", le.Uint16(r.Data), le.Uint16(r.Data[2:]),
		le.Uint32(r.Data[4:]), le.Uint32(r.Data[8:]), le.Uint32(r.Data[12:])), nil
}

// Find looks for a card; without one the error is NoCard. A card already read is found again only after it
// was lifted.
func (m *Module) Find() error {
	_, err := m.expect(Found, shortWait, cmdFind)
	return err
}

// Select chooses the card that was found.
func (m *Module) Select() error {
	_, err := m.expect(OK, shortWait, cmdSelect)
	return err
}

// Read reads the selected card. The photo that comes with it is overwritten unread.
func (m *Module) Read() (Card, error) {
	card, _, err := m.read(false)
	return card, err
}

// ReadWithPhoto is Read with the card's photo, for those who have a reason to see it. The photo is empty where
// the reader sends none.
func (m *Module) ReadWithPhoto() (Card, Photo, error) { return m.read(true) }

func (m *Module) read(withPhoto bool) (card Card, photo Photo, err error) {
	r, err := m.expect(OK, cardWait, cmdReadBase)
	defer m.forget()
	if err != nil {
		return Card{}, nil, err
	}
	text, wlt, err := splitBase(r.Data)
	if err != nil {
		return Card{}, nil, err
	}
	if withPhoto {
		photo = slices.Clone(wlt)
	}
	card, err = DecodeText(text)
	return card, photo, err
}

// Addresses are the card's later addresses, the newest last; nil means that it has none. The address printed
// on the card is in Card.
func (m *Module) Addresses() ([]string, error) {
	r, err := m.askAddresses()
	defer m.forget()
	if err != nil || r.Code == NoContent {
		return nil, err
	}
	return decodeAddresses(r.Data)
}

// CardBodyNumber is the number of the chip card itself, which is not the person's number and changes with
// each new card.
func (m *Module) CardBodyNumber() (CardBody, error) {
	r, err := m.expect(OK, shortWait, cmdCardBody)
	defer m.forget()
	if err != nil {
		return CardBody{}, err
	}
	return decodeCardBody(r.Data)
}

// Present tells whether the card read last still lies there: nil while it does.
func (m *Module) Present() error {
	_, err := m.askAddresses()
	return err
}

func (m *Module) askAddresses() (Reply, error) {
	r, err := m.exchange(2*shortWait, cmdAddress)
	if err == nil && r.Code != OK && r.Code != NoContent {
		err = r.failure()
	}
	return r, err
}

// SetBaud sets the module to one of Bauds, for good: it keeps the rate without power. When SetBaud returns, the
// module is at the new rate; the caller opens the line anew at that rate, asks Status, and writes the rate
// down where the other programs of the station find it. ErrBaud means another rate.
func (m *Module) SetBaud(baud int) error {
	index := slices.Index(Bauds, baud)
	if index < 0 {
		return fmt.Errorf("%w, not %d", ErrBaud, baud)
	}
	if _, err := m.expect(OK, shortWait, []byte{0x60, byte(index)}); err != nil {
		return err
	}
	time.Sleep(settle)
	return nil
}

// SetMaxRF sets how many bytes the module exchanges with a card at once. Few need it: a smaller number may help
// where readings break off near metal.
func (m *Module) SetMaxRF(bytes byte) error {
	_, err := m.expect(OK, shortWait, []byte{0x61, 0xFF, bytes})
	return err
}
