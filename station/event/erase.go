package event

// ErasureText is what a station signs in a PersonErased: the demand is one
// rider's, and can be mistaken for nothing else.
func ErasureText(who Pseudonym) []byte {
	return append([]byte("nuanxin/v1/erase\x00"), who.Bytes()...)
}
