package station_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
	"github.com/nuanxin/station-kit/station/seal"
)

const (
	received   = event.AppealState_APPEAL_STATE_RECEIVED
	assigned   = event.AppealState_APPEAL_STATE_ASSIGNED
	inProgress = event.AppealState_APPEAL_STATE_IN_PROGRESS
	answered   = event.AppealState_APPEAL_STATE_ANSWERED
	rated      = event.AppealState_APPEAL_STATE_RATED
	isReopened   = event.AppealState_APPEAL_STATE_REOPENED
)

var unpaid = station.Appeal{
	Category: event.AppealCategory_APPEAL_CATEGORY_LABOUR_RIGHTS,
	Phrases:  []string{"pay-late"},
	Text:     "三月的工资还没有发,电话13800138000",
}

func file(t testing.TB, s *station.Station, r station.Rider) station.FiledAppeal {
	t.Helper()
	f, err := s.FileAppeal(r, unpaid)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// reply is what the hub says of a code's appeal, sealed to it where there are
// words.
func reply(t testing.TB, code string, state event.AppealState, round uint32, words string) *event.AppealReply {
	t.Helper()
	c, err := seal.ParseClaimCode(code)
	if err != nil {
		t.Fatal(err)
	}
	claim := c.Claim()
	r := &event.AppealReply{Claim: claim[:], State: state, Round: round}
	if words != "" {
		if r.Text, err = seal.SealReply(words, c.Public()); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func tell(t testing.TB, s *station.Station, r *event.AppealReply) {
	t.Helper()
	stationtest.Send(t, s, &event.Down{Body: &event.Down_AppealReply{AppealReply: r}})
}

func stands(t testing.TB, s *station.Station, code string, want event.AppealState) station.AppealProgress {
	t.Helper()
	p, err := s.AppealByClaim(code)
	if err != nil || p.State != want {
		t.Fatalf("stands at %v, %v; want %v", p.State, err, want)
	}
	return p
}

func TestAppealIsReadAndSettledAtAnyKiosk(t *testing.T) {
	fleet := stationtest.NewFleet(t)
	here := stationtest.Open(t, fleet.Config(t, "st-1"))
	elsewhere := stationtest.Open(t, fleet.Config(t, "st-2"))
	f := file(t, here, rider(1))
	stands(t, here, f.Code, received)
	stands(t, here, f.QR, received)
	if _, err := elsewhere.AppealByClaim(f.Code); !errors.Is(err, station.ErrNoAppeal) {
		t.Fatalf("before word came: %v", err)
	}
	for _, s := range []*station.Station{here, elsewhere} {
		tell(t, s, reply(t, f.Code, received, 0, ""))
		tell(t, s, reply(t, f.Code, assigned, 0, ""))
		tell(t, s, reply(t, f.Code, inProgress, 0, "已联系平台"))
		tell(t, s, reply(t, f.Code, answered, 0, "工资将于周五补发"))
	}
	p := stands(t, elsewhere, f.Code, answered)
	if len(p.Steps) != 4 || p.Steps[2].Text != "已联系平台" || p.Steps[3].Text != "工资将于周五补发" {
		t.Errorf("elsewhere it went %+v", p.Steps)
	}
	if p := stands(t, here, f.Code, answered); len(p.Steps) != 4 { // the hub's echo is no step
		t.Errorf("here it went %+v", p.Steps)
	}
	if err := elsewhere.RateAppeal(f.Code, 2); err != nil {
		t.Fatal(err)
	}
	if err := elsewhere.ReopenAppeal(f.QR, "周五没有收到"); err != nil {
		t.Fatal(err)
	}
	stands(t, elsewhere, f.Code, isReopened)
	if got := kinds(t, elsewhere); got != "epoch_started appeal_rated appeal_reopened" {
		t.Fatalf("journal: %s", got)
	}
	recs := records(t, elsewhere)
	if r := recs[1].GetAppealRated(); r.Stars != 2 || r.Round != 0 {
		t.Errorf("rated %v", r)
	}
	ref := event.Ref{Station: "st-2", Epoch: 1, Seq: 3}
	if why, err := fleet.Opener.OpenText(recs[2].GetAppealReopened().Reason, ref); err != nil || why != "周五没有收到" {
		t.Errorf("the hub reads %q, %v", why, err)
	}
	tell(t, elsewhere, reply(t, f.Code, answered, 1, "已补发"))
	if p := stands(t, elsewhere, f.Code, answered); p.Steps[len(p.Steps)-1].Text != "已补发" {
		t.Errorf("in the second round: %+v", p.Steps)
	}
	if err := elsewhere.RateAppeal(f.Code, 5); err != nil { // a new answer
		t.Error(err)
	}
}

func TestAppealTextIsForTheHubAlone(t *testing.T) {
	s, fleet := open(t)
	f := file(t, s, s.ByCard(name, number))
	recs := records(t, s) // epoch, person, appeal
	filed := recs[len(recs)-1].GetAppealFiled()
	if got, err := fleet.Opener.OpenText(filed.Text, f.Ref); err != nil || got != unpaid.Text {
		t.Errorf("the hub reads %q, %v", got, err)
	}
	if recs[1].GetPerson() == nil || event.PseudonymFrom(filed.Pseudonym) != event.PseudonymFrom(recs[1].GetPerson().Pseudonym) {
		t.Error("a named appeal does not say whose it is")
	}
	if sum := seal.ClaimOf(filed.ClaimKey); !bytes.Equal(sum[:], filed.Claim) {
		t.Error("the claim is not that of its key")
	}
	raw, err := os.ReadFile(s.Path)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"13800138000", "工资", f.Code, f.QR[4:], name, number} {
		if bytes.Contains(raw, []byte(secret)) {
			t.Errorf("the file holds %q", secret)
		}
	}
}

// TestAnonymousAppealHasNoRiderAnywhere: of a rider whom the station knows
// well, no row of any table holds both rider and claim, and the record none.
func TestAnonymousAppealHasNoRiderAnywhere(t *testing.T) {
	s, _ := open(t)
	who := rider(1)
	if _, err := s.CheckIn(who); err != nil {
		t.Fatal(err)
	}
	file(t, s, who)
	f := file(t, s, station.Anonymous())
	code, err := seal.ParseClaimCode(f.Code)
	if err != nil {
		t.Fatal(err)
	}
	recs := records(t, s)
	if filed := recs[len(recs)-1].GetAppealFiled(); len(filed.GetPseudonym()) != 0 || filed.GetClaim() == nil {
		t.Errorf("recorded as %v", filed)
	}
	claim := code.Claim()
	stationtest.Close(t, s)
	rows := 0
	damaged(t, s.Path, func(tx *bolt.Tx) error {
		return tx.ForEach(func(table []byte, b *bolt.Bucket) error {
			return b.ForEach(func(key, row []byte) error {
				both := append(bytes.Clone(key), row...)
				if !bytes.Contains(both, claim[:]) {
					return nil
				}
				rows++
				if bytes.Contains(both, who.Pseudonym[:]) {
					t.Errorf("a row of %s links them", table)
				}
				return nil
			})
		})
	})
	if rows != 2 { // the journal's and the step's
		t.Errorf("%d rows hold the claim", rows)
	}
}

func TestAppealThatSaysNothingOrTooMuch(t *testing.T) {
	s, _ := open(t)
	other := event.AppealCategory_APPEAL_CATEGORY_OTHER
	long := strings.Repeat("长", 2001)
	for name, c := range map[string]struct {
		appeal station.Appeal
		want   error
	}{
		"no category":            {station.Appeal{Text: "x"}, station.ErrNotOffered},
		"an unknown category":    {station.Appeal{Category: 99, Text: "x"}, station.ErrNotOffered},
		"nothing":                {station.Appeal{Category: other}, station.ErrNothingSaid},
		"blanks":                 {station.Appeal{Category: other, Text: " \n"}, station.ErrNothingSaid},
		"too long":               {station.Appeal{Category: other, Text: long}, station.ErrTooLong},
		"a phrase in words":      {station.Appeal{Category: other, Phrases: []string{"请打我电话"}}, station.ErrNotOffered},
		"a number as a phrase":   {station.Appeal{Category: other, Phrases: []string{"tel-13800138000"}}, station.ErrNotOffered},
		"too many phrases":       {station.Appeal{Category: other, Phrases: strings.Split(strings.Repeat("a,", 16)+"a", ",")}, station.ErrNotOffered},
		"a phrase":               {station.Appeal{Category: other, Phrases: []string{"pay-late"}}, nil},
		"a text of 2000":         {station.Appeal{Category: other, Text: long[:2000*len("长")]}, nil},
		"a text that is no text": {station.Appeal{Category: other, Text: "\xff\xfe"}, nil},
	} {
		if _, err := s.FileAppeal(station.Anonymous(), c.appeal); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestWrongCodeOpensNothing(t *testing.T) {
	s, _ := open(t)
	f := file(t, s, rider(1))
	tell(t, s, reply(t, f.Code, answered, 0, "答复"))
	slip := "0" + f.Code[1:]
	if f.Code[0] == '0' {
		slip = "1" + f.Code[1:]
	}
	random, err := seal.NewClaimCode(strings.NewReader("an invented random"))
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]error{
		"": station.ErrClaimCode, slip: station.ErrClaimCode, "NX1ABC": station.ErrClaimCode, random.String(): station.ErrNoAppeal,
	} {
		p, err := s.AppealByClaim(code)
		if !errors.Is(err, want) || p.Steps != nil {
			t.Errorf("%q shows %+v, %v", code, p, err)
		}
		if err := s.RateAppeal(code, 5); !errors.Is(err, want) {
			t.Errorf("%q rates: %v", code, err)
		}
		if err := s.ReopenAppeal(code, ""); !errors.Is(err, want) {
			t.Errorf("%q reopens: %v", code, err)
		}
	}
	if !station.IsClaimCode(f.QR) || station.IsClaimCode(slip) {
		t.Error("IsClaimCode is wrong")
	}
}

func TestReplySealedToAnotherCodeSaysSo(t *testing.T) {
	s, _ := open(t)
	mine, other := file(t, s, rider(1)), file(t, s, rider(2))
	r := reply(t, mine.Code, answered, 0, "")
	r.Text = reply(t, other.Code, answered, 0, "别人的答复").Text
	tell(t, s, r)
	p := stands(t, s, mine.Code, answered)
	if last := p.Steps[len(p.Steps)-1]; !last.Unreadable || last.Text != "" {
		t.Errorf("%+v", last)
	}
}

func TestOnlyAnAnswerIsRatedOrReopened(t *testing.T) {
	s, _ := open(t)
	f := file(t, s, rider(1))
	for _, state := range []event.AppealState{received, assigned, inProgress} {
		tell(t, s, reply(t, f.Code, state, 0, ""))
		if err := s.RateAppeal(f.Code, 5); !errors.Is(err, station.ErrNotAnswered) {
			t.Errorf("rated when %v: %v", state, err)
		}
		if err := s.ReopenAppeal(f.Code, "x"); !errors.Is(err, station.ErrNotAnswered) {
			t.Errorf("reopened when %v: %v", state, err)
		}
	}
	tell(t, s, reply(t, f.Code, answered, 0, ""))
	for _, stars := range []int{-1, 0, 6} {
		if err := s.RateAppeal(f.Code, stars); !errors.Is(err, station.ErrNotOffered) {
			t.Errorf("%d stars: %v", stars, err)
		}
	}
	if err := s.ReopenAppeal(f.Code, strings.Repeat("长", 2001)); !errors.Is(err, station.ErrTooLong) {
		t.Errorf("a long reason: %v", err)
	}
	if err := s.RateAppeal(f.Code, 1); err != nil {
		t.Error(err)
	}
	if err := s.RateAppeal(f.Code, 1); !errors.Is(err, station.ErrRated) {
		t.Errorf("twice: %v", err)
	}
	tell(t, s, reply(t, f.Code, assigned, 0, "")) // late
	stands(t, s, f.Code, rated)
	if err := s.ReopenAppeal(f.Code, ""); err != nil {
		t.Error(err)
	}
	if err := s.ReopenAppeal(f.Code, ""); !errors.Is(err, station.ErrNotAnswered) {
		t.Errorf("reopened twice: %v", err)
	}
	stands(t, s, f.Code, isReopened)
}

func TestAppealIsOverdueUntilItIsAnswered(t *testing.T) {
	now := time.Date(2027, 3, 1, 8, 0, 0, 0, event.Zone)
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	cfg.Clock.Wall = func() time.Time { return now }
	s := stationtest.Open(t, cfg)
	f := file(t, s, station.Anonymous())
	if p := stands(t, s, f.Code, received); !p.Due.IsZero() || p.Overdue || !p.Steps[0].At.Equal(now) {
		t.Errorf("before the hub spoke: %+v", p)
	}
	due := now.Add(24 * time.Hour)
	word := reply(t, f.Code, assigned, 0, "")
	word.DueMs = due.UnixMilli()
	tell(t, s, word)
	tell(t, s, reply(t, f.Code, inProgress, 0, "")) // says nothing of when
	for after, late := range map[time.Duration]bool{0: false, 24 * time.Hour: false, 25 * time.Hour: true} {
		now = due.Add(after - 24*time.Hour)
		if p := stands(t, s, f.Code, inProgress); !p.Due.Equal(due) || p.Overdue != late {
			t.Errorf("after %v: due %v, overdue %v", after, p.Due, p.Overdue)
		}
	}
	now = due.Add(time.Hour)
	tell(t, s, reply(t, f.Code, answered, 0, ""))
	if p := stands(t, s, f.Code, answered); p.Overdue {
		t.Error("answered and overdue")
	}
	if err := s.ReopenAppeal(f.Code, ""); err != nil {
		t.Fatal(err)
	}
	if p := stands(t, s, f.Code, isReopened); !p.Due.IsZero() || p.Overdue {
		t.Errorf("due by the last round's date: %+v", p)
	}
}

func TestFilingReceiptNamesItsRecord(t *testing.T) {
	s, _ := open(t)
	filed := file(t, s, station.Anonymous())
	r, err := pass.VerifyReceipt(s.FilingReceipt(filed.Filing), s.Hub, s.Now())
	if err != nil || r.Ref != filed.Ref {
		t.Errorf("%+v, %v", r, err)
	}
}
