package sim

// execute is the security module: what each command does to its state, and the answer. The command comes
// with its length and checksum. The reader's mutex is held.
func (r *Reader) execute(command []byte) (status byte, data []byte) {
	switch {
	case checksum(command) != 0:
		return 0x10, nil
	case len(command) < 5:
		return 0x11, nil
	}
	switch [2]byte{command[2], command[3]} {
	case [2]byte{0x10, 0xFF}, [2]byte{0x11, 0xFF}: // reset, status
		return 0x90, nil
	case [2]byte{0x12, 0xFF}: // serial number of the module: 05.03-20240101-0000012345-0000000007
		return 0x90, []byte{5, 0, 3, 0, 0xE5, 0xD6, 0x34, 1, 0x39, 0x30, 0, 0, 7, 0, 0, 0}
	case [2]byte{0x20, 0x01}:
		return r.find()
	case [2]byte{0x20, 0x02}:
		return r.choose()
	case [2]byte{0x30, 0x01}:
		return r.readBase()
	case [2]byte{0x30, 0x03}:
		return r.newAddress()
	}
	return 0x21, nil
}

// find sees a card only once between two lifts, unless it was found and not read.
func (r *Reader) find() (byte, []byte) {
	r.selected = false
	if r.found = r.card != nil && !r.read; !r.found {
		return 0x80, nil
	}
	return 0x9F, make([]byte, 4)
}

func (r *Reader) choose() (byte, []byte) {
	if r.selected = r.found; !r.selected {
		return 0x81, nil
	}
	return 0x90, make([]byte, 8)
}

// readBase gives the text and an empty photo.
func (r *Reader) readBase() (byte, []byte) {
	if !r.selected {
		return 0x41, nil
	}
	r.read = true
	data := append([]byte{0x01, 0x00, 0x04, 0x00}, r.text...)
	return 0x90, append(data, make([]byte, 1024)...)
}

// newAddress: simulated cards have none, which only a card that was selected can tell.
func (r *Reader) newAddress() (byte, []byte) {
	if !r.selected {
		return 0x41, nil
	}
	return 0x91, nil
}
