package scanner

// symbologies are the code characters of AIM identifiers (ISO/IEC 15424) that scanners at a counter send.
var symbologies = map[byte]string{
	'A': "Code 39", 'C': "Code 128", 'E': "EAN/UPC", 'F': "Codabar", 'G': "Code 93", 'H': "Code 11",
	'I': "Interleaved 2 of 5", 'L': "PDF417", 'M': "MSI", 'Q': "QR Code", 'R': "Straight 2 of 5",
	'S': "Industrial 2 of 5", 'U': "MaxiCode", 'X': "other", 'Z': "no bar code", 'd': "Data Matrix",
	'e': "GS1 DataBar", 'h': "Han Xin", 'z': "Aztec Code",
}

// Symbology names the kind of code, such as "QR Code"; empty where the scanner does not tell.
func (s Scan) Symbology() string {
	if len(s.AIM) < 2 {
		return ""
	}
	return symbologies[s.AIM[1]]
}

// splitAIM takes off "]", a letter for the symbology and a modifier (ISO/IEC 15424). A text that begins so by
// itself loses nothing: Scan keeps both parts.
func splitAIM(b []byte) (aim string, rest []byte) {
	if len(b) < 3 || b[0] != ']' || !letter(b[1]) || (!letter(b[2]) && !digit(b[2])) {
		return "", b
	}
	return string(b[:3]), b[3:]
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func digit(c byte) bool  { return c >= '0' && c <= '9' }
