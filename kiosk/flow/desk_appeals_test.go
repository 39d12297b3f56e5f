package flow

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
)

// cases are the appeals and hazards of the fake station. What the hub replies
// begins with what the rider wrote, so that a test finds it.
type cases struct {
	filed   map[string]*filedCase // by claim code
	hazards []station.Hazard
	named   []event.Pseudonym // who reported each
	stars   []int
	reasons []string
}

type filedCase struct {
	who      event.Pseudonym
	appeal   station.Appeal
	progress station.AppealProgress
	at       time.Time
}

func claimText(n byte) seal.ClaimCode {
	code, err := seal.NewClaimCode(bytes.NewReader(bytes.Repeat([]byte{n}, 17)))
	if err != nil {
		panic(err)
	}
	return code
}

func (d *desk) FileAppeal(r station.Rider, a station.Appeal) (station.FiledAppeal, error) {
	if d.fail != nil {
		return station.FiledAppeal{}, d.fail
	}
	if a.Text == "" && len(a.Phrases) == 0 {
		return station.FiledAppeal{}, station.ErrNothingSaid
	}
	code := claimText(byte(len(d.filed) + 1))
	if d.filed == nil {
		d.filed = map[string]*filedCase{}
	}
	f := &filedCase{who: r.Pseudonym, appeal: a, at: d.now}
	d.filed[code.QR()] = f
	f.step(event.AppealState_APPEAL_STATE_RECEIVED, 0, "", d.now)
	return station.FiledAppeal{Filing: station.Filing{Ref: d.ref(mark(r.Pseudonym)), Made: d.now.UTC()}, Code: code.String(), QR: code.QR()}, nil
}

func (f *filedCase) step(state event.AppealState, round int, text string, at time.Time) {
	f.progress.State = state
	f.progress.Steps = append(f.progress.Steps, station.AppealStep{State: state, Round: round, Text: text, At: at.UTC()})
}

// reply is what the hub says of every appeal that waits.
func (d *desk) reply(text string) {
	for _, f := range d.filed {
		last := f.progress.Steps[len(f.progress.Steps)-1]
		if f.progress.State != event.AppealState_APPEAL_STATE_ANSWERED {
			f.step(event.AppealState_APPEAL_STATE_ANSWERED, last.Round, strings.TrimSpace(f.appeal.Text+" "+text), d.now.Add(time.Hour))
		}
	}
}

func (d *desk) byClaim(text string) (*filedCase, error) {
	code, err := seal.ParseClaimCode(text)
	switch {
	case d.fail != nil:
		return nil, d.fail
	case err != nil:
		return nil, station.ErrClaimCode
	case d.filed[code.QR()] == nil:
		return nil, station.ErrNoAppeal
	}
	return d.filed[code.QR()], nil
}

func (d *desk) AppealByClaim(text string) (station.AppealProgress, error) {
	d.lookups++
	f, err := d.byClaim(text)
	if err != nil {
		return station.AppealProgress{}, err
	}
	p := f.progress
	p.Steps = slices.Clone(p.Steps)
	return p, nil
}

func (d *desk) RateAppeal(text string, stars int) error {
	f, err := d.byClaim(text)
	switch {
	case err != nil:
		return err
	case f.progress.State == event.AppealState_APPEAL_STATE_RATED:
		return station.ErrRated
	case f.progress.State != event.AppealState_APPEAL_STATE_ANSWERED:
		return station.ErrNotAnswered
	}
	d.stars = append(d.stars, stars)
	f.step(event.AppealState_APPEAL_STATE_RATED, f.progress.Steps[len(f.progress.Steps)-1].Round, "", d.now.Add(2*time.Hour))
	return nil
}

func (d *desk) ReopenAppeal(text, reason string) error {
	f, err := d.byClaim(text)
	if err != nil {
		return err
	}
	d.reasons = append(d.reasons, reason)
	f.step(event.AppealState_APPEAL_STATE_REOPENED, f.progress.Steps[len(f.progress.Steps)-1].Round+1, "", d.now.Add(3*time.Hour))
	return nil
}

// filedBy are the appeals under a rider's name, as MyData has them.
func (c cases) filedBy(who event.Pseudonym) []station.Item {
	var all []station.Item
	for n := range len(c.filed) {
		f := c.filed[claimText(byte(n+1)).QR()]
		if f.who == who {
			state := strings.ToLower(strings.TrimPrefix(f.progress.State.String(), "APPEAL_STATE_"))
			all = append(all, station.Item{Subject: "appeal", At: f.at, Value: station.SubmissionItem{About: "labour-rights", State: state}})
		}
	}
	return all
}

func (d *desk) ReportHazard(r station.Rider, h station.Hazard) (station.Filing, error) {
	switch {
	case d.fail != nil:
		return station.Filing{}, d.fail
	case h.Place == "" && h.Text == "":
		return station.Filing{}, station.ErrNothingSaid
	}
	d.hazards, d.named = append(d.hazards, h), append(d.named, r.Pseudonym)
	return station.Filing{Ref: d.ref(mark(r.Pseudonym)), Made: d.now.UTC()}, nil
}

func (d *desk) FilingReceipt(f station.Filing) string { return "NXF1" + f.Ref.String() }

// anyClaim is the code of an appeal, and whose it is, "" for nobody's.
func (k *kiosk) anyClaim(t *rapid.T) (owner, code string) {
	if len(k.desk.filed) == 0 {
		return "", claimText(200).QR() // of an appeal filed elsewhere
	}
	n := rapid.IntRange(1, len(k.desk.filed)).Draw(t, "claim")
	code = claimText(byte(n)).QR()
	return markForm.FindString(mark(k.desk.filed[code].who) + k.desk.filed[code].appeal.Text), code
}
