package hub

// TableOf is the plain table of a kind, "" where there is none.
func TableOf(kind string) string {
	for _, p := range []*projection{visits, bookings, others} {
		if t := p.byKind[kind]; t != nil {
			return t.Name
		}
	}
	return ""
}

// Memories are the tables of who was erased.
func Memories() []string {
	return []string{visits.erased.Name, bookings.erased.Name, others.erased.Name}
}

// FewErased is how many erasures are read at once.
const FewErased = fewErased

// ErasedInVisits is where the projection of visits remembers who was erased.
var ErasedInVisits = visits.erased
