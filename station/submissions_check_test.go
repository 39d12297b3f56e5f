package station_test

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// forgedStep says that record 1, which begins the epoch, answered an appeal.
func forgedStep(tx *bolt.Tx) error {
	claim := sha256.Sum256([]byte("a claim"))
	entry, err := event.EncodeDown(&event.Down{Body: &event.Down_AppealReply{AppealReply: &event.AppealReply{
		Claim: claim[:], State: answered,
	}}})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(entry)
	key := slices.Concat(claim[:], make([]byte, 4), []byte{4}, make([]byte, 8), sum[:8])
	row := slices.Concat([]byte{0, 0, 0, 1}, []byte{0, 0, 0, 0, 0, 0, 0, 1}, make([]byte, 8), entry)
	return tx.Bucket([]byte("appeals")).Put(key, row)
}

// TestCheckFindsWhatIsWrongWithSubmissions damages each table in each way that
// its check is for.
func TestCheckFindsWhatIsWrongWithSubmissions(t *testing.T) {
	loseFirst := func(table string) func(*bolt.Tx) error {
		return func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte(table))
			key, _ := b.Cursor().First()
			return b.Delete(key)
		}
	}
	changeFirst := func(table string, at int) func(*bolt.Tx) error {
		return func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte(table))
			key, row := b.Cursor().First()
			row = bytes.Clone(row)
			row[(at+len(row))%len(row)] ^= 1
			return b.Put(bytes.Clone(key), row)
		}
	}
	moveFirst := func(table string) func(*bolt.Tx) error {
		return func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte(table))
			key, row := b.Cursor().First()
			key = bytes.Clone(key)
			key[len(key)-1] ^= 1
			return b.Put(key, bytes.Clone(row))
		}
	}
	for name, c := range map[string]struct {
		damage func(*bolt.Tx) error
		want   string
	}{
		"a submission lost":            {loseFirst("submissions"), "has a record and no row"},
		"a submission changed":         {changeFirst("submissions", -1), "not in the journal"},
		"a submission of another":      {moveFirst("submissions"), "not in the journal"},
		"a step lost":                  {loseFirst("appeals"), "has a record and no row"},
		"a step of another time":       {changeFirst("appeals", 19), "not what the journal says"},
		"a step by another record":     {changeFirst("appeals", 11), "not what the journal says"},
		"a step that says other words": {changeFirst("appeals", -1), "holds another step"},
		"a step copied":                {moveFirst("appeals"), "holds another step"},
		"a step cut short": {func(tx *bolt.Tx) error {
			return tx.Bucket([]byte("appeals")).Put(make([]byte, 53), []byte("x"))
		}, "appeals: row"},
		"a step that its record did not take": {forgedStep, "not what the journal says"},
		"a story under another name":          {moveFirst("stories"), "holds another story"},
		"a state of another member":           {moveFirst("members"), "holds another state"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := stationtest.NewFleet(t).Config(t, "st-1")
			s, err := station.Open(cfg)
			if err != nil {
				t.Fatal(err)
			}
			handIn(t, s, rider(1))
			stationtest.Send(t, s, &event.Down{Body: &event.Down_StoryPublished{StoryPublished: &event.StoryPublished{Id: "a", TextZh: "故事"}}})
			stationtest.Close(t, s) // good so far
			damaged(t, cfg.Path, c.damage)
			if s, err = station.Open(cfg); err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			report, err := s.Check()
			if err != nil || !strings.Contains(strings.Join(report.Faults, "\n"), c.want) {
				t.Errorf("%q, %v; want %q", report.Faults, err, c.want)
			}
		})
	}
}
