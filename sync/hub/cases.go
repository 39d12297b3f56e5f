package hub

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
)

// ErrNoAppeal says that no appeal, or more than one, has that claim.
var ErrNoAppeal = errors.New("no such appeal: `nuanxin-hub appeals list` shows their claims, of which the first 8 digits will do")

// Appeal is how an appeal stands. What it says is sealed.
type Appeal struct {
	Claim    seal.Claim
	ClaimKey []byte
	Ref      event.Ref // of its record
	Filed    time.Time
	Category string // such as "labour_rights"
	// Named: the rider gave a name, which is sealed too.
	Named bool
	State event.AppealState
	// Round is how often it had been reopened.
	Round uint32
	// Department is who has to answer it, "" for nobody yet, by Due.
	Department string
	Due        time.Time
	Changed    time.Time
	// Stars of the latest answer rated, 0 for none.
	Stars int
	// Open: it waits for an answer.
	Open bool
}

// Overdue reports whether an answer is late, or nobody took it up in two hours.
func (a Appeal) Overdue(now time.Time) bool {
	unheard := a.Department == "" && now.After(a.Changed.Add(takeUp))
	return a.Open && (now.After(a.Due) || unheard)
}

// takeUp is how soon an appeal is to be routed to whom it concerns.
const takeUp = 2 * time.Hour

// answerIn is how many days an answer may take, by category; elsewhere fallbackDays.
var answerIn = map[event.AppealCategory]int{
	event.AppealCategory_APPEAL_CATEGORY_STATION:            1,
	event.AppealCategory_APPEAL_CATEGORY_INDUSTRY_NORMS:     10,
	event.AppealCategory_APPEAL_CATEGORY_ALGORITHM_FAIRNESS: 10,
	event.AppealCategory_APPEAL_CATEGORY_SCHOOLING:          10,
}

const fallbackDays = 5

func dueOf(c event.AppealCategory, from time.Time) time.Time {
	days := answerIn[c]
	if days == 0 {
		days = fallbackDays
	}
	return from.AddDate(0, 0, days)
}

var casesTable = Table{"cases", []Column{
	{"claim", Blob},
	{"claim_key", Blob},
	{"station", Text},
	{"epoch", Number},
	{"seq", Number},
	{"filed_ms", Number},
	{"category", Text},
	{"named", Number},
	{"state", Text},
	{"round", Number},
	{"department", Text},
	{"due_ms", Number},
	{"changed_ms", Number},
	{"stars", Number},
	{"open", Number},
}, 1}

func (a *Appeal) row() []any {
	var stars any
	if a.Stars > 0 {
		stars = int64(a.Stars)
	}
	return []any{
		a.Claim[:], a.ClaimKey, a.Ref.Station, int64(a.Ref.Epoch), int64(a.Ref.Seq), a.Filed.UnixMilli(),
		a.Category, bit(a.Named), StateWord(a.State), int64(a.Round), a.Department, a.Due.UnixMilli(),
		a.Changed.UnixMilli(), stars, bit(a.Open),
	}
}

func appealFrom(row []any) *Appeal {
	a := &Appeal{
		Claim: seal.Claim(row[0].([]byte)), ClaimKey: row[1].([]byte),
		Ref:   event.Ref{Station: row[2].(string), Epoch: uint32(row[3].(int64)), Seq: uint64(row[4].(int64))},
		Filed: time.UnixMilli(row[5].(int64)), Category: row[6].(string), Named: row[7].(int64) == 1,
		State: stateFrom(row[8].(string)), Round: uint32(row[9].(int64)), Department: row[10].(string),
		Due: time.UnixMilli(row[11].(int64)), Changed: time.UnixMilli(row[12].(int64)), Open: row[14].(int64) == 1,
	}
	if stars, rated := row[13].(int64); rated {
		a.Stars = int(stars)
	}
	return a
}

// StateWord is a state as tables and programs have it, such as "in_progress".
func StateWord(s event.AppealState) string {
	return strings.ToLower(strings.TrimPrefix(s.String(), "APPEAL_STATE_"))
}

func stateFrom(word string) event.AppealState {
	return event.AppealState(event.AppealState_value["APPEAL_STATE_"+strings.ToUpper(word)])
}

// reply is what every kiosk is told of how it stands.
func (a *Appeal) reply(text *event.Envelope) *event.Down {
	d := &event.AppealReply{Claim: a.Claim[:], State: a.State, Text: text, Round: a.Round, AtMs: a.Changed.UnixMilli()}
	if a.Open {
		d.DueMs = a.Due.UnixMilli()
	}
	return &event.Down{Body: &event.Down_AppealReply{AppealReply: d}}
}

// tell keeps how an appeal stands, and tells it to the whole fleet: its rider may
// ask at any kiosk.
func (a *Appeal) tell(tx Tx, now time.Time, who string, text *event.Envelope) error {
	if err := tx.Put(casesTable, [][]any{a.row()}); err != nil {
		return err
	}
	return announce(tx, now, who, hex.EncodeToString(a.Claim[:]), a.reply(text))
}

