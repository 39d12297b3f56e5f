// Package event is the vocabulary of a station: every kind of record and of
// down-journal entry, how each is encoded, and how records are referred to and
// chained. It is all that station and hub share.
package event
