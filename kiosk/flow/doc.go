// Package flow is what the kiosk's screens do: a state machine that turns
// taps, cards, scanned codes and the passing of time into Views. It knows no
// Fyne. One goroutine owns it; whatever is slow runs beside it, and what comes
// back is dropped where the session that asked is over.
//
// A session is one rider at the screen. It ends by the finish button, by idle
// time, and by the next card or pass; with it goes everything the machine knew
// of the rider.
package flow
