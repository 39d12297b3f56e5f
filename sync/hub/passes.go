package hub

import (
	"bytes"
	"slices"

	"github.com/nuanxin/station-kit/station/event"
)

var issuedTable = Table{"issued_passes", []Column{{"pass_id", Blob}, {"pseudonym", Blob}, {"expires_ms", Number}}, 1}

// passesEndedTable is who has had all passes revoked, by hash: what an offline
// station issued before may come later.
var passesEndedTable = Table{"passes_ended", []Column{{"hash", Blob}, {"at_ms", Number}}, 1}

// mostRevoked passes make one entry, so that it fits a message.
const mostRevoked = 1000

// passes follow what was issued to whom, and tell every station when a rider has
// all of them revoked or some, or is erased: a pass that outlived an erasure would
// bring the pseudonym back.
func (h *Hub) passes() Follower {
	return Follower{
		Name:   "passes",
		Prompt: true,
		Kinds:  []string{"pass_issued", "rider_passes_revoked", "person_erased"},
		Digest: func(tx Tx, page []Event, _ Dead) error {
			if len(page) == 0 {
				return nil
			}
			if err := tx.Alone(); err != nil {
				return err
			}
			for _, e := range page {
				if err := h.followPass(tx, e); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func (h *Hub) followPass(tx Tx, e Event) error {
	who := e.Body.Pseudonym()
	at := e.Body.GetStamp().GetWallMs()
	if !who.Known() || !isTime(at) {
		return nil // a projection makes it a dead letter
	}
	if p := e.Body.GetPassIssued(); p != nil {
		return h.issued(tx, who, p, at)
	}
	if r := e.Body.GetRiderPassesRevoked(); r.GetOthersStay() {
		return h.revokeOnly(tx, r.PassIds)
	}
	rows, err := tx.Where(issuedTable, "pseudonym", who.Bytes())
	if err != nil {
		return err
	}
	ids := e.Body.GetRiderPassesRevoked().GetPassIds()
	for _, row := range rows {
		ids = append(ids, row[0].([]byte))
	}
	if err := h.revokePasses(tx, ids); err != nil {
		return err
	}
	if err := tx.Remove(issuedTable, "pseudonym", who.Bytes()); err != nil {
		return err
	}
	hash := hashErased(who.Bytes())
	old, err := tx.Find(passesEndedTable, [][]any{{hash[:]}})
	if err != nil {
		return err
	}
	if len(old) > 0 {
		at = max(at, old[0][1].(int64))
	}
	return tx.Put(passesEndedTable, [][]any{{hash[:], at}})
}

func (h *Hub) issued(tx Tx, who event.Pseudonym, p *event.PassIssued, at int64) error {
	if len(p.PassId) == 0 || p.ExpiresMs <= h.Now().UnixMilli() {
		return nil
	}
	hash := hashErased(who.Bytes())
	ended, err := tx.Find(passesEndedTable, [][]any{{hash[:]}})
	if err != nil {
		return err
	}
	if len(ended) > 0 && at <= ended[0][1].(int64) {
		return h.revokePasses(tx, [][]byte{p.PassId})
	}
	return tx.Put(issuedTable, [][]any{{p.PassId, who.Bytes(), p.ExpiresMs}})
}

// revokeOnly revokes passes whose rider keeps others.
func (h *Hub) revokeOnly(tx Tx, ids [][]byte) error {
	for _, id := range ids {
		if err := tx.Remove(issuedTable, "pass_id", id); err != nil {
			return err
		}
	}
	return h.revokePasses(tx, ids)
}

// revokePasses tells every station that passes count no longer.
func (h *Hub) revokePasses(tx Tx, ids [][]byte) error {
	slices.SortFunc(ids, bytes.Compare)
	ids = slices.CompactFunc(ids, bytes.Equal)
	for some := range slices.Chunk(ids, mostRevoked) {
		d := &event.Down{Body: &event.Down_PassesRevoked{PassesRevoked: &event.PassesRevoked{PassIds: some}}}
		if err := announce(tx, h.Now(), Itself, "", d); err != nil {
			return err
		}
	}
	return nil
}

// forget empties what is on its way to stations, or has been, about riders who
// demand to be erased. What their records say stays in the chain: see
// docs/hub.md.
func (h *Hub) forget() Follower {
	return Follower{
		Name:  "forget",
		Kinds: []string{erasure},
		Digest: func(tx Tx, page []Event, _ Dead) error {
			for _, e := range page {
				who := e.Body.Pseudonym()
				if !who.Known() {
					continue
				}
				for _, kind := range []string{"points_balance", "points_wanted", "member_status"} {
					if err := tx.BlankAbout(kind, who.String()); err != nil {
						return err
					}
				}
			}
			return nil
		},
	}
}
