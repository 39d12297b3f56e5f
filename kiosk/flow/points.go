package flow

import (
	"cmp"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Purse is what riders have of points.
type Purse interface {
	Points(who event.Pseudonym) (int64, error)
	PointsHistory(who event.Pseudonym) ([]station.PointsEntry, error)
	PointsRules() ([]station.PointsRule, error)
}

// Shop is what points buy.
type Shop interface {
	Rewards() ([]station.Reward, error)
	PointsBudget() (int64, error)
	Redeem(r station.Rider, reward string, price int64) (station.PointsEntry, error)
	RedemptionReceipt(who event.Pseudonym, redemption event.Ref) (string, error)
}

type (
	// Points is the rider's balance and what it buys.
	Points struct {
		Balance int64
		Offers  []Offer
		Page
	}
	// Earning is what earns points.
	Earning struct {
		Rules []station.PointsRule
		Page
	}
	// PointsLines are what the balance is made of, newest first.
	PointsLines struct {
		Balance int64
		Lines   []PointsLine
		Page
	}
	// ConfirmReward is points about to be spent.
	ConfirmReward struct {
		Reward station.Reward
		Left   int64 // points, afterwards
	}
	// RewardReceipt is a redemption recorded: its number, or the QR code with the Text, is what the attendant hands the
	// reward out for. Text is "" where there is none.
	RewardReceipt struct {
		Reward   station.Reward
		Entry    station.PointsEntry
		Left     int64
		Text     string
		Paper    i18n.Key // as in Receipt
		CanPrint bool
	}
)

func (Points) screen()        {}
func (Earning) screen()       {}
func (PointsLines) screen()   {}
func (ConfirmReward) screen() {}
func (RewardReceipt) screen() {}

// Offer is a reward as it stands for the rider.
type Offer struct {
	Reward station.Reward
	// Short is how many points the rider lacks. Out: the station may let riders redeem no more of this price.
	Short int64
	Out   bool
}

// PointsLine is an entry with the name of its rule or its reward, which is empty where that is gone.
type PointsLine struct {
	Entry station.PointsEntry
	Name  station.Text
}

type (
	// ShowEarning shows what earns points.
	ShowEarning struct{}
	// ShowPointsLines shows what was earned and spent.
	ShowPointsLines struct{}
	// ChooseReward picks a reward to confirm.
	ChooseReward struct{ ID string }
	// ConfirmRedeem redeems the reward shown.
	ConfirmRedeem struct{ Reward string }
)

func (ShowEarning) action()     {}
func (ShowPointsLines) action() {}
func (ChooseReward) action()    {}
func (ConfirmRedeem) action()   {}

// purse is all that the screens on points say.
type purse struct {
	balance, budget int64
	rewards         []station.Reward
	rules           []station.PointsRule
	history         []station.PointsEntry
}

func readPurse(d Desk, who event.Pseudonym) (p purse, err error) {
	var errs [5]error
	p.balance, errs[0] = d.Points(who)
	p.budget, errs[1] = d.PointsBudget()
	p.rewards, errs[2] = d.Rewards()
	p.rules, errs[3] = d.PointsRules()
	p.history, errs[4] = d.PointsHistory(who)
	return p, cmp.Or(errs[:]...)
}

// openPurse looks up the rider's points and shows them under a notice.
func (m *machine) openPurse(notice i18n.Key) {
	who := m.session.rider.Pseudonym
	m.work(i18n.BusyPoints, func() func(*machine) {
		p, err := readPurse(m.cfg.Desk, who)
		return func(m *machine) {
			if err != nil {
				m.leave()
				m.say(cmp.Or(notice, explain(err)))
				return
			}
			m.goTo(shopping{purse: p})
			m.say(notice)
		}
	})
}

// shopping is the balance over what it buys.
type shopping struct {
	purse purse
	page  int
}

func (s shopping) screen(*machine) Screen {
	rewards, page := cut(s.purse.rewards, s.page, CardsPerPage)
	offers := make([]Offer, len(rewards))
	for i, r := range rewards {
		offers[i] = s.purse.offer(r)
	}
	return Points{s.purse.balance, offers, page}
}

func (p purse) offer(r station.Reward) Offer {
	return Offer{Reward: r, Short: max(0, r.Points-p.balance), Out: p.budget < r.Points}
}

func (s shopping) act(m *machine, a Action) {
	switch a := a.(type) {
	case Turn:
		m.goTo(shopping{s.purse, m.turned(a)})
	case ShowEarning:
		m.goTo(pages{from: s, show: s.purse.earning})
	case ShowPointsLines:
		m.goTo(pages{from: s, show: s.purse.lines})
	case ChooseReward:
		s.choose(m, a.ID)
	}
	leaveOnBack(m, a)
}

// earning is what earns points.
func (p purse) earning(_ *machine, page int) Screen {
	rules, at := cut(p.rules, page, CardsPerPage)
	return Earning{rules, at}
}

// lines are the rider's entries.
func (p purse) lines(m *machine, page int) Screen {
	entries, at := cut(p.history, page, CardsPerPage)
	all := make([]PointsLine, len(entries))
	for i, e := range entries {
		e.At = e.At.In(m.cfg.Zone)
		all[i] = PointsLine{e, p.name(e)}
	}
	return PointsLines{p.balance, all, at}
}

func (p purse) name(e station.PointsEntry) station.Text {
	for _, r := range p.rules {
		if r.ID == e.Rule {
			return r.Name
		}
	}
	for _, r := range p.rewards {
		if r.ID == e.Reward {
			return r.Name
		}
	}
	return station.Text{}
}
