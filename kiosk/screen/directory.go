package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station"
)

// sign is how something is shown.
type sign struct {
	icon  theme.Icon
	title i18n.Key
}

var dimensionSigns = map[string]sign{
	station.Platform:  {theme.Phone, i18n.DimensionPlatform},
	station.Industry:  {theme.Case, i18n.DimensionIndustry},
	station.Territory: {theme.Place, i18n.DimensionTerritory},
	station.Online:    {theme.Globe, i18n.DimensionOnline},
}

// dimensions are the four ways to find an organisation.
func (s sheet) dimensions(v flow.Dimensions) fyne.CanvasObject {
	var cards []fyne.CanvasObject
	for _, d := range v.Counts {
		count := s.say(i18n.DimensionCount, d.Count)
		if d.Count == 1 {
			count = s.say(i18n.DimensionOne)
		}
		is := dimensionSigns[d.Dimension]
		cards = append(cards, s.oneCard().card(is.icon, s.say(is.title), count, flow.OpenDimension{Dimension: d.Dimension}))
	}
	return s.titled(s.say(i18n.DirectoryTitle), only, column(s.Gap, fill(s.shelf(cards...)),
		s.button(s.mainPaint(), theme.Flag, s.say(i18n.MemberEntry), flow.OpenMembership{})))
}

// organisations are those of one dimension.
func (s sheet) organisations(v flow.Organisations) fyne.CanvasObject {
	is := dimensionSigns[v.Dimension]
	if len(v.Organisations) == 0 {
		return s.titled(s.say(is.title), only, s.empty(is.icon, i18n.NoOrganisations, i18n.NoOrganisationsHint,
			s.button(s.mainPaint(), theme.Left, s.say(i18n.OtherDimensions), flow.Back{})))
	}
	var cards []fyne.CanvasObject
	for _, o := range v.Organisations {
		cards = append(cards, s.oneCard().still(is.icon, s.pick(o.Name), ""))
	}
	return s.titled(s.say(is.title), v.Page, s.shelf(cards...))
}

// membership is how the rider stands as a floating member.
func (s sheet) membership(v flow.Membership) fyne.CanvasObject {
	if v.Registered.IsZero() {
		return s.titled(s.say(i18n.MemberTitle), only, column(s.Gap,
			fill(s.leaf(s.blush(theme.Flag), s.say(i18n.MemberNot)+s.say(i18n.SentenceEnd)+s.say(i18n.MemberWhat))),
			s.button(s.mainPaint(), theme.Flag, s.say(i18n.MemberRegister), flow.AskAsMember{})))
	}
	one := s.oneCard()
	cards := []fyne.CanvasObject{one.still(theme.Flag, s.say(i18n.MemberRegistered, s.lang.Date(v.Registered)), s.memberState(v.State))}
	for _, r := range v.Requests {
		cards = append(cards, one.still(theme.Note, s.requestTitle(r.Kind), s.say(i18n.RequestMade, s.lang.Date(r.Made), s.memberState(r.State))))
	}
	return s.titled(s.say(i18n.MemberTitle), v.Page, column(s.Gap, fill(s.shelf(cards...)), s.choice(
		s.button(s.cardPaint(), theme.Star, s.say(i18n.RequestDues), flow.AskAsMember{Kind: station.RequestDues}),
		s.button(s.cardPaint(), theme.Right, s.say(i18n.RequestTransfer), flow.AskAsMember{Kind: station.RequestTransfer}))))
}

// memberState is what the organisation said last.
func (s sheet) memberState(state station.Text) string {
	if said := s.pick(state); said != "" {
		return said
	}
	return s.say(i18n.MemberWaiting)
}

func (s sheet) requestTitle(kind string) string {
	switch kind {
	case station.RequestTransfer:
		return s.say(i18n.RequestTransfer)
	case station.RequestDues:
		return s.say(i18n.RequestDues)
	}
	return s.say(i18n.RegisterTitle)
}

// memberForm is a registration or a request with what can be written for it.
func (s sheet) memberForm(v flow.MemberForm) fyne.CanvasObject {
	fields := []offered{field(theme.Talk, i18n.MemberWords, v.Words, flow.WriteWords{})}
	if v.Kind == "" {
		fields = []offered{
			{theme.IDCard, i18n.MemberName, i18n.MemberCard, nil},
			field(theme.House, i18n.MemberHome, v.Home, flow.WriteHome{}), fields[0],
		}
	}
	return s.titled(s.requestTitle(v.Kind), only, column(s.Gap, fill(s.posters(fields...)),
		s.button(s.mainPaint(), theme.Tick, s.say(i18n.MemberHandIn), flow.HandInForm{Kind: v.Kind})))
}

// field is a text of a form; of what is written it shows no more than that.
func field(i theme.Icon, title i18n.Key, written bool, a flow.Action) offered {
	hint := i18n.MemberWrite
	if written {
		hint = i18n.MemberWritten
	}
	return offered{i, title, hint, a}
}
