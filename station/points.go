package station

import (
	"bytes"
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

// bucketRules: kind of record, a zero byte and the rule's identifier to the
// event.Down with the PointsRule.
var bucketRules = []byte("points-rules")

var points = subject{
	buckets:  [][]byte{bucketRules, bucketLedger, bucketBalances, bucketBudget, bucketRewards, bucketReleased, bucketHandedOut},
	apply:    applyPoints,
	check:    checkPoints,
	mine:     pointsOf,
	erase:    erasePoints,
	restored: func(c *change) error { return c.putBudget(budget{}) },
}

func applyPoints(c *change, d *event.Down) error {
	switch body := d.Body.(type) {
	case *event.Down_PointsRule:
		return c.setRule(d, body.PointsRule)
	case *event.Down_PointsBalance:
		return c.setBalance(body.PointsBalance)
	case *event.Down_PointsBudget:
		return c.addBudget(body.PointsBudget.Points)
	case *event.Down_PointsWanted:
		return c.handOver(event.PseudonymFrom(body.PointsWanted.Pseudonym))
	case *event.Down_LoansEnded:
		return c.endBudget()
	case *event.Down_RewardOffered:
		return c.setReward(d, body.RewardOffered)
	}
	return nil
}

// mostPoints is the largest number of points that one entry of the hub may
// speak of: with more it is a mistake, and sums could overflow.
const mostPoints = 1_000_000_000

// PointsRule says what earns a rider points.
type PointsRule struct {
	ID   string
	Name Text
	// Kind of record that earns them, such as "check_in".
	Kind   string
	Points int64
	// PerDay is how often a day (of event.Zone) a rider can earn them; 0 is no
	// limit.
	PerDay int
}

// PointsRules lists the rules in force, by kind and identifier.
func (s *Station) PointsRules() ([]PointsRule, error) {
	var all []PointsRule
	err := s.view(func(v *view) error {
		rules, err := rulesUnder(v.Tx, nil)
		for _, r := range rules {
			all = append(all, PointsRule{r.Id, Text{r.NameZh, r.NameEn}, r.Kind, r.Points, int(r.PerDay)})
		}
		return err
	})
	return all, err
}

func rulesUnder(tx *bolt.Tx, prefix []byte) ([]*event.PointsRule, error) {
	var all []*event.PointsRule
	for _, row := range under(tx, bucketRules, prefix) {
		d, err := event.DecodeDown(row)
		if err != nil {
			return nil, err
		}
		all = append(all, d.GetPointsRule())
	}
	return all, nil
}

func ruleKey(kind, id string) []byte { return []byte(kind + "\x00" + id) }

// setRule replaces a rule, whatever kind it was for; without points it ends.
func (c *change) setRule(d *event.Down, rule *event.PointsRule) error {
	if !identifiers(rule.Id, rule.Kind) || rule.Points > mostPoints {
		return nil
	}
	var old []byte
	for key := range each(c.Tx, bucketRules) {
		if bytes.HasSuffix(key, ruleKey("", rule.Id)) {
			old = bytes.Clone(key)
		}
	}
	if old != nil {
		if err := c.drop(bucketRules, old); err != nil {
			return err
		}
	}
	if rule.Points <= 0 {
		return nil
	}
	return c.putDown(bucketRules, ruleKey(rule.Kind, rule.Id), d)
}

// neverEarn are the kinds that no rule can reward: points for points would
// have no end, and who is erased must not begin a new ledger by it.
var neverEarn = []string{"points_earned", "points_redeemed", "points_reversed", "points_released", "person_erased"}

// merited: a quiz earns when it is passed, a task when it is done, everything
// else by itself.
func merited(r *event.Record) bool {
	switch body := r.Body.(type) {
	case *event.Record_QuizTaken:
		return body.QuizTaken.Passed
	case *event.Record_TaskAnswer:
		return body.TaskAnswer.State == event.TaskState_TASK_STATE_DONE
	}
	return !slices.Contains(neverEarn, r.Kind())
}

// earn records what the hub's rules give a rider for the record at ref.
func (c *change) earn(ref event.Ref, r *event.Record) error {
	rules, err := rulesUnder(c.Tx, ruleKey(r.Kind(), ""))
	who := r.Pseudonym()
	if err != nil || len(rules) == 0 || !who.Known() || !merited(r) {
		return err
	}
	for _, rule := range rules {
		if rule.PerDay > 0 && c.view().earnedToday(who, rule.Id) >= rule.PerDay {
			continue
		}
		_, err := c.enter(who, rule.Points, &event.Record{Body: &event.Record_PointsEarned{PointsEarned: &event.PointsEarned{
			Pseudonym: who.Bytes(), Rule: rule.Id, Points: rule.Points,
			Cause: reference(ref),
		}}})
		if err != nil {
			return err
		}
	}
	return nil
}

// earnedToday counts what a rule gave a rider on the present day, reversed
// ones included. It reads no further back than that day.
func (v *view) earnedToday(who event.Pseudonym, rule string) (n uint32) {
	today := dayOf(v.now())
	for _, row := range entriesBack(v.Tx, who) {
		r, err := recordOf(row)
		if err != nil {
			continue // Check reports it
		}
		day := dayOf(event.Time(r.GetStamp().GetWallMs()))
		if day < today {
			return n
		}
		if day == today && r.GetPointsEarned().GetRule() == rule {
			n++
		}
	}
	return n
}
