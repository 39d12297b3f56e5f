package hub

// Type is what a column of a Table holds.
type Type int

// The types of columns, and their values in a row. Any may be nil.
const (
	Text   Type = iota // string
	Number             // int64; times are milliseconds since the Unix epoch
	Blob               // []byte
)

// Column is a column of a Table.
type Column struct {
	Name string
	Type Type
}

// Table describes a plain table that a follower fills from records. The
// migrations of every store make it.
type Table struct {
	Name string
	// Columns, the first Key of which identify a row.
	Columns []Column
	Key     int
}

// Names are those of the columns.
func (t Table) Names() []string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return names
}

// Tables are the plain tables.
type Tables interface {
	// Add adds rows of keys that are not there. It is faster than Put; a key that
	// is there is ErrRejected.
	Add(t Table, rows [][]any) error
	// Put adds rows, or replaces those of the same key. No key may come twice in
	// one call.
	Put(t Table, rows [][]any) error
	// Find returns those rows of the keys that there are, in no order, each as
	// often as its key is given.
	Find(t Table, keys [][]any) ([][]any, error)
	// First returns the first rows in the order of keys, at most so many.
	First(t Table, most int) ([][]any, error)
	// Empty removes all rows.
	Empty(t Table) error
	// Where returns the rows that have a value in a column, in the order of keys.
	Where(t Table, column string, value any) ([][]any, error)
	// Remove removes them.
	Remove(t Table, column string, value any) error
	// Anonymise takes the pseudonyms of riders erased out of the rows of a table
	// from before their erasures. It has columns pos, at_ms and pseudonym.
	Anonymise(table string, erased []Erasure) error
}
