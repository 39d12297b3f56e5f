package flow

// Look is how a session wants its screens drawn.
type Look struct {
	Large      bool // type
	Strong     bool // contrast
	LeftHanded bool // what is tapped stands to the left
}
