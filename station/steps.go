package station

import (
	"crypto/sha256"
	"encoding/binary"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
)

// bucketAppeals holds every step of every appeal that this station made or the
// hub told, in an order that does not depend on when word of it came. The key
// is claim (32 bytes), round (4), rank of the state (1), when the step was
// taken (8, Unix milliseconds) and the first 8 bytes of SHA-256 of the entry,
// so the last row of a claim is how its appeal stands, and word that comes
// twice is one row. The row is where the record made here stands (12, zeros
// where the hub told it), when this station learned of it (8, Unix
// milliseconds) and the event.Down with the AppealReply. No row names a rider.
var bucketAppeals = []byte("appeals")

var appeals = subject{buckets: [][]byte{bucketAppeals}, apply: applyAppeal, check: checkAppeals}

// rank orders states within a round; 0 is none this version knows. A round
// begins with the filing, and each later one with the reopening.
var rank = map[event.AppealState]byte{
	event.AppealState_APPEAL_STATE_RECEIVED:    1,
	event.AppealState_APPEAL_STATE_REOPENED:    1,
	event.AppealState_APPEAL_STATE_ASSIGNED:    2,
	event.AppealState_APPEAL_STATE_IN_PROGRESS: 3,
	event.AppealState_APPEAL_STATE_ANSWERED:    4,
	event.AppealState_APPEAL_STATE_RATED:       5,
}

// step is one row.
type step struct {
	// made is the record made here; zero where the hub told it.
	made event.Ref
	// heard is when this station learned of it.
	heard time.Time
	reply *event.AppealReply
}

const (
	stepClaim = len(seal.Claim{}) // bytes of a key before the round
	stepHead  = filedAt + 8       // bytes of a row before the entry
)

// at is when the step was taken; where the hub does not say, when it was heard.
func (st step) at() time.Time {
	if st.reply.AtMs == 0 {
		return st.heard
	}
	return event.Time(st.reply.AtMs)
}

// says reports whether the step tells anything that the one before did not:
// the hub echoes what a kiosk recorded.
func (st step) says(before step) bool {
	return st.reply.Text != nil || st.reply.State != before.reply.State || st.reply.Round != before.reply.Round
}

// bytes are the step's key and row.
func (st step) bytes() (key, row []byte, err error) {
	entry, err := event.EncodeDown(&event.Down{Body: &event.Down_AppealReply{AppealReply: st.reply}})
	if err != nil {
		return nil, nil, err
	}
	sum := sha256.Sum256(entry)
	key = binary.BigEndian.AppendUint32(append([]byte(nil), st.reply.Claim...), st.reply.Round)
	key = binary.BigEndian.AppendUint64(append(key, rank[st.reply.State]), uint64(st.reply.AtMs))
	row = binary.BigEndian.AppendUint64(journalKey(st.made.Epoch, st.made.Seq), uint64(st.heard.UnixMilli()))
	return append(key, sum[:8]...), append(row, entry...), nil
}

func (s *Station) stepFrom(row []byte) (step, error) {
	if len(row) < stepHead {
		return step{}, event.ErrUnreadable
	}
	d, err := event.DecodeDown(row[stepHead:])
	if err != nil || d.GetAppealReply() == nil {
		return step{}, event.ErrUnreadable
	}
	st := step{heard: event.Time(int64(binary.BigEndian.Uint64(row[filedAt:]))), reply: d.GetAppealReply()}
	if made := s.refIn(row); made.Epoch != 0 {
		st.made = made
	}
	return st, nil
}

// steps are what this station has heard of an appeal, in order.
func (v *view) steps(claim seal.Claim) ([]step, error) {
	var all []step
	for _, row := range under(v.Tx, bucketAppeals, claim[:]) {
		st, err := v.s.stepFrom(row)
		if err != nil {
			return nil, err
		}
		all = append(all, st)
	}
	return all, nil
}

// standing is where steps have led.
func standing(steps []step) event.AppealState {
	if len(steps) == 0 {
		return event.AppealState_APPEAL_STATE_UNSPECIFIED
	}
	return steps[len(steps)-1].reply.State
}

// due is the latest word of the present round on when an answer is due, the
// zero time where there is none.
func due(steps []step) time.Time {
	var at time.Time
	for _, st := range steps {
		switch {
		case st.reply.Round != steps[len(steps)-1].reply.Round:
		case st.reply.DueMs != 0:
			at = event.Time(st.reply.DueMs)
		}
	}
	return at
}

// stepBy is the step that a record takes, nil for one of another kind.
func stepBy(r *event.Record) *event.AppealReply {
	at := r.GetStamp().GetWallMs()
	switch body := r.GetBody().(type) {
	case *event.Record_AppealFiled:
		return &event.AppealReply{Claim: body.AppealFiled.Claim, State: event.AppealState_APPEAL_STATE_RECEIVED, AtMs: at}
	case *event.Record_AppealRated:
		b := body.AppealRated
		return &event.AppealReply{Claim: b.Claim, State: event.AppealState_APPEAL_STATE_RATED, Round: b.Round, AtMs: at}
	case *event.Record_AppealReopened:
		b := body.AppealReopened
		return &event.AppealReply{Claim: b.Claim, State: event.AppealState_APPEAL_STATE_REOPENED, Round: b.Round + 1, AtMs: at}
	}
	return nil
}

// moveOn remembers the step that a record made here takes, if it is one.
func (c *change) moveOn(made event.Ref, r *event.Record) error {
	reply := stepBy(r)
	if reply == nil {
		return nil
	}
	return c.addStep(step{made, c.now(), reply})
}

// addStep remembers a step, unless it has been heard before.
func (c *change) addStep(st step) error {
	key, row, err := st.bytes()
	if err != nil || c.Bucket(bucketAppeals).Get(key) != nil {
		return err
	}
	return c.put(bucketAppeals, key, row)
}

// applyAppeal passes over what makes no step: an entry without a claim, with a
// state of a later version, or that reopens what was never answered.
func applyAppeal(c *change, d *event.Down) error {
	reply := d.GetAppealReply()
	if reply == nil || len(reply.Claim) != stepClaim || rank[reply.State] == 0 ||
		reply.State == event.AppealState_APPEAL_STATE_REOPENED && reply.Round == 0 {
		return nil
	}
	return c.addStep(step{event.Ref{}, c.now(), reply})
}
