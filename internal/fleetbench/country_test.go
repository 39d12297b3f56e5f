package fleetbench

import (
	"crypto/ed25519"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
)

// The country: so many stations, and so many visits a day.
const (
	countryStations = 186_100
	countryVisits   = 2_310_000
)

// site is a station of the country with its day's batch, signed by its own key.
type site struct {
	id      string
	public  ed25519.PublicKey
	visits  int
	link    event.Hash // after its last visit
	message []byte
}

func name(i int) string { return fmt.Sprintf("st-%06d", i) }

// index is what name made a name of.
func index(id string) (int, error) { return strconv.Atoi(strings.TrimPrefix(id, "st-")) }

// keyOf is a station's key, the same in every run.
func keyOf(i int) ed25519.PrivateKey {
	seed := make([]byte, ed25519.SeedSize)
	binary.BigEndian.PutUint64(seed, uint64(i))
	return ed25519.NewKeyFromSeed(seed)
}

// visitsOf spreads the country's visits evenly: 12 or 13 a station.
func visitsOf(i int) int {
	return (i+1)*countryVisits/countryStations - i*countryVisits/countryStations
}

// visits are check-ins with a pseudonym, some minutes apart.
func visits(seed uint64, n int) [][]byte {
	random := rand.New(rand.NewPCG(seed, 1))
	at := time.Date(2026, 11, 23, 7, 0, 0, 0, event.Zone)
	records := make([][]byte, n)
	for i := range records {
		at = at.Add(time.Duration(random.Int64N(int64(30*time.Minute))) / time.Millisecond * time.Millisecond)
		who := binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, random.Uint64()), random.Uint64())
		records[i] = must(event.Encode(&event.Record{
			Stamp: &event.Stamp{WallMs: at.UnixMilli(), Boot: 7, MonoMs: at.UnixMilli() & (1<<30 - 1)},
			Body:  &event.Record_CheckIn{CheckIn: &event.CheckIn{Pseudonym: who, Means: event.Means_MEANS_CARD}},
		}))
	}
	return records
}

// chain are the links of a journal's first epoch, from before its first record.
func chain(id string, records [][]byte) []event.Hash {
	links := []event.Hash{event.Genesis(id, 1)}
	for _, r := range records {
		links = append(links, links[len(links)-1].Next(r))
	}
	return links
}

// country makes what so many stations send in a day.
func country(t testing.TB, stations int) []site {
	t.Helper()
	all := make([]site, stations)
	workers := new(errgroup.Group)
	for w := range runtime.GOMAXPROCS(0) {
		workers.Go(func() (err error) {
			for i := w; i < stations && err == nil; i += runtime.GOMAXPROCS(0) {
				all[i], err = newSite(i)
			}
			return err
		})
	}
	check(t, workers.Wait())
	return all
}

func newSite(i int) (site, error) {
	key, id := keyOf(i), name(i)
	records := visits(uint64(i), visitsOf(i))
	links := chain(id, records)
	message, err := wire.EncodeBatch(wire.Batch{Station: id, Epoch: 1, First: 1, Prev: links[0], Records: records}, key)
	return site{id, key.Public().(ed25519.PublicKey), len(records), links[len(links)-1], message}, err
}

// known are stations as a hub knows them.
func known(n int) []hub.Station {
	all := make([]hub.Station, n)
	for i := range all {
		all[i] = hub.Station{ID: name(i), Key: keyOf(i).Public().(ed25519.PublicKey)}
	}
	return all
}
