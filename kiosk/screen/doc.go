// Package screen draws flow's Views with Fyne: one file a screen, every size
// from theme.Metrics, every text from i18n. It never imports fyne/app, so it
// is tested without a display.
//
// The rules of the counter: nothing is typed, nothing scrolls, nothing has to
// be dismissed; whatever is tapped is large enough for a glove.
package screen
