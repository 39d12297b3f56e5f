package station_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

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
	isReopened = event.AppealState_APPEAL_STATE_REOPENED
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

func TestFilingReceiptNamesItsRecord(t *testing.T) {
	s, _ := open(t)
	filed := file(t, s, station.Anonymous())
	r, err := pass.VerifyReceipt(s.FilingReceipt(filed.Filing), s.Hub, s.Now())
	if err != nil || r.Ref != filed.Ref {
		t.Errorf("%+v, %v", r, err)
	}
}
