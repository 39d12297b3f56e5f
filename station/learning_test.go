package station_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"
	"google.golang.org/protobuf/proto"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// roadSafety is a pack of two pages and a quiz of which two of three pass.
func roadSafety(version uint32) *event.PackManifest {
	question := func(right uint32) *event.QuizQuestion {
		return &event.QuizQuestion{TextZh: "问", ChoicesZh: []string{"甲", "乙", "丙"}, ChoicesEn: []string{"a", "b", "c"}, Right: right}
	}
	return &event.PackManifest{
		Id: "road-safety", Version: version, TitleZh: "交通安全", TitleEn: "Road safety",
		Pages: []*event.PackPage{{TextZh: "一"}, {TextZh: "二", Picture: bytes.Repeat([]byte{1}, 32)}},
		Quiz:  []*event.QuizQuestion{question(0), question(2), question(1)}, PassMark: 2,
	}
}

func versions(t *testing.T, s *station.Station) (all []uint32) {
	t.Helper()
	packs, err := s.Packs("")
	must(t, err)
	for _, p := range packs {
		all = append(all, p.Version)
	}
	return all
}

// TestOnlySoundPacksOfTheHubAreTaken: whatever else comes is refused, what was
// there stays, and the entries behind it are applied.
func TestOnlySoundPacksOfTheHubAreTaken(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(m *event.PackManifest)
		sign  func(p *event.LearningPack)
		want  []uint32
	}{
		"newer":                  {nil, nil, []uint32{4}},
		"unsigned":               {nil, func(p *event.LearningPack) { p.Signature = nil }, []uint32{3}},
		"changed":                {nil, func(p *event.LearningPack) { p.Manifest[len(p.Manifest)-1] ^= 1 }, []uint32{3}},
		"signature cut":          {nil, func(p *event.LearningPack) { p.Signature = p.Signature[:63] }, []uint32{3}},
		"empty":                  {nil, func(p *event.LearningPack) { proto.Reset(p) }, []uint32{3}},
		"the same":               {func(m *event.PackManifest) { m.Version = 3; m.Pages = nil }, nil, []uint32{3}},
		"older":                  {func(m *event.PackManifest) { m.Version = 2 }, nil, []uint32{3}},
		"no version":             {func(m *event.PackManifest) { m.Version = 0 }, nil, []uint32{3}},
		"no identifier":          {func(m *event.PackManifest) { m.Id = "" }, nil, []uint32{3}},
		"too large":              {func(m *event.PackManifest) { m.Pages[0].TextZh = strings.Repeat("x", 256<<10) }, nil, []uint32{3}},
		"just not":               {func(m *event.PackManifest) { m.Pages[0].TextZh = strings.Repeat("x", 255<<10) }, nil, []uint32{4}},
		"no such right answer":   {func(m *event.PackManifest) { m.Quiz[0].Right = 3 }, nil, []uint32{3}},
		"no choices":             {func(m *event.PackManifest) { m.Quiz[0].ChoicesZh = nil }, nil, []uint32{3}},
		"choices in English too": {func(m *event.PackManifest) { m.Quiz[0].ChoicesEn = nil }, nil, []uint32{4}},
		"impossible to pass":     {func(m *event.PackManifest) { m.PassMark = 4 }, nil, []uint32{3}},
		"half a picture":         {func(m *event.PackManifest) { m.Pages[0].Picture = []byte{1} }, nil, []uint32{3}},
		"withdrawn":              {func(m *event.PackManifest) { m.Withdrawn = true }, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s, f := open(t)
			stationtest.SendPack(t, s, f.Pack(t, roadSafety(3)))
			m := roadSafety(4)
			if c.spoil != nil {
				c.spoil(m)
			}
			p := f.Pack(t, m)
			if c.sign != nil {
				c.sign(p)
			}
			stationtest.SendPack(t, s, p)
			if got := versions(t, s); !slices.Equal(got, c.want) {
				t.Errorf("versions %v, want %v", got, c.want)
			}
			stationtest.Budget(t, s, 3)
			if left, err := s.PointsBudget(); err != nil || left != 3 {
				t.Errorf("the entry behind it: %d, %v", left, err)
			}
		})
	}
}

func TestAnotherFleetsPackIsForged(t *testing.T) {
	s, _ := open(t)
	stationtest.SendPack(t, s, stationtest.NewFleet(t).Pack(t, roadSafety(1)))
	if got := versions(t, s); got != nil {
		t.Errorf("took %v", got)
	}
}

