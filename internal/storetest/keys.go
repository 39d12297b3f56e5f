package storetest

import (
	"bytes"
	"crypto/ed25519"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

func keyOf(b byte) ed25519.PublicKey { return bytes.Repeat([]byte{b}, ed25519.PublicKeySize) }

func keys(b bench) {
	b.put("st-1", "st-2", "st-3")
	head := func() int64 { return see(b, hub.Tx.KeysHead) }
	since := func(count int64) []string {
		return see(b, func(tx hub.Tx) ([]string, error) { return tx.KeysSince(count) })
	}
	of := func(station string) []hub.StationKey {
		return see(b, func(tx hub.Tx) ([]hub.StationKey, error) { return tx.KeysOf(station) })
	}
	b.same("changes of no keys", head(), int64(0))
	old := hub.StationKey{Station: "st-1", Key: keyOf(1), Enrolled: noon}
	fresh := hub.StationKey{Station: "st-1", Key: keyOf(2), Enrolled: noon.Add(time.Hour)}
	b.do(func(tx hub.Tx) error { return tx.PutKey(old) })
	first := head()
	old.Replaced = fresh.Enrolled
	b.do(func(tx hub.Tx) error { return tx.PutKey(old) })
	b.do(func(tx hub.Tx) error { return tx.PutKey(fresh) })
	b.do(func(tx hub.Tx) error {
		return tx.PutKey(hub.StationKey{Station: "st-2", Key: keyOf(1), Enrolled: noon})
	})
	b.same("keys of st-1", of("st-1"), []hub.StationKey{old, fresh})
	b.same("keys of nobody", len(of("st-9")), 0)
	b.same("changed since the first", since(first), []string{"st-1", "st-2"})
	all := head()
	b.same("changed since", len(since(all)), 0)
	fresh.Revoked, fresh.Because = noon.Add(2*time.Hour), "stolen"
	b.do(func(tx hub.Tx) error { return tx.PutKey(fresh) })
	b.same("changed by a revocation", since(all), []string{"st-1"})
	b.same("revoked", of("st-1")[1], fresh)

	for id, revoked := range map[string]time.Time{"st-1": noon, "st-2": {}} {
		b.do(func(tx hub.Tx) error {
			return tx.PutStation(hub.Station{ID: id, Key: keyOf(1), Revoked: revoked, Certified: noon.Add(time.Minute)})
		})
	}
	access := see(b, func(tx hub.Tx) ([2][]string, error) {
		admitted, refused, err := tx.Access()
		return [2][]string{admitted, refused}, err
	})
	b.same("who may come", access, [2][]string{{"st-2"}, {"st-1"}})
	expiring := func(by, heard time.Time, limit int) []string {
		return see(b, func(tx hub.Tx) ([]string, error) { return tx.Expiring(by, heard, limit) })
	}
	b.do(func(tx hub.Tx) error {
		for i, id := range []string{"x-1", "x-2", "x-3"} { // x-3 was never heard of
			heard := []time.Time{noon, noon.Add(time.Hour), {}}[i]
			if err := tx.PutStation(hub.Station{ID: id, Key: keyOf(9), Certified: noon.AddDate(1, 0, i), Heard: heard}); err != nil {
				return err
			}
		}
		return nil
	})
	b.same("expiring", expiring(noon.AddDate(1, 0, 1), noon, 9), []string{"x-1", "x-2"})
	b.same("expiring soon", expiring(noon.AddDate(1, 0, 0), noon, 9), []string{"x-1"})
	b.same("expiring and heard of", expiring(noon.AddDate(1, 0, 1), noon.Add(time.Minute), 9), []string{"x-2"})
	b.same("some of them", expiring(noon.AddDate(2, 0, 0), noon, 1), []string{"x-1"})
	s, err := station(b, "st-1")
	b.is(err, nil)
	b.same("what is known of the key", []time.Time{s.Revoked, s.Certified}, []time.Time{noon, noon.Add(time.Minute)})
	b.do(func(tx hub.Tx) error {
		held, err := tx.Hold([]string{"st-1"})
		if err == nil {
			err = tx.Spoke([]hub.Station{{ID: held["st-1"].ID, Heard: noon}})
		}
		return err
	})
	s, _ = station(b, "st-1")
	b.same("speaking changes nothing of the key", []time.Time{s.Revoked, s.Certified}, []time.Time{noon, noon.Add(time.Minute)})

	b.do(hub.Tx.Recertify)
	s, _ = station(b, "st-1")
	b.same("certified for no longer", s.Certified.IsZero(), true)
	b.same("expiring then", len(expiring(noon, noon, 9)), 2)

	b.append("st-3", 1, 2, "booking")
	b.append("st-2", 1, 1, "booking")
	b.append("st-3", 3, 2, "check_in")
	told := see(b, func(tx hub.Tx) (refs []string, err error) {
		records, err := tx.RecordsOf("st-3", []string{"booking", "cancellation"})
		for _, r := range records {
			refs = append(refs, r.Ref.String())
		}
		return refs, err
	})
	b.same("records of one station", told, []string{"st-3/1/1", "st-3/1/2"})
}
