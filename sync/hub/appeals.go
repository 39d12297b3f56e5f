package hub

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
)

var (
	// ErrAnswered says that an appeal waits for nothing.
	ErrAnswered = errors.New("the appeal has been answered, and its rider has not reopened it")
	// ErrNoAnswer says that an answer says nothing, or too much.
	ErrNoAnswer = errors.New("an answer has 1 to 4000 characters")
	// ErrDue says that a deadline cannot be.
	ErrDue = errors.New("the deadline is past: give a later one")
	// ErrNoDepartment says that nobody was named.
	ErrNoDepartment = errors.New("a department's name has 1 to 60 characters")
)

// longestAnswer, in characters, keeps a reply small beside others in a page.
const longestAnswer = 4000

// Appeals lists those that wait for an answer, the most urgent first, or all.
func (h *Hub) Appeals(ctx context.Context, all bool) (list []Appeal, err error) {
	err = h.Store.View(ctx, func(tx Tx) error {
		list = nil
		for _, open := range []int64{1, 0} {
			if open == 0 && !all {
				continue
			}
			rows, err := tx.Where(casesTable, "open", open)
			if err != nil {
				return err
			}
			for _, row := range rows {
				list = append(list, *appealFrom(row))
			}
		}
		return nil
	})
	slices.SortStableFunc(list, func(a, b Appeal) int { return cmp.Or(int(bit(b.Open)-bit(a.Open)), a.Due.Compare(b.Due)) })
	return list, err
}

// TextOpener opens what riders have said, of the record it was said in.
type TextOpener interface {
	OpenText(*event.Envelope, event.Ref) (string, error)
}

// Said is one thing a rider said of an appeal.
type Said struct {
	Ref  event.Ref
	At   time.Time
	Text string
	// Phrases are identifiers of phrases chosen instead of words, or beside them.
	Phrases []string
}

// ReadAppeal opens what its rider has said. That it was read, and by whom, is
// noted before anything is opened. It returns ErrNoAppeal.
func (h *Hub) ReadAppeal(ctx context.Context, claim string, keys TextOpener) (a Appeal, all []Said, err error) {
	var records []Received
	err = h.act(ctx, "read appeal", func(tx Tx, act *Act) error {
		found, err := appealBy(tx, claim)
		if err != nil {
			return err
		}
		a, act.Subject, records = *found, fmt.Sprintf("%x", found.Claim), nil
		rows, err := tx.Where(caseRecordsTable, "claim", found.Claim[:])
		for _, row := range rows {
			pos := row[4].(int64)
			page, err := tx.Records(pos-1, pos, nil)
			if err != nil {
				return err
			}
			records = append(records, page...)
		}
		return err
	})
	if err != nil {
		return a, nil, err
	}
	slices.SortFunc(records, func(a, b Received) int { return cmp.Compare(a.Pos, b.Pos) })
	for _, r := range records {
		said, err := saidIn(r, keys)
		if err != nil {
			return a, all, err
		}
		all = append(all, said)
	}
	return a, all, nil
}

func saidIn(r Received, keys TextOpener) (Said, error) {
	body, err := event.Decode(r.Bytes)
	if err != nil {
		return Said{}, err
	}
	said := Said{Ref: r.Ref, At: time.UnixMilli(body.GetStamp().GetWallMs()), Phrases: body.GetAppealFiled().GetPhrases()}
	sealed := body.GetAppealFiled().GetText()
	if sealed == nil {
		sealed = body.GetAppealReopened().GetReason()
	}
	if sealed == nil {
		return said, nil
	}
	said.Text, err = keys.OpenText(sealed, r.Ref)
	return said, err
}

// work changes an appeal that waits for an answer, and tells the fleet.
func (h *Hub) work(ctx context.Context, what, claim string, change func(*Appeal, *Act) (*event.Envelope, error)) error {
	return h.act(ctx, what, func(tx Tx, act *Act) error {
		a, err := appealBy(tx, claim)
		if err != nil {
			return err
		}
		if !a.Open {
			return ErrAnswered
		}
		act.Subject, a.Changed = fmt.Sprintf("%x", a.Claim), h.Now()
		text, err := change(a, act)
		if err != nil {
			return err
		}
		return a.tell(tx, h.Now(), act.Who, text)
	})
}

// RouteAppeal gives an appeal to a department, with a deadline or (zero) the one
// it has. It returns ErrNoAppeal, ErrAnswered, ErrNoDepartment or ErrDue.
func (h *Hub) RouteAppeal(ctx context.Context, claim, department string, due time.Time) error {
	department = strings.TrimSpace(department)
	if n := utf8.RuneCountInString(department); n < 1 || n > maxName {
		return ErrNoDepartment
	}
	if !due.IsZero() && !due.After(h.Now()) {
		return ErrDue
	}
	return h.work(ctx, "route appeal", claim, func(a *Appeal, act *Act) (*event.Envelope, error) {
		a.State, a.Department = event.AppealState_APPEAL_STATE_ASSIGNED, department
		if !due.IsZero() {
			a.Due = due
		}
		act.Detail = fmt.Sprintf("to %s, due %s", department, a.Due.UTC().Format(time.RFC3339))
		return nil, nil
	})
}

// StartAppeal notes that its department is at work on it.
func (h *Hub) StartAppeal(ctx context.Context, claim string) error {
	return h.work(ctx, "start appeal", claim, func(a *Appeal, _ *Act) (*event.Envelope, error) {
		a.State = event.AppealState_APPEAL_STATE_IN_PROGRESS
		return nil, nil
	})
}

// AnswerAppeal seals an answer to its rider's claim code. The hub keeps no copy
// that it could read. It returns ErrNoAppeal, ErrAnswered or ErrNoAnswer.
func (h *Hub) AnswerAppeal(ctx context.Context, claim, answer string) error {
	answer = strings.TrimSpace(strings.ToValidUTF8(answer, "\ufffd"))
	if n := utf8.RuneCountInString(answer); n < 1 || n > longestAnswer {
		return ErrNoAnswer
	}
	return h.work(ctx, "answer appeal", claim, func(a *Appeal, _ *Act) (*event.Envelope, error) {
		a.State, a.Open = event.AppealState_APPEAL_STATE_ANSWERED, false
		return seal.SealReply(answer, a.ClaimKey)
	})
}
