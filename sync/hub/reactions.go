package hub

// Reactions are the followers that answer records: they lend, reply and revoke.
// What they have said is out, so they cannot be replayed; that each record is
// answered once is due to their position, which moves in the same transaction.
func (h *Hub) Reactions() []Follower {
	return []Follower{h.leases(), h.cases(), h.stories(), h.passes(), h.points(), h.forget()}
}
