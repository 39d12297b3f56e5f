package escpos

// Document is a receipt from top to bottom.
type Document []Block

// Block is one part of a document: Paragraph, Row, Rule, QR, Feed or Cut.
type Block interface{ block() }

// Size is how large text is printed.
type Size int

// The sizes, as multiples of the printer's font: 12 dots wide (Chinese 24) and 24 high.
const (
	Normal Size = iota
	Tall        // double height
	Large       // double height and width
)

// Align is where a line stands between the edges.
type Align int

// The alignments.
const (
	Left Align = iota
	Center
	Right
)

type (
	// Paragraph is text. It is wrapped to the paper's width, and broken at each line feed.
	Paragraph struct {
		Text  string
		Size  Size
		Align Align
		Bold  bool
	}
	// Row is two columns. Right begins at column At and wraps there; where At is 0 it stands against the right
	// edge, under Left if both do not fit one line.
	Row struct {
		Left, Right string
		At          int // columns of 12 dots
		Bold        bool
	}
	// Rule is a thin line across the paper.
	Rule struct{}
	// QR is a code in the middle of the paper, as large as fits. Modules has its rows, dark as true, without
	// quiet zone. Only an Encoder with NativeQR needs Text, and only one without needs Modules.
	QR struct {
		Text    string
		Modules [][]bool
	}
	// Feed moves the paper on by so many dots, 8 a millimetre.
	Feed struct{ Dots int }
	// Cut feeds the receipt out and cuts it off.
	Cut struct{}
)

func (Paragraph) block() {}
func (Row) block()       {}
func (Rule) block()      {}
func (QR) block()        {}
func (Feed) block()      {}
func (Cut) block()       {}

func (s Size) wide() int {
	if s == Large {
		return 2
	}
	return 1
}

func (s Size) high() int {
	if s == Normal {
		return 1
	}
	return 2
}
