// Package remedy is the form of what people are told about a device that
// fails, in the kit's two languages. What is told stands beside each error, in
// the package of the device.
package remedy

import "errors"

// Text is a text in Simplified Chinese and in English.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// Advice is what to do about a failure: a short kind word for the rider who
// stands there, cause and remedy for whoever looks after the station. An empty
// Rider means that a rider need not know.
type Advice struct {
	Rider      Text `json:"rider"`
	Technician Text `json:"technician"`
}

// Entry is the advice for one error.
type Entry struct {
	Err error
	Advice
}

// Table is searched from its beginning: where errors wrap each other, the one
// that says more stands first.
type Table []Entry

// Of gives the advice for an error, or for one that wraps it.
func (t Table) Of(err error) (Advice, bool) {
	for _, e := range t {
		if errors.Is(err, e.Err) {
			return e.Advice, true
		}
	}
	return Advice{}, false
}

// Say is a text.
func Say(zh, en string) Text { return Text{zh, en} }

// For is a line of a Table.
func For(err error, rider, technician Text) Entry { return Entry{err, Advice{rider, technician}} }
