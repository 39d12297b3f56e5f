package hub_test

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
	"github.com/nuanxin/station-kit/station/seal"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
)

// kiosks are real stations of a rig.
type kiosks struct {
	*rig
	t     *testing.T
	fleet *stationtest.Fleet
	clock *stationtest.Clock
	posts map[string]*outpost
}

func kiosksFor(t *testing.T, ids ...string) *kiosks {
	k := &kiosks{rigFor(t), t, stationtest.NewFleet(t), &stationtest.Clock{Time: noon}, map[string]*outpost{}}
	for _, id := range ids {
		p := &outpost{enrolled: k.enrol(id), cfg: k.fleet.Config(t, id)}
		p.cfg.Issuer.Key, p.cfg.Clock = p.key, k.clock.Station()
		p.cfg.Hub = k.keys.HubKey.Public().(ed25519.PublicKey)
		p.cfg.Issuer.Endorsement = pass.Endorse(p.key.Public().(ed25519.PublicKey), noon.AddDate(3, 0, 0), k.keys.HubKey)
		p.s = stationtest.Open(t, p.cfg)
		k.posts[id] = p
	}
	return k
}

// deeds are the acts after the stations were enrolled.
func (r *rig) deeds() (all []hub.Act) {
	for _, a := range must(r.Acts(ctx, 100)) {
		if a.What != "enroll" && a.What != "set slots" {
			all = append(all, a)
		}
	}
	return all
}

// sync delivers what each has recorded, has the hub act, and applies what it says.
func (k *kiosks) sync() {
	k.t.Helper()
	for _, p := range k.posts {
		k.deliver(p)
	}
	k.follow()
	for _, p := range k.posts {
		at := must(p.s.Standing())
		_, _, pages, err := k.Greet(ctx, must(wire.EncodeGreeting(wire.Greeting{
			Station: p.id, Epoch: at.Epoch, Last: at.Last, DownCursor: at.DownCursor, Wall: noon, JournalEpoch: at.JournalEpoch,
		}, p.key)))
		if err != nil {
			k.t.Fatal(err)
		}
		for _, page := range pages {
			must(0, p.s.Apply(page.First, page.Entries))
		}
	}
}

func (k *kiosks) deliver(p *outpost) {
	at := must(p.s.Standing())
	prev, records, err := p.s.Records(at.Delivered, 1000, 1<<20)
	if err != nil || len(records) == 0 {
		return
	}
	receipt := must(ingest(k.rig, must(wire.EncodeBatch(wire.Batch{
		Station: p.id, Epoch: at.Epoch, First: at.Delivered + 1, Prev: prev, Records: records,
	}, p.key))))
	must(0, p.s.Deliver(receipt.Epoch, receipt.UpTo, receipt.Hash))
}

// shows is how an appeal stands at a kiosk, and the newest text of the hub's.
func (k *kiosks) shows(id, code string) (string, string) {
	k.t.Helper()
	p, err := k.posts[id].s.AppealByClaim(code)
	if err != nil {
		return err.Error(), ""
	}
	text := ""
	for _, step := range p.Steps {
		if step.Text != "" {
			text = step.Text
		}
	}
	return p.State.String()[len("APPEAL_STATE_"):], text
}

func TestAnAppealIsAnsweredAtEveryKiosk(t *testing.T) {
	k := kiosksFor(t, "a", "b", "c")
	li := hub.As(ctx, "li")
	filed := must(k.posts["a"].s.FileAppeal(station.Rider{}, station.Appeal{Category: event.AppealCategory_APPEAL_CATEGORY_LABOUR_RIGHTS, Text: "平台扣款没有说明"}))
	k.sync()
	for id := range k.posts {
		if state, _ := k.shows(id, filed.Code); state != "RECEIVED" {
			t.Errorf("%s: %s", id, state)
		}
	}
	open := must(k.Appeals(ctx, false))
	if len(open) != 1 || open[0].Named || open[0].Category != "labour_rights" || !open[0].Due.Equal(noon.AddDate(0, 0, 5)) {
		t.Fatalf("%+v", open)
	}
	claim := hex.EncodeToString(open[0].Claim[:])[:8]
	a, said, err := k.ReadAppeal(li, claim, k.fleet.Opener)
	if err != nil || len(said) != 1 || said[0].Text != "平台扣款没有说明" || a.Ref != filed.Ref {
		t.Errorf("read %+v %+v, %v", a, said, err)
	}
	must(0, k.RouteAppeal(li, claim, "劳动监察大队", noon.Add(48*time.Hour)))
	must(0, k.StartAppeal(li, claim))
	k.sync()
	if p := must(k.posts["c"].s.AppealByClaim(filed.Code)); p.State != event.AppealState_APPEAL_STATE_IN_PROGRESS || !p.Due.Equal(noon.Add(48*time.Hour)) {
		t.Errorf("at c: %+v", p)
	}
	must(0, k.AnswerAppeal(li, claim, "已责令退还。"))
	k.sync()
	for id := range k.posts {
		if state, text := k.shows(id, filed.Code); state != "ANSWERED" || text != "已责令退还。" {
			t.Errorf("%s: %s %q", id, state, text)
		}
	}
	if err := k.AnswerAppeal(li, claim, "再答"); !errors.Is(err, hub.ErrAnswered) {
		t.Errorf("answered twice: %v", err)
	}
	k.rateAndReopen(filed.Code, claim)
	var acts []string
	for _, act := range k.deeds() {
		acts = append(acts, act.Who+" "+act.What)
	}
	if got := strings.Join(acts, ", "); got != "hub read appeal, li answer appeal, li start appeal, li route appeal, li read appeal" {
		t.Errorf("acts: %s", got)
	}
}

