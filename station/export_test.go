package station

// CheapPINs makes hashing PINs fast for tests that do it thousands of times; it
// returns what undoes it.
func CheapPINs() (undo func()) { return PINsOf(8) }

// PINsOf makes hashing a PIN cost one pass over so many KiB.
func PINsOf(kib uint32) (undo func()) {
	dear := pinCost
	pinCost = cost{1, kib, 1}
	return func() { pinCost = dear }
}

// HashOfPIN is the hash the station keeps.
func HashOfPIN(pin string, salt [16]byte) [32]byte { return hashOfPIN(pin, salt) }

// CheckPIN is the rule for new PINs.
var CheckPIN = checkPIN
