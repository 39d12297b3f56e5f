package station_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
)

// place is how far an appeal has got: the round counts reopenings, the height
// is a state's within its round.
type place struct{ round, height int }

func (p place) before(q place) bool {
	return p.round < q.round || p.round == q.round && p.height < q.height
}

const (
	atAnswered = 4
	atRated    = 5
)

var heights = map[event.AppealState]int{
	received: 1, isReopened: 1, assigned: 2, inProgress: 3, answered: atAnswered, rated: atRated,
}

// kiosk is what one station should know of appeals, in plain words.
type kiosk struct {
	cfg     station.Config
	s       *station.Station
	known   map[string]place           // code to where it stands; none was never heard of
	words   map[string]map[string]bool // code to texts heard
	records uint64                     // one for each confirmed act
}

// world is several stations, and all that their hub ever said: it may say it
// to any of them at any time, and again.
type world struct {
	t      *testing.T
	kiosks []*kiosk
	codes  []string
	riders map[seal.Claim]event.Pseudonym // nobody for an anonymous appeal
	said   []saying
}

type saying struct {
	code  string
	at    place
	words string
	entry []byte
}

func (k *kiosk) hear(w saying) {
	if old, found := k.known[w.code]; !found || old.before(w.at) {
		k.known[w.code] = w.at
	}
	if w.words != "" {
		if k.words[w.code] == nil {
			k.words[w.code] = map[string]bool{}
		}
		k.words[w.code][w.words] = true
	}
}

// may says what a station must answer to a rating or a reopening.
func (k *kiosk) may(code string, rating bool) error {
	at, found := k.known[code]
	switch {
	case !found:
		return station.ErrNoAppeal
	case at.height < atAnswered:
		return station.ErrNotAnswered
	case rating && at.height == atRated:
		return station.ErrRated
	}
	return nil
}

func newCode(t *testing.T) string {
	code, err := seal.NewClaimCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return code.String()
}

func claimOf(t *testing.T, code string) seal.Claim {
	c, err := seal.ParseClaimCode(code)
	if err != nil {
		t.Fatal(err)
	}
	return c.Claim()
}

// say makes a word of the hub on a code, numbered so that no two are alike:
// any state of any round, in no sensible order.
func say(t *testing.T, r *rapid.T, code string, number int) saying {
	state := rapid.SampledFrom([]event.AppealState{received, assigned, inProgress, answered, rated, isReopened}).Draw(r, "state")
	round := rapid.IntRange(0, 2).Draw(r, "round")
	if state == isReopened {
		round++
	}
	said := saying{code: code, at: place{round, heights[state]}}
	if rapid.Bool().Draw(r, "in words") {
		said.words = fmt.Sprintf("答复 %d", number)
	}
	d := reply(t, code, state, uint32(round), said.words)
	d.AtMs = int64(rapid.IntRange(1, 3).Draw(r, "at"))
	var err error
	if said.entry, err = event.EncodeDown(&event.Down{Body: &event.Down_AppealReply{AppealReply: d}}); err != nil {
		r.Fatal(err)
	}
	return said
}

func (k *kiosk) told(r *rapid.T, w saying) {
	at, err := k.s.Standing()
	if err == nil {
		err = k.s.Apply(at.DownCursor+1, [][]byte{w.entry})
	}
	if err != nil {
		r.Fatal(err)
	}
	k.hear(w)
	k.shows(r, w.code)
}

// TestAppealsAgainstModel: whatever riders do at several stations, and in
// whatever order, however late and however often the hub's word reaches each,
// every station shows what the model says:
//
//   - the state never goes back, except by a reopening;
//   - an answer is rated once, and only an answer is rated or reopened;
//   - a wrong code opens nothing;
//   - every word that was sealed to a code, and no other, opens with it;
//   - an anonymous appeal has no pseudonym anywhere.
func TestAppealsAgainstModel(t *testing.T) {
	fleet := stationtest.NewFleet(t)
	riders := map[seal.Claim]event.Pseudonym{}
	var kiosks []*kiosk
	for i := range 3 {
		cfg := fleet.Config(t, fmt.Sprintf("st-%d", i+1))
		s, err := station.Open(cfg)
		if err != nil {
			t.Fatal(err)
		}
		kiosks = append(kiosks, &kiosk{cfg, s, map[string]place{}, map[string]map[string]bool{}, 1})
	}
	// The stations stay from case to case, which saves opening files; each
	// case has its own codes. Of its first the hub only ever speaks: the
	// station that filed it burnt down.
	rapid.Check(t, func(r *rapid.T) {
		w := &world{t: t, kiosks: kiosks, riders: riders, codes: []string{newCode(t)}}
		r.Repeat(w.acts())
		for _, k := range kiosks {
			for _, code := range w.codes {
				k.shows(r, code)
			}
		}
	})
	for _, k := range kiosks {
		k.judge(t, riders)
		stationtest.Close(t, k.s)
	}
}

