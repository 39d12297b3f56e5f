package flow

import (
	"errors"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// choose goes on to a reward that can be had, and says of another why not.
func (s shopping) choose(m *machine, id string) {
	for _, r := range s.purse.rewards {
		o := s.purse.offer(r)
		switch {
		case r.ID != id:
		case o.Short > 0:
			m.say(i18n.TooFewPoints)
		case o.Out:
			m.say(i18n.BudgetSpent)
		default:
			m.goTo(redeeming{s, r})
		}
	}
}

// redeeming is a reward chosen and not yet paid.
type redeeming struct {
	from   shopping
	reward station.Reward
}

func (r redeeming) left() int64 { return r.from.purse.balance - r.reward.Points }

func (r redeeming) screen(*machine) Screen { return ConfirmReward{r.reward, r.left()} }

func (r redeeming) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.goTo(r.from)
	case ConfirmRedeem:
		if a.Reward == r.reward.ID {
			m.redeem(r)
		}
	}
}

func (m *machine) redeem(r redeeming) {
	rider := m.session.rider
	m.work(i18n.BusyRedeeming, func() func(*machine) {
		entry, err := m.cfg.Desk.Redeem(rider, r.reward.ID, r.reward.Points)
		if err != nil {
			return func(m *machine) { m.unredeemed(err, r) }
		}
		left, err := m.cfg.Desk.Points(rider.Pseudonym)
		if err != nil {
			left = r.left() // the redemption stands; another station's points show next time
		}
		text, err := m.cfg.Desk.RedemptionReceipt(rider.Pseudonym, entry.Ref)
		if err != nil {
			text = "" // the number does
		}
		entry.At = entry.At.In(m.cfg.Zone)
		return func(m *machine) { m.prove(redeemed{r.reward, entry, left, text}) }
	})
}

// unredeemed shows the points anew where they, the price or the budget are other than the rider was shown.
func (m *machine) unredeemed(err error, r redeeming) {
	if errors.Is(err, station.ErrStorage) {
		m.say(explain(err))
		return
	}
	m.openPurse(explain(err))
}

// redeemed is a redemption recorded.
type redeemed struct {
	reward station.Reward
	entry  station.PointsEntry
	left   int64
	text   string // of the QR code
}

func (r redeemed) slip() Slip {
	return Slip{Code: r.text, Proof: Proof{Title: i18n.SlipReward, Name: r.reward.Name, Ref: r.entry.Ref, At: r.entry.At}}
}

func (r redeemed) screen(m *machine) Screen {
	return RewardReceipt{r.reward, r.entry, r.left, r.text, m.session.paper.say, m.mayPrint()}
}

func (r redeemed) act(m *machine, a Action) {
	switch a.(type) {
	case PrintSlip:
		m.printAgain(r)
	case Back:
		m.openPurse(i18n.None)
	}
}