func TestAWithdrawnPackStaysWithdrawn(t *testing.T) {
	s, f := open(t)
	gone := roadSafety(2)
	gone.Withdrawn = true
	stationtest.SendPack(t, s, f.Pack(t, gone))
	stationtest.SendPack(t, s, f.Pack(t, roadSafety(1))) // a replay
	if got := versions(t, s); got != nil {
		t.Errorf("revived: %v", got)
	}
	if err := s.ReadPage(rider(1), "road-safety", 2, 1); !errors.Is(err, station.ErrNoPack) {
		t.Errorf("read: %v", err)
	}
	stationtest.SendPack(t, s, f.Pack(t, roadSafety(3)))
	if got := versions(t, s); !slices.Equal(got, []uint32{3}) {
		t.Errorf("offered again: %v", got)
	}
}

func TestPacksForAnOccupation(t *testing.T) {
	s, f := open(t)
	for id, occupations := range map[string][]string{
		"a-for-all": nil, "b-couriers": {"courier"}, "c-riders": {"delivery-rider", "courier"}, "d-drivers": {"driver"},
	} {
		m := roadSafety(1)
		m.Id, m.Occupations = id, occupations
		stationtest.SendPack(t, s, f.Pack(t, m))
	}
	for occupation, want := range map[string]string{
		"":               "a-for-all b-couriers c-riders d-drivers",
		"courier":        "b-couriers c-riders a-for-all",
		"delivery-rider": "c-riders a-for-all",
		"driver":         "d-drivers a-for-all",
		"cook":           "a-for-all",
	} {
		packs, err := s.Packs(occupation)
		must(t, err)
		var ids []string
		for _, p := range packs {
			ids = append(ids, p.ID)
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%q: %s, want %s", occupation, got, want)
		}
	}
	p, _ := s.Packs("cook")
	if q := p[0].Quiz[1]; len(p[0].Pages) != 2 || len(p[0].Pages[1].Picture) != 32 || q.Choices[2] != (station.Text{ZH: "丙", EN: "c"}) {
		t.Errorf("%+v", p[0])
	}
}

func learned(t *testing.T, s *station.Station, who byte, want ...station.Progress) {
	t.Helper()
	got, err := s.Progress(rider(who).Pseudonym)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("rider %d: %+v, %v; want %+v", who, got, err, want)
	}
}

func TestTheFurthestPageOfEachVersionCounts(t *testing.T) {
	s, f := open(t)
	stationtest.SendPack(t, s, f.Pack(t, roadSafety(1)))
	learned(t, s, 1)
	turn := func(version uint32, page int, want error) {
		t.Helper()
		if err := s.ReadPage(rider(1), "road-safety", version, page); !errors.Is(err, want) {
			t.Errorf("page %d of version %d: %v, want %v", page, version, err, want)
		}
	}
	turn(1, 2, nil)
	turn(1, 1, nil) // back: records nothing
	turn(1, 0, station.ErrNoPage)
	turn(1, 3, station.ErrNoPage)
	turn(2, 1, station.ErrOldPack)
	learned(t, s, 1, station.Progress{Pack: "road-safety", Version: 1, Page: 2})
	learned(t, s, 2)
	if err := s.ReadPage(station.Anonymous(), "road-safety", 1, 1); !errors.Is(err, station.ErrAnonymous) {
		t.Errorf("nobody: %v", err)
	}
	if err := s.ReadPage(rider(1), "first-aid", 1, 1); !errors.Is(err, station.ErrNoPack) {
		t.Errorf("unknown: %v", err)
	}
	stationtest.SendPack(t, s, f.Pack(t, roadSafety(2)))
	learned(t, s, 1)
	turn(1, 2, station.ErrOldPack)
	turn(2, 1, nil)
	learned(t, s, 1, station.Progress{Pack: "road-safety", Version: 2, Page: 1})
	if got := kinds(t, s); got != "epoch_started learning_progress learning_progress" {
		t.Errorf("journal: %s", got)
	}
}