var caseRecordsTable = Table{"case_records", []Column{
	{"station", Text}, {"epoch", Number}, {"seq", Number}, {"claim", Blob}, {"pos", Number},
}, 3}

// cases follow what riders do with their appeals.
func (h *Hub) cases() Follower {
	return Follower{
		Name:  "cases",
		Kinds: []string{"appeal_filed", "appeal_rated", "appeal_reopened"},
		Digest: func(tx Tx, page []Event, dead Dead) error {
			if len(page) == 0 {
				return nil
			}
			if err := tx.Alone(); err != nil {
				return err
			}
			for _, e := range page {
				if err := h.followCase(tx, e, dead); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func (h *Hub) followCase(tx Tx, e Event, dead Dead) error {
	if filed := e.Body.GetAppealFiled(); filed != nil {
		return h.file(tx, e, filed, dead)
	}
	claim := e.Body.GetAppealRated().GetClaim()
	if claim == nil {
		claim = e.Body.GetAppealReopened().GetClaim()
	}
	rows, err := tx.Find(casesTable, [][]any{{claim}})
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		dead(e, "it is of an appeal that has not arrived")
		return nil
	}
	return h.moveOn(tx, e, appealFrom(rows[0]))
}

func (h *Hub) file(tx Tx, e Event, filed *event.AppealFiled, dead Dead) error {
	if len(filed.ClaimKey) != 32 || string(filed.Claim) != string(claimBytes(filed.ClaimKey)) {
		dead(e, "its claim is not that of its key, so nobody could read a reply")
		return nil
	}
	now := h.Now()
	a := &Appeal{
		Claim: seal.ClaimOf(filed.ClaimKey), ClaimKey: filed.ClaimKey, Ref: e.Ref, Filed: time.UnixMilli(e.Body.GetStamp().GetWallMs()),
		Category: categoryWord(filed.Category), Named: len(filed.Pseudonym) > 0,
		State: event.AppealState_APPEAL_STATE_RECEIVED, Due: dueOf(filed.Category, now), Changed: now, Open: true,
	}
	if known, err := tx.Find(casesTable, [][]any{{a.Claim[:]}}); err != nil || len(known) > 0 {
		if len(known) > 0 {
			dead(e, "another appeal has its claim")
		}
		return err
	}
	if err := h.keepRecord(tx, e, a.Claim); err != nil {
		return err
	}
	return a.tell(tx, now, Itself, nil)
}

func claimBytes(key []byte) []byte {
	claim := seal.ClaimOf(key)
	return claim[:]
}

// categoryWord is such as "labour_rights".
func categoryWord(c event.AppealCategory) string {
	return strings.ToLower(strings.TrimPrefix(c.String(), "APPEAL_CATEGORY_"))
}

func (h *Hub) keepRecord(tx Tables, e Event, claim seal.Claim) error {
	return tx.Put(caseRecordsTable, [][]any{append(refKey(e.Ref), claim[:], e.Pos)})
}

// moveOn takes a rating or a reopening, which may be of an answer that another
// kiosk has seen reopened already.
func (h *Hub) moveOn(tx Tx, e Event, a *Appeal) error {
	now := h.Now()
	if rated := e.Body.GetAppealRated(); rated != nil {
		if rated.Round != a.Round || a.State != event.AppealState_APPEAL_STATE_ANSWERED {
			return nil
		}
		a.State, a.Stars, a.Changed = event.AppealState_APPEAL_STATE_RATED, int(min(rated.Stars, 5)), now
		return a.tell(tx, now, Itself, nil)
	}
	if err := h.keepRecord(tx, e, a.Claim); err != nil {
		return err
	}
	if e.Body.GetAppealReopened().GetRound() != a.Round || a.Open {
		return nil
	}
	category := event.AppealCategory(event.AppealCategory_value["APPEAL_CATEGORY_"+strings.ToUpper(a.Category)])
	a.State, a.Round, a.Open = event.AppealState_APPEAL_STATE_REOPENED, a.Round+1, true
	a.Due, a.Changed = dueOf(category, now), now
	return a.tell(tx, now, Itself, nil)
}

// appealBy finds an appeal by its claim in hexadecimal, or the beginning of it.
func appealBy(tx Tables, text string) (*Appeal, error) {
	if claim, err := hex.DecodeString(text); err == nil && len(claim) == len(seal.Claim{}) {
		rows, err := tx.Find(casesTable, [][]any{{claim}})
		if err == nil && len(rows) == 0 {
			err = fmt.Errorf("%q: %w", text, ErrNoAppeal)
		}
		if err != nil {
			return nil, err
		}
		return appealFrom(rows[0]), nil
	}
	var found []*Appeal
	for _, open := range []int64{1, 0} {
		rows, err := tx.Where(casesTable, "open", open)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if a := appealFrom(row); len(text) >= 8 && strings.HasPrefix(hex.EncodeToString(a.Claim[:]), strings.ToLower(text)) {
				found = append(found, a)
			}
		}
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("%q: %w", text, ErrNoAppeal)
	}
	return found[0], nil
}
