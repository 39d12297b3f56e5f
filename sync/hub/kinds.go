package hub

import (
	"fmt"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/nuanxin/station-kit/station/event"
)

// kind is what the schema does not say of the table of a kind of record.
type kind struct {
	name, table string
	// needs are the fields without which a record of the kind says nothing.
	needs []string
	// refs are the references that are checked.
	refs []reference
	// omits are fields with no column, renames those whose name SQL keeps to itself
	// or that another column has.
	omits   []string
	renames map[string]string
	// odd tells of values that cannot be.
	odd func(body protoreflect.Message) string
}

// checked is a reference to an earlier record of some kinds.
func checked(field string, kinds ...string) []reference {
	return []reference{{name: field, checked: true, kinds: kinds}}
}

// The kinds of records, by the follower that keeps their tables. A visit is by
// far the most frequent; bookings have a state.
var (
	visitKinds = []kind{
		{name: "check_in", table: "check_ins"},
		{name: "check_out", table: "check_outs", needs: []string{"check_in"}, refs: checked("check_in", "check_in"), odd: beyond("stayed_ms", lastTime)},
	}
	bookingKinds = []kind{
		{
			name: "booking", table: "bookings", needs: []string{"slot"}, renames: map[string]string{"state": "booked_as"},
			refs: append(checked("moved_from", "booking"), checked("follow_up_of", "booking")...),
		},
		{name: "booking_change", table: "booking_changes", needs: []string{"booking", "state"}, refs: checked("booking", "booking")},
		{name: "cancellation", table: "cancellations", omits: []string{"booking_epoch", "booking_seq"}, refs: []reference{{
			name: "booking", checked: true, kinds: []string{"booking"}, of: cancelledBooking,
		}}},
	}
	otherKinds = []kind{
		{name: "epoch_started", table: "epochs_started"},
		{name: "person", table: "persons", needs: rider},
		{name: "pass_issued", table: "passes_issued", needs: rider},
		{name: "rider_passes_revoked", table: "rider_passes_revoked"},
		{name: "person_erased", table: "persons_erased", needs: rider, omits: []string{"signature"}},
		{name: "quota_returned", table: "quotas_returned", needs: []string{"slot"}},
		{name: "loans_forfeited", table: "loans_forfeited"},
		{name: "budget_returned", table: "budgets_returned", odd: beyond("points", mostPoints)},
		// Whoever has the claim's key can seal replies to the rider, nothing else:
		// it is in the record, and of no use in a table.
		{name: "appeal_filed", table: "appeals_filed", needs: claim, omits: []string{"claim_key"}},
		{name: "appeal_rated", table: "appeals_rated", needs: claim, odd: oddStars},
		{name: "appeal_reopened", table: "appeals_reopened", needs: claim},
		{name: "hazard_reported", table: "hazards_reported"},
		{name: "story_offered", table: "stories_offered", refs: checked("consent", "consent_given")},
		{name: "points_earned", table: "points_earned", needs: []string{"pseudonym", "rule"}, refs: checked("cause"), odd: beyond("points", mostPoints)},
		{name: "points_redeemed", table: "points_redeemed", needs: rider, odd: beyond("points", mostPoints)},
		{name: "points_released", table: "points_released", needs: rider, odd: beyond("points", mostPoints)},
		{name: "points_reversed", table: "points_reversed", needs: []string{"entry"}, refs: checked("entry", "points_earned", "points_redeemed")},
		{name: "redemption_change", table: "redemption_changes", needs: []string{"redemption", "state"}, refs: checked("redemption", "points_redeemed")},
		{name: "learning_progress", table: "learning_progress", needs: []string{"pack"}},
		{name: "quiz_taken", table: "quizzes_taken", needs: []string{"pack"}, renames: map[string]string{"right": "right_answers"}, odd: oddQuiz},
		{name: "task_answer", table: "task_answers", needs: []string{"task", "state"}},
		{name: "member_registered", table: "members_registered", needs: rider},
		{name: "member_request", table: "member_requests", needs: rider},
		{name: "consent_given", table: "consents_given", needs: []string{"pseudonym", "purpose"}},
		{name: "consent_withdrawn", table: "consents_withdrawn", needs: []string{"pseudonym", "purpose"}},
		{name: "attendant_set", table: "attendants_set", needs: []string{"id"}},
		{name: "attendant_signed_in", table: "attendant_sign_ins"},
		{name: "clock_corrected", table: "clock_corrections"},
		{name: "canary", table: "canaries"},
		{name: "storage_state", table: "storage_states", needs: []string{"level"}},
	}
)

var (
	rider = []string{"pseudonym"}
	claim = []string{"claim"}
)

func cancelledBooking(body protoreflect.Message) (uint32, uint64, bool) {
	c := body.Interface().(*event.Cancellation)
	return c.GetBookingEpoch(), c.GetBookingSeq(), true
}

// mostPoints keeps nonsense out of sums, which must not overflow.
const mostPoints = 1_000_000_000

// beyond refuses numbers below zero or above a limit.
func beyond(field protoreflect.Name, limit int64) func(protoreflect.Message) string {
	return func(body protoreflect.Message) string {
		if n := body.Get(body.Descriptor().Fields().ByName(field)).Int(); n < 0 || n > limit {
			return fmt.Sprintf("its %s is %d, not from 0 to %d", field, n, limit)
		}
		return ""
	}
}

func oddStars(body protoreflect.Message) string {
	if n := body.Interface().(*event.AppealRated).GetStars(); n < 1 || n > 5 {
		return fmt.Sprintf("%d stars: there are 1 to 5", n)
	}
	return ""
}

func oddQuiz(body protoreflect.Message) string {
	if q := body.Interface().(*event.QuizTaken); q.GetRight() > q.GetQuestions() {
		return fmt.Sprintf("%d right answers to %d questions", q.GetRight(), q.GetQuestions())
	}
	return ""
}
