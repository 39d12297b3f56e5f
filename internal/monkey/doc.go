// Package monkey taps the kiosk's screens at random, lays cards, scans codes,
// writes on phones, pulls devices out and lets time go by: the flow, the
// drawn screens and a station on a real file, in simulated time.
//
// After every input it looks for what must never be: a screen that does not
// fit, an identity of an earlier rider, a session that nothing ends. SEED and
// TAPS in the environment say which run and how long; the same seed does the
// same again.
package monkey
