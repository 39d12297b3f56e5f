// Package screen draws flow's Views with Fyne: one file a screen, every size
// from theme.Metrics, every text from i18n. It never imports fyne/app, so it
// is tested without a display.
//
// Screens are put together of few pieces: a shelf of cards, posters where there
// are no more than a few, rows of a list; a message on a card, or empty in place
// of a list; about for one subject and what to know of it, leaf for text to be
// read, beside for a code next to words. What suits the room that it is given
// draws itself once that is known: type and codes grow into it.
//
// The rules of the counter: nothing is typed, nothing scrolls, nothing has to
// be dismissed; whatever is tapped is large enough for a glove.
package screen
