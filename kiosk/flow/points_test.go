package flow

import (
	"fmt"
	"slices"
	"testing"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// rich is a kiosk with a rider who has points.
func rich(points int64) *kiosk {
	k := newKiosk()
	k.desk.earn("rider-1", points, "visit")
	k.card("rider-1")
	k.tap(Enter{EnterPoints})
	return k
}

func TestPointsAreRedeemedAndTheNumberIsShown(t *testing.T) {
	k := rich(50)
	p := shows[Points](t, k)
	if p.Balance != 50 || len(p.Offers) != 2 || p.Offers[0].Short != 0 || p.Offers[1].Short != 10 {
		t.Errorf("points are %+v", p)
	}
	k.tap(ChooseReward{"water"})
	if c := shows[ConfirmReward](t, k); c.Left != 30 {
		t.Errorf("to confirm is %+v", c)
	}
	k.tap(ConfirmRedeem{"gloves"}) // of another screen
	shows[ConfirmReward](t, k)
	k.tap(ConfirmRedeem{"water"})
	r := shows[RewardReceipt](t, k)
	if r.Left != 30 || r.Reward.ID != "water" || r.Entry.Points != -20 || k.desk.till.budget != 80 {
		t.Errorf("the receipt is %+v, the budget %d", r, k.desk.till.budget)
	}
	if !slices.Contains(k.view().Confirms(), r.Entry.Ref) {
		t.Errorf("confirms %v", k.view().Confirms())
	}
	k.tap(Back{})
	if p := shows[Points](t, k); p.Balance != 30 || p.Offers[0].Short != 0 {
		t.Errorf("afterwards points are %+v", p)
	}
}

func TestASecondTapDoesNotRedeemTwice(t *testing.T) {
	k := rich(50)
	k.tap(ChooseReward{"water"})
	twice := Tap{k.session.id, ConfirmRedeem{"water"}}
	k.handle(twice)
	k.handle(twice)
	k.settle()
	k.put(twice)
	if got := k.desk.till.balance[pseudonym("rider-1")]; got != 30 {
		t.Errorf("%d points are left of 50", got)
	}
}

// Whatever refuses a redemption has words, and shows the points as they are now.
func TestARefusedRedemptionSaysWhy(t *testing.T) {
	for _, c := range []struct {
		happens func(d *desk)
		want    i18n.Key
	}{
		{func(d *desk) { d.till.balance[pseudonym("rider-1")] = 5 }, i18n.TooFewPoints},
		{func(d *desk) { d.till.budget = 19 }, i18n.BudgetSpent},
		{func(d *desk) { d.till.elsewhere = true }, i18n.PointsElsewhere},
		{func(d *desk) { d.till.price = 25 }, i18n.PriceChanged},
		{func(d *desk) { d.till.withdrawn = true }, i18n.RewardGone},
	} {
		k := rich(50)
		k.tap(ChooseReward{"water"})
		c.happens(k.desk)
		k.tap(ConfirmRedeem{"water"})
		p := shows[Points](t, k)
		notices(t, k, c.want)
		if now := k.desk.till; p.Balance != now.balance[pseudonym("rider-1")] || len(p.Offers) > 0 && p.Offers[0].Reward.Points != now.price {
			t.Errorf("after %q points are %+v", i18n.EN.Say(c.want), p)
		}
	}
}

func TestAnUnrecordedRedemptionStaysToBeTriedAgain(t *testing.T) {
	k := rich(50)
	k.tap(ChooseReward{"water"})
	k.desk.fail = fmt.Errorf("bolt: %w", station.ErrStorage)
	k.tap(ConfirmRedeem{"water"})
	shows[ConfirmReward](t, k)
	notices(t, k, i18n.StorageFailed)
	k.tap(Back{})
	shows[Points](t, k)
}

func TestAnOfferOutOfReachSaysWhy(t *testing.T) {
	k := rich(50)
	k.tap(ChooseReward{"gloves"})
	shows[Points](t, k)
	notices(t, k, i18n.TooFewPoints)
	k.desk.till.budget = 10
	k.tap(Back{})
	k.tap(Enter{EnterPoints})
	if o := shows[Points](t, k).Offers[0]; !o.Out {
		t.Errorf("with a budget of 10 the water is offered as %+v", o)
	}
	k.tap(ChooseReward{"water"})
	shows[Points](t, k)
	notices(t, k, i18n.BudgetSpent)
}

func TestWhatEarnsPointsAndWhatWasEarned(t *testing.T) {
	k := rich(50)
	k.tap(ShowEarning{})
	if rules := shows[Earning](t, k).Rules; len(rules) != 2 {
		t.Errorf("rules are %+v", rules)
	}
	k.tap(Back{})
	for i := range 5 {
		k.desk.earn("rider-1", int64(i), "gone")
	}
	k.tap(Back{})
	k.tap(Enter{EnterPoints})
	k.tap(ShowPointsLines{})
	l := shows[PointsLines](t, k)
	if l.Page.Count != 2 || l.Lines[0].Entry.Points != 4 || l.Lines[0].Name != (station.Text{}) {
		t.Errorf("the newest of 6 entries: %+v", l)
	}
	k.tap(Turn{1})
	if l := shows[PointsLines](t, k); l.Lines[1].Name.EN != "Visit" || l.Lines[1].Entry.At.Location() != zone {
		t.Errorf("the oldest: %+v", l.Lines[1])
	}
	k.tap(Back{})
	shows[Points](t, k)
}

func TestPointsThatCannotBeReadAreNotShown(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	k.desk.fail = fmt.Errorf("bolt: %w", station.ErrStorage)
	k.tap(Enter{EnterPoints})
	shows[Rider](t, k)
	notices(t, k, i18n.StorageFailed)
}
