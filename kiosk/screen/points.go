package screen

import (
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station"
)

// points are the balance beside what it buys, or over it where the screen is tall.
func (s sheet) points(v flow.Points) fyne.CanvasObject {
	if s.Portrait() {
		return s.titled(s.say(i18n.MyPoints), v.Page, column(s.Gap, s.balance(v.Balance), fill(s.offers(v.Offers))))
	}
	left := s.in(s.width * 0.3)
	right := s.in(s.width - left.width - s.Gap)
	return s.titled(s.say(i18n.MyPoints), v.Page, row(s.Gap,
		atLeast(left.width, 0, left.balance(v.Balance)), fill(right.offers(v.Offers))))
}

// balance is how many points there are, over the ways to learn more of them.
func (s sheet) balance(points int64) fyne.CanvasObject {
	room := s.in(s.width - 2*s.Gap)
	if s.Portrait() {
		room.width /= 2
	}
	number := column(s.Tight, disc(theme.Star, s.Icon, s.Brick, s.Card),
		center(room.line(s.say(i18n.PointsPrice, points), s.Display*0.9, s.Ink, true)))
	ways := column(s.Tight,
		s.button(s.cardPaint(), theme.Note, s.say(i18n.HowToEarn), flow.ShowEarning{}),
		s.button(s.cardPaint(), theme.Rows, s.say(i18n.PointsHistory), flow.ShowPointsLines{}))
	if s.Portrait() {
		return s.plate(s.Honey, s.Amber, row(s.Gap, fill(level(number)), ways))
	}
	return s.plate(s.Honey, s.Amber, column(s.Tight, fill(level(number)), ways))
}

func (s sheet) offers(all []flow.Offer) fyne.CanvasObject {
	if len(all) == 0 {
		return s.empty(theme.Gift, i18n.NoRewards, i18n.NoRewardsHint)
	}
	var cards []fyne.CanvasObject
	for _, o := range all {
		cards = append(cards, s.oneCard().offer(o))
	}
	return s.shelf(cards...)
}

// offer can be tapped also where it cannot be had: the answer says why.
func (s sheet) offer(o flow.Offer) *touch {
	p, price := s.cardPaint(), s.say(i18n.PointsPrice, o.Reward.Points)
	switch {
	case o.Short > 0:
		p, price = s.spentPaint(), s.say(i18n.PointsShort, o.Reward.Points, o.Short)
	case o.Out:
		p, price = s.spentPaint(), s.say(i18n.PointsOut, o.Reward.Points)
	default:
		p.second = s.Brick
	}
	return newTouch(p, s.Radius, s.face(theme.Gift, s.pick(o.Reward.Name), price, p), flow.ChooseReward{ID: o.Reward.ID})
}

func (s sheet) pick(t station.Text) string { return s.lang.Pick(t.ZH, t.EN) }

// earning is what earns points.
func (s sheet) earning(v flow.Earning) fyne.CanvasObject {
	if len(v.Rules) == 0 {
		return s.titled(s.say(i18n.HowToEarn), only, s.empty(theme.Star, i18n.NoPointsRules, i18n.NoPointsRulesHint))
	}
	var cards []fyne.CanvasObject
	for _, r := range v.Rules {
		cards = append(cards, s.oneCard().still(earnIcon(r.Kind), s.pick(r.Name), s.earns(r)))
	}
	return s.titled(s.say(i18n.HowToEarn), v.Page, s.shelf(cards...))
}

func (s sheet) earns(r station.PointsRule) string {
	switch r.PerDay {
	case 0:
		return s.say(i18n.EarnEach, r.Points)
	case 1:
		return s.say(i18n.EarnOnceADay, r.Points)
	}
	return s.say(i18n.EarnTimesADay, r.Points, r.PerDay)
}

// earnIcon is the icon of a kind of record that earns points.
func earnIcon(kind string) theme.Icon {
	switch kind {
	case "check_in":
		return theme.IDCard
	case "quiz_taken", "learning_progress":
		return theme.Book
	case "task_answer":
		return theme.Hand
	case "hazard_reported":
		return theme.Urgent
	case "story_offered":
		return theme.Story
	}
	return theme.Star
}