// rateAndReopen has one kiosk rate an answer and two reopen it at once.
func (k *kiosks) rateAndReopen(code, claim string) {
	k.t.Helper()
	must(0, k.posts["b"].s.RateAppeal(code, 2))
	k.sync()
	if a := must(k.Appeals(ctx, true))[0]; a.Stars != 2 || a.State != event.AppealState_APPEAL_STATE_RATED || a.Open {
		k.t.Errorf("rated: %+v", a)
	}
	if err := k.posts["c"].s.RateAppeal(code, 5); !errors.Is(err, station.ErrRated) {
		k.t.Errorf("rated again at c: %v", err)
	}
	must(0, k.posts["a"].s.ReopenAppeal(code, "只退了一半"))
	must(0, k.posts["c"].s.ReopenAppeal(code, ""))
	k.sync()
	a, said, err := k.ReadAppeal(ctx, claim, k.fleet.Opener)
	if err != nil || a.Round != 1 || !a.Open || len(said) != 3 || a.Department != "劳动监察大队" {
		k.t.Errorf("reopened: %+v %+v, %v", a, said, err)
	}
	for id := range k.posts {
		if state, _ := k.shows(id, code); state != "REOPENED" {
			k.t.Errorf("%s: %s", id, state)
		}
	}
}

func TestOverdueAppeals(t *testing.T) {
	k := kiosksFor(t, "a")
	must(k.posts["a"].s.FileAppeal(station.Rider{}, station.Appeal{Category: event.AppealCategory_APPEAL_CATEGORY_STATION, Text: "没有热水"}))
	k.sync()
	late := func(after time.Duration) bool { return must(k.Appeals(ctx, false))[0].Overdue(noon.Add(after)) }
	if late(time.Hour) || !late(3*time.Hour) {
		t.Error("not routed within two hours")
	}
	claim := hex.EncodeToString(must(k.Appeals(ctx, false))[0].Claim[:])
	must(0, k.RouteAppeal(ctx, claim, "街道办", time.Time{}))
	if late(3*time.Hour) || !late(25*time.Hour) {
		t.Error("a day is what it may take")
	}
	must(0, k.AnswerAppeal(ctx, claim, "已修好"))
	if a := must(k.Appeals(ctx, true))[0]; a.Overdue(noon.AddDate(1, 0, 0)) || len(must(k.Appeals(ctx, false))) != 0 {
		t.Errorf("answered: %+v", a)
	}
}

func TestWhatCannotBeDoneWithAnAppeal(t *testing.T) {
	k := kiosksFor(t, "a")
	must(k.posts["a"].s.FileAppeal(station.Rider{}, station.Appeal{Category: event.AppealCategory_APPEAL_CATEGORY_OTHER, Text: "x"}))
	k.sync()
	claim := hex.EncodeToString(must(k.Appeals(ctx, false))[0].Claim[:])
	_, _, unread := k.ReadAppeal(ctx, "00000000", k.fleet.Opener)
	for name, c := range map[string]struct{ got, want error }{
		"unknown":       {unread, hub.ErrNoAppeal},
		"too short":     {k.StartAppeal(ctx, claim[:4]), hub.ErrNoAppeal},
		"nobody":        {k.RouteAppeal(ctx, claim, " ", time.Time{}), hub.ErrNoDepartment},
		"past":          {k.RouteAppeal(ctx, claim, "d", noon), hub.ErrDue},
		"says nothing":  {k.AnswerAppeal(ctx, claim, " \n"), hub.ErrNoAnswer},
		"says too much": {k.AnswerAppeal(ctx, claim, strings.Repeat("长", 4001)), hub.ErrNoAnswer},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v", name, c.got)
		}
	}
	if n := len(k.deeds()); n != 0 {
		t.Errorf("%d acts of what was not done", n)
	}
}

// A forged or repeated claim, and a rating of what nobody filed, are dead letters.
func TestOddAppealsAreDeadLetters(t *testing.T) {
	r := rigFor(t)
	d := r.diarist("a")
	key := make([]byte, 32)
	key[0] = 9
	good := seal.ClaimOf(key)
	d.say(&event.Record{Body: &event.Record_AppealFiled{AppealFiled: &event.AppealFiled{Claim: make([]byte, 32), ClaimKey: key}}},
		&event.Record{Body: &event.Record_AppealFiled{AppealFiled: &event.AppealFiled{Claim: good[:], ClaimKey: key}}},
		&event.Record{Body: &event.Record_AppealFiled{AppealFiled: &event.AppealFiled{Claim: good[:], ClaimKey: key}}},
		&event.Record{Body: &event.Record_AppealRated{AppealRated: &event.AppealRated{Claim: make([]byte, 32), Stars: 3}}})
	var reasons []string
	must(0, r.DeadLetters(ctx, "cases", func(l hub.DeadLetter) error { reasons = append(reasons, l.Ref.String()); return nil }))
	if got := strings.Join(reasons, " "); got != "a/1/1 a/1/3 a/1/4" {
		t.Errorf("dead: %s", got)
	}
}