func TestAQuizIsJudgedAtTheStation(t *testing.T) {
	for name, c := range map[string]struct {
		who     station.Rider
		pack    string
		version uint32
		answers []int
		want    station.QuizResult
		err     error
	}{
		"all right":       {rider(1), "road-safety", 1, []int{0, 2, 1}, station.QuizResult{Right: 3, Questions: 3, Passed: true}, nil},
		"enough right":    {rider(1), "road-safety", 1, []int{0, 2, 0}, station.QuizResult{Right: 2, Questions: 3, Passed: true}, nil},
		"too few":         {rider(1), "road-safety", 1, []int{0, 0, 0}, station.QuizResult{Right: 1, Questions: 3}, nil},
		"no such choices": {rider(1), "road-safety", 1, []int{-1, 99, 4}, station.QuizResult{Questions: 3}, nil},
		"nobody":          {station.Anonymous(), "road-safety", 1, []int{0, 2, 1}, station.QuizResult{Right: 3, Questions: 3, Passed: true}, nil},
		"one unanswered":  {rider(1), "road-safety", 1, []int{0, 2}, station.QuizResult{}, station.ErrAnswers},
		"one too many":    {rider(1), "road-safety", 1, []int{0, 2, 1, 1}, station.QuizResult{}, station.ErrAnswers},
		"an old version":  {rider(1), "road-safety", 0, []int{0, 2, 1}, station.QuizResult{}, station.ErrOldPack},
		"an unknown pack": {rider(1), "first-aid", 1, []int{0, 2, 1}, station.QuizResult{}, station.ErrNoPack},
		"no quiz":         {rider(1), "reading", 1, nil, station.QuizResult{}, station.ErrNoQuiz},
	} {
		t.Run(name, func(t *testing.T) {
			s, f := open(t)
			stationtest.SendPack(t, s, f.Pack(t, roadSafety(1)))
			stationtest.SendPack(t, s, f.Pack(t, &event.PackManifest{Id: "reading", Version: 1}))
			stationtest.Rule(t, s, "quiz", "quiz_taken", 10, 0)
			got, err := s.TakeQuiz(c.who, c.pack, c.version, c.answers)
			if !errors.Is(err, c.err) || got != c.want {
				t.Errorf("%+v, %v; want %+v, %v", got, err, c.want, c.err)
			}
			journal := "epoch_started"
			if c.err == nil {
				journal += " quiz_taken"
			}
			if c.want.Passed && c.who.Pseudonym.Known() {
				journal += " points_earned"
			}
			if got := kinds(t, s); got != journal {
				t.Errorf("journal: %s, want %s", got, journal)
			}
		})
	}
}

func TestAVersionsQuizIsPassedOnce(t *testing.T) {
	s, f := open(t)
	stationtest.SendPack(t, s, f.Pack(t, roadSafety(1)))
	stationtest.Rule(t, s, "quiz", "quiz_taken", 10, 0)
	take := func(version uint32, repeat bool, answers ...int) {
		t.Helper()
		if got, err := s.TakeQuiz(rider(1), "road-safety", version, answers); err != nil || got.Repeat != repeat {
			t.Errorf("%+v, %v", got, err)
		}
	}
	take(1, false, 1, 1, 0)
	balance(t, s, 1, 0)
	take(1, false, 0, 2, 1)
	balance(t, s, 1, 10)
	take(1, true, 0, 2, 1)
	take(1, true, 1, 1, 0) // worse, and still passed
	balance(t, s, 1, 10)
	learned(t, s, 1, station.Progress{Pack: "road-safety", Version: 1, Right: 3, Questions: 3, Passed: true})
	stationtest.SendPack(t, s, f.Pack(t, roadSafety(2)))
	learned(t, s, 1)
	take(2, false, 0, 2, 1)
	balance(t, s, 1, 20)
}

func TestCheckFindsWrongLearning(t *testing.T) {
	for name, c := range map[string]struct {
		damage func(*bolt.Tx) error
		want   string
	}{
		"a pack changed": {func(tx *bolt.Tx) error {
			p, _ := proto.Marshal(&event.PackManifest{Id: "road-safety", Version: 9})
			row, _ := event.EncodeDown(&event.Down{Body: &event.Down_LearningPack{LearningPack: &event.LearningPack{Manifest: p}}})
			return tx.Bucket([]byte("packs")).Put([]byte("road-safety"), row)
		}, "not what the hub signed"},
		"progress lost": {func(tx *bolt.Tx) error {
			key, _ := tx.Bucket([]byte("reading")).Cursor().First()
			return tx.Bucket([]byte("reading")).Delete(key)
		}, "has a record and no row"},
		"another's quiz": {func(tx *bolt.Tx) error {
			key, row := tx.Bucket([]byte("quizzes")).Cursor().First()
			key = slices.Clone(key)
			key[0]++
			return tx.Bucket([]byte("quizzes")).Put(key, slices.Clone(row))
		}, "is not the latest in the journal"},
	} {
		t.Run(name, func(t *testing.T) {
			f := stationtest.NewFleet(t)
			cfg := f.Config(t, "st-1")
			s, err := station.Open(cfg)
			must(t, err)
			stationtest.SendPack(t, s, f.Pack(t, roadSafety(1)))
			must(t, s.ReadPage(rider(1), "road-safety", 1, 1))
			_, err = s.TakeQuiz(rider(1), "road-safety", 1, []int{0, 2, 1})
			must(t, err)
			stationtest.Close(t, s) // good so far

			damaged(t, cfg.Path, c.damage)
			s, err = station.Open(cfg)
			must(t, err)
			defer s.Close()
			report, err := s.Check()
			if err != nil || !strings.Contains(strings.Join(report.Faults, "\n"), c.want) {
				t.Errorf("%q, %v; want %q", report.Faults, err, c.want)
			}
		})
	}
}