// pointsLines are the rider's entries.
func (s sheet) pointsLines(v flow.PointsLines) fyne.CanvasObject {
	if len(v.Lines) == 0 {
		return s.titled(s.say(i18n.PointsHistory), only, s.empty(theme.Rows, i18n.NoPointsLines, i18n.NoPointsLinesHint))
	}
	rows := s.rows()
	for _, l := range v.Lines {
		rows.Add(s.pointsLine(l))
	}
	all := column(s.Tight, fill(rows))
	if !s.brief {
		all.Add(s.lines(s.say(i18n.PointsAge), s.Small, s.Soft, false))
	}
	return s.titled(s.say(i18n.PointsHistory), v.Page, all)
}

func (s sheet) pointsLine(l flow.PointsLine) fyne.CanvasObject {
	what, sign, key, c := i18n.PointsEarned, theme.Star, i18n.PointsMore, s.Pine
	switch {
	case l.Entry.Reason != "":
		what, sign = i18n.PointsBack, theme.Note
	case l.Entry.Reward != "":
		what, sign = i18n.PointsSpent, theme.Gift
	}
	if l.Entry.Points < 0 {
		key, c = i18n.PointsLess, s.Brick
	}
	title := s.say(what)
	if name := s.pick(l.Name); name != "" {
		title += " · " + name
	}
	second := s.lang.Moment(l.Entry.At, s.view.Now)
	if !s.brief {
		second += "   " + s.say(i18n.ReceiptNumber, l.Entry.Ref.String())
	}
	if key := entryStands(l.Entry); key != i18n.None {
		second += "   " + s.say(key)
	}
	return s.lying(s.faceWith(sign, title, second, s.cardPaint(), words(s.say(key, l.Entry.Points), s.Heading, c, true)))
}

// entryStands is what became of an entry.
func entryStands(e station.PointsEntry) i18n.Key {
	switch {
	case e.Reversed:
		return i18n.PointsReversed
	case e.HandedOut:
		return i18n.PointsHanded
	case e.Reward != "":
		return i18n.PointsToHand
	}
	return i18n.None
}

// confirmReward shows what is about to be redeemed.
func (s sheet) confirmReward(v flow.ConfirmReward) fyne.CanvasObject {
	return s.titled(s.say(i18n.ConfirmReward), only, column(s.Gap,
		fill(s.about(theme.Gift, s.pick(v.Reward.Name),
			fact{icon: theme.Star, text: s.say(i18n.RewardCosts, v.Reward.Points), bold: true},
			fact{icon: theme.Rows, text: s.say(i18n.RewardLeaves, v.Left)},
			fact{icon: theme.Person, text: s.say(i18n.RewardWhere)})),
		s.button(s.mainPaint(), theme.Tick, s.say(i18n.ConfirmRedeem), flow.ConfirmRedeem{Reward: v.Reward.ID})))
}

// rewardReceipt has the number by which the attendant hands out the reward, and the code that says the same.
func (s sheet) rewardReceipt(v flow.RewardReceipt) fyne.CanvasObject {
	side := s.side(0.36)
	text := func(room sheet) fyne.CanvasObject {
		all := column(s.Gap*0.6,
			room.named(theme.Gift, s.pick(v.Reward.Name)),
			column(0, room.lines(s.say(i18n.RewardNumber), room.Body, s.Soft, false),
				room.lines(strconv.FormatUint(v.Entry.Ref.Seq, 10), room.Display, s.Ink, true)))
		if !s.brief || v.Paper == i18n.None {
			all.Add(room.lines(s.say(i18n.RewardHandOut), room.Body, s.Pine, true))
		}
		if !s.brief {
			all.Add(room.lines(s.lang.Moment(v.Entry.At, s.view.Now)+"   "+v.Entry.Ref.String()+"   "+s.say(i18n.RewardLeaves, v.Left), room.Small, s.Soft, false))
		}
		if v.Paper != i18n.None {
			all.Add(room.paper(v.Paper))
		}
		return level(all)
	}
	title, more := s.say(i18n.RewardDone), s.again(v.CanPrint)
	if v.Text == "" {
		return s.doneWith(title, more, s.plate(s.Card, s.Line, s.in(s.width-2*s.Gap).grow(1.6, text)))
	}
	return s.doneWith(title, more, s.beside(v.Text, side, text))
}