func (w *world) acts() map[string]func(*rapid.T) {
	kioskOf := func(r *rapid.T) *kiosk { return rapid.SampledFrom(w.kiosks).Draw(r, "station") }
	codeOf := func(r *rapid.T) string { return rapid.SampledFrom(w.codes).Draw(r, "code") }
	return map[string]func(*rapid.T){
		"file": func(r *rapid.T) {
			k, who := kioskOf(r), station.Anonymous()
			if rapid.Bool().Draw(r, "named") {
				who = rider(1)
			}
			f := file(w.t, k.s, who)
			w.codes = append(w.codes, f.Code)
			w.riders[claimOf(w.t, f.Code)] = who.Pseudonym
			k.hear(saying{code: f.Code, at: place{0, heights[received]}})
			k.records++
			k.shows(r, f.Code)
		},
		"tell": func(r *rapid.T) {
			said := say(w.t, r, codeOf(r), len(w.said))
			w.said = append(w.said, said)
			kioskOf(r).told(r, said)
		},
		"tell again, or another": func(r *rapid.T) {
			if len(w.said) == 0 {
				r.Skip("nothing was said")
			}
			kioskOf(r).told(r, rapid.SampledFrom(w.said).Draw(r, "said"))
		},
		"rate": func(r *rapid.T) {
			k, code := kioskOf(r), codeOf(r)
			want, at := k.may(code, true), k.known[code]
			if err := k.s.RateAppeal(code, rapid.IntRange(1, 5).Draw(r, "stars")); !errors.Is(err, want) {
				r.Fatalf("rating at %v: %v, want %v", at, err, want)
			}
			if want == nil {
				k.hear(saying{code: code, at: place{at.round, atRated}})
				k.records++
			}
			k.shows(r, code)
		},
		"reopen": func(r *rapid.T) {
			k, code := kioskOf(r), codeOf(r)
			want, at := k.may(code, false), k.known[code]
			if err := k.s.ReopenAppeal(code, "没有解决"); !errors.Is(err, want) {
				r.Fatalf("reopening at %v: %v, want %v", at, err, want)
			}
			if want == nil {
				k.hear(saying{code: code, at: place{at.round + 1, heights[isReopened]}})
				k.records++
			}
			k.shows(r, code)
		},
		"a wrong code": func(r *rapid.T) {
			k, code := kioskOf(r), newCode(w.t)
			_, err1 := k.s.AppealByClaim(code)
			err2, err3 := k.s.RateAppeal(code, 5), k.s.ReopenAppeal(code, "")
			for _, err := range []error{err1, err2, err3} {
				if !errors.Is(err, station.ErrNoAppeal) {
					r.Fatalf("%v", err)
				}
			}
		},
		"restart": func(r *rapid.T) {
			if rapid.IntRange(0, 4).Draw(r, "seldom") > 0 {
				r.Skip("it takes long")
			}
			k := kioskOf(r)
			err := k.s.Close()
			if err == nil {
				k.s, err = station.Open(k.cfg)
			}
			if err != nil {
				r.Fatal(err)
			}
		},
	}
}

// shows compares what a code opens with the model.
func (k *kiosk) shows(r *rapid.T, code string) {
	want, found := k.known[code]
	p, err := k.s.AppealByClaim(code)
	if !found {
		if !errors.Is(err, station.ErrNoAppeal) || p.Steps != nil {
			r.Fatalf("%s never heard of it, and shows %+v, %v", k.cfg.ID, p, err)
		}
		return
	}
	if err != nil {
		r.Fatalf("%s: %v", k.cfg.ID, err)
	}
	words := map[string]bool{}
	var before place
	for _, st := range p.Steps {
		at := place{st.Round, heights[st.State]}
		if at.before(before) {
			r.Fatalf("%s: it went back: %+v", k.cfg.ID, p.Steps)
		}
		if st.Unreadable {
			r.Fatalf("%s: unreadable: %+v", k.cfg.ID, st)
		}
		if before = at; st.Text != "" {
			words[st.Text] = true
		}
	}
	if before != want || heights[p.State] != want.height || fmt.Sprint(words) != fmt.Sprint(k.words[code]) {
		r.Fatalf("%s shows %+v, want %+v and %v", k.cfg.ID, p, want, k.words[code])
	}
}

// judge reads the journal for what must hold of records.
func (k *kiosk) judge(t *testing.T, riders map[seal.Claim]event.Pseudonym) {
	all := records(t, k.s)
	if uint64(len(all)) != k.records {
		t.Errorf("%s: %d records, want %d", k.cfg.ID, len(all), k.records)
	}
	ratings := map[string]int{}
	for _, rec := range all {
		if f := rec.GetAppealFiled(); f != nil && riders[seal.Claim(f.Claim)] != rec.Pseudonym() {
			t.Errorf("%s: of the wrong rider: %v", k.cfg.ID, f)
		}
		if a := rec.GetAppealRated(); a != nil {
			ratings[fmt.Sprintf("%x, round %d", a.Claim, a.Round)]++
		}
	}
	for of, n := range ratings {
		if n > 1 {
			t.Errorf("%s: %s was rated %d times", k.cfg.ID, of, n)
		}
	}
}
