package seal

import "bytes"

// block hides how long a name is: plaintexts are padded to a multiple of it.
// 64 bytes hold most Chinese names with an 18-digit number.
const block = 64

// pad appends 0x80 and zeros (ISO/IEC 7816-4).
func pad(plain []byte) []byte {
	size := (len(plain)/block + 1) * block
	padded := make([]byte, size)
	copy(padded, plain)
	padded[len(plain)] = 0x80
	return padded
}

func unpad(padded []byte) []byte {
	plain := bytes.TrimRight(padded, "\x00")
	return bytes.TrimSuffix(plain, []byte{0x80})
}
