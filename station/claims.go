package station

import (
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
)

// Rules of claim codes.
var (
	// ErrClaimCode: what was typed or scanned is no claim code, or miscopied.
	ErrClaimCode error = rule("not a claim code, or miscopied: it is 18 letters and digits in three groups of six")
	// ErrNoAppeal: this station has heard of no appeal of this code: of one
	// filed elsewhere, word may still be on its way.
	ErrNoAppeal error = rule("this station knows no appeal of this code")
	// ErrNotAnswered: the appeal must be answered first.
	ErrNotAnswered error = rule("the appeal has not been answered yet")
	// ErrRated: this answer was rated already.
	ErrRated error = rule("this answer has been rated")
)

// AppealProgress is how an appeal stands, as far as this station has heard.
type AppealProgress struct {
	State event.AppealState
	// Steps are all it went through, in order.
	Steps []AppealStep
	// Due is when an answer is due; zero where nobody said.
	Due time.Time
	// Overdue: it is past that, and there is no answer.
	Overdue bool
}

// AppealStep is one of them. Round counts how often the appeal had been
// reopened by then.
type AppealStep struct {
	State event.AppealState
	Round int
	At    time.Time
	// Text is what the hub wrote, often empty.
	Text string
	// Unreadable: there is a text, but it was not sealed to this code.
	Unreadable bool
}

// IsClaimCode reports whether a text that was typed or scanned is one.
func IsClaimCode(text string) bool {
	_, err := seal.ParseClaimCode(text)
	return err == nil
}

func parseClaim(text string) (seal.ClaimCode, error) {
	code, err := seal.ParseClaimCode(text)
	if err != nil {
		return code, fmt.Errorf("%w (%w)", ErrClaimCode, err)
	}
	return code, nil
}

// AppealByClaim shows the holder of a claim code, typed or scanned, how the
// appeal stands, wherever it was filed. It returns ErrClaimCode or ErrNoAppeal.
func (s *Station) AppealByClaim(text string) (AppealProgress, error) {
	code, err := parseClaim(text)
	if err != nil {
		return AppealProgress{}, err
	}
	var p AppealProgress
	err = s.view(func(v *view) error {
		steps, err := v.steps(code.Claim())
		if err != nil {
			return err
		}
		if len(steps) == 0 {
			return ErrNoAppeal
		}
		p = standOf(steps, code, v.now())
		return nil
	})
	return p, err
}

func standOf(steps []step, code seal.ClaimCode, now time.Time) AppealProgress {
	p := AppealProgress{State: standing(steps), Due: due(steps)}
	p.Overdue = !p.Due.IsZero() && now.After(p.Due) && rank[p.State] < rank[event.AppealState_APPEAL_STATE_ANSWERED]
	for i, st := range steps {
		if i == 0 || st.says(steps[i-1]) {
			p.Steps = append(p.Steps, st.shown(code))
		}
	}
	return p
}

func (st step) shown(code seal.ClaimCode) AppealStep {
	shown := AppealStep{State: st.reply.State, Round: int(st.reply.Round), At: st.at()}
	if st.reply.Text != nil {
		var err error
		shown.Text, err = code.OpenReply(st.reply.Text)
		shown.Unreadable = err != nil
	}
	return shown
}

// RateAppeal records how content the holder of a claim code is with the
// answer, 1 to 5 stars, at any station that has heard of it. It returns
// ErrNotOffered, ErrClaimCode, ErrNoAppeal, ErrNotAnswered or ErrRated.
func (s *Station) RateAppeal(text string, stars int) error {
	if stars < 1 || stars > 5 {
		return ErrNotOffered
	}
	code, err := parseClaim(text)
	if err != nil {
		return err
	}
	claim := code.Claim()
	return s.change(func(c *change) error {
		round, state, err := c.answered(claim)
		if err != nil {
			return err
		}
		if state == event.AppealState_APPEAL_STATE_RATED {
			return ErrRated
		}
		return c.step(&event.Record{Body: &event.Record_AppealRated{AppealRated: &event.AppealRated{
			Claim: claim[:], Stars: uint32(stars), Round: round,
		}}})
	})
}

// ReopenAppeal records that the answer, rated or not, does not settle the
// matter, with a reason that is sealed to the hub and may be empty. It returns
// ErrTooLong, ErrClaimCode, ErrNoAppeal or ErrNotAnswered.
func (s *Station) ReopenAppeal(text, reason string) error {
	reason, err := said(reason)
	if err != nil {
		return err
	}
	code, err := parseClaim(text)
	if err != nil {
		return err
	}
	claim := code.Claim()
	return s.change(func(c *change) error {
		round, _, err := c.answered(claim)
		if err != nil {
			return err
		}
		sealed, err := c.sealText(reason, c.next())
		if err != nil {
			return err
		}
		return c.step(&event.Record{Body: &event.Record_AppealReopened{AppealReopened: &event.AppealReopened{
			Claim: claim[:], Reason: sealed, Round: round,
		}}})
	})
}

// answered is the round of an appeal's answer, and whether it was rated.
func (c *change) answered(claim seal.Claim) (round uint32, state event.AppealState, err error) {
	steps, err := c.view().steps(claim)
	state = standing(steps)
	switch {
	case err != nil:
		return 0, 0, err
	case len(steps) == 0:
		return 0, 0, ErrNoAppeal
	case rank[state] < rank[event.AppealState_APPEAL_STATE_ANSWERED]:
		return 0, 0, ErrNotAnswered
	}
	return steps[len(steps)-1].reply.Round, state, nil
}

// step appends a record that moves an appeal on.
func (c *change) step(r *event.Record) error {
	ref, _, err := c.append(r)
	if err != nil {
		return err
	}
	return c.moveOn(ref, r)
}
