package hub

// Reactions are the followers that answer records: they lend, reply and revoke.
// What they have said is out, so they cannot be replayed; that each record is
// answered once is due to their position, which moves in the same transaction.
func (h *Hub) Reactions() []Follower {
	return []Follower{h.leases(), h.cases(), h.stories(), h.passes(), h.points(), h.forget()}
}

// rowsBy indexes rows by a key made of them.
func rowsBy[K comparable](rows [][]any, key func([]any) K) map[K][]any {
	all := make(map[K][]any, len(rows))
	for _, row := range rows {
		all[key(row)] = row
	}
	return all
}
