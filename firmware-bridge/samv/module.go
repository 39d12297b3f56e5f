package samv

import (
	"encoding/binary"
	"fmt"
)

// Bauds are the rates a module can be set to, the factory's first.
var Bauds = []int{115200, 57600, 38400, 19200, 9600}

// Command bodies: command and parameter byte.
var (
	cmdStatus   = []byte{0x11, 0xFF}
	cmdID       = []byte{0x12, 0xFF}
	cmdFind     = []byte{0x20, 0x01}
	cmdSelect   = []byte{0x20, 0x02}
	cmdReadBase = []byte{0x30, 0x01}
	cmdAddress  = []byte{0x30, 0x03} // read new address; also tells whether the card still lies there
)

// Status asks the module to check itself; nil means ready.
func (m *Module) Status() error {
	_, err := m.expect(OK, shortWait, cmdStatus)
	return err
}

// ID is the module's serial number as printed on its certificate, such as 05.03-20240101-0000012345-0000000007.
func (m *Module) ID() (string, error) {
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

// Read reads the selected card. The photo that comes with it is dropped.
func (m *Module) Read() (Card, error) {
	r, err := m.expect(OK, cardWait, cmdReadBase)
	if err != nil {
		return Card{}, err
	}
	text, err := textOf(r.Data)
	if err != nil {
		return Card{}, err
	}
	return DecodeText(text)
}

func (m *Module) readFound() (Card, error) {
	if err := m.Select(); err != nil {
		return Card{}, err
	}
	return m.Read()
}

// Present tells whether the card read last still lies there: nil while it does.
func (m *Module) Present() error {
	r, err := m.exchange(2*shortWait, cmdAddress)
	if err != nil || r.Code == OK || r.Code == NoContent {
		return err
	}
	return r.Code
}

// textOf takes the text out of a base reading: text length, photo length, text, photo.
func textOf(data []byte) ([]byte, error) {
	if len(data) < 4 {
		return nil, fmt.Errorf("%w: card contents of %d bytes", ErrReply, len(data))
	}
	size, photo := int(binary.BigEndian.Uint16(data)), int(binary.BigEndian.Uint16(data[2:]))
	if len(data) != 4+size+photo {
		return nil, fmt.Errorf("%w: %d bytes for %d of text and %d of photo", ErrReply, len(data)-4, size, photo)
	}
	return data[4 : 4+size], nil
}
