package flow

import (
	"fmt"
	"slices"
	"testing"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// writes gives the text that the screen waits for.
func (k *kiosk) writes(t *testing.T, text string) {
	t.Helper()
	w, ok := k.session.at.(writing)
	if !ok {
		t.Fatalf("no text is wanted at %T", k.session.at)
	}
	w.from.wrote(k.machine, text)
}

// registering is a kiosk whose rider has agreed and fills in the registration.
func registering(t *testing.T) *kiosk {
	k := newKiosk()
	k.card("rider-1")
	k.tap(Enter{EnterOrganisations})
	k.tap(OpenMembership{})
	k.tap(AskAsMember{})
	if c := shows[ConsentAsk](t, k); c.Purpose != station.PurposeMembership || c.Text.ZH != "登记须知" || c.Name.EN != i18n.EN.Say(i18n.PurposeMembership) {
		t.Errorf("asks for consent by %+v", c)
	}
	k.tap(GiveConsent{station.PurposeMembership})
	return k
}

func TestOrganisationsAreFoundByDimension(t *testing.T) {
	k := newKiosk()
	k.tap(Enter{EnterOrganisations})
	if d := shows[Dimensions](t, k).Counts; len(d) != 4 || d[0] != (DimensionCount{station.Platform, 1}) || d[2].Count != 2 {
		t.Errorf("dimensions are %+v", d)
	}
	k.tap(OpenDimension{"fifth"})
	shows[Dimensions](t, k)
	k.tap(OpenDimension{station.Territory})
	if o := shows[Organisations](t, k).Organisations; len(o) != 2 || o[0].ID != "west" {
		t.Errorf("organisations are %+v", o)
	}
	k.tap(Back{})
	k.tap(Back{})
	shows[Home](t, k)
}

func TestAMemberRegistersAndAsksForSomething(t *testing.T) {
	k := registering(t)
	if f := shows[MemberForm](t, k); f != (MemberForm{}) {
		t.Errorf("the form is %+v", f)
	}
	k.tap(WriteHome{})
	k.writes(t, "某村支部")
	k.tap(WriteWords{})
	k.writes(t, "晚上有空")
	if f := shows[MemberForm](t, k); !f.Home || !f.Words {
		t.Errorf("the form is %+v", f)
	}
	k.tap(HandInForm{station.RequestDues}) // of another form
	shows[MemberForm](t, k)
	k.tap(HandInForm{})
	f := shows[Filed](t, k)
	if f.What != i18n.MemberFiled || f.Code != "NXF1"+f.Ref.String() || !slices.Contains(k.view().Confirms(), f.Ref) {
		t.Errorf("filed is %+v", f)
	}
	if got := k.desk.people.details[pseudonym("rider-1")]; got != (station.MemberDetails{Home: "某村支部", Words: "晚上有空"}) {
		t.Errorf("registered as %+v", got)
	}
	k.tap(Back{})
	k.tap(Enter{EnterOrganisations})
	k.tap(OpenMembership{})
	if m := shows[Membership](t, k); m.Registered.IsZero() || m.Registered.Location() != zone {
		t.Errorf("stands as %+v", m)
	}
	k.tap(AskAsMember{}) // registered already
	shows[Membership](t, k)
	k.tap(AskAsMember{station.RequestTransfer}) // consented already
	k.tap(WriteHome{})                          // not of a request
	k.tap(HandInForm{station.RequestTransfer})
	if f := shows[Filed](t, k); f.What != i18n.RequestFiled {
		t.Errorf("filed is %+v", f)
	}
	if r := k.desk.people.members[pseudonym("rider-1")].Requests; len(r) != 1 || r[0].Kind != station.RequestTransfer {
		t.Errorf("requests are %+v", r)
	}
}

func TestWhoIsNotRegisteredAsksForNothing(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	k.tap(Enter{EnterOrganisations})
	k.tap(OpenMembership{})
	k.tap(AskAsMember{station.RequestDues})
	if m := shows[Membership](t, k); !m.Registered.IsZero() {
		t.Errorf("stands as %+v", m)
	}
}

func TestMembershipAsksWhoIsThere(t *testing.T) {
	k := newKiosk()
	k.tap(Enter{EnterOrganisations})
	k.tap(OpenMembership{})
	if got := shows[Identify](t, k).Entry; got != EnterOrganisations {
		t.Errorf("asks for %v", got)
	}
	k.card("rider-1")
	shows[Membership](t, k)
}

func TestARefusedRegistrationSaysWhyAndKeepsTheForm(t *testing.T) {
	for _, c := range []struct {
		happens func(*desk)
		want    i18n.Key
	}{
		{func(d *desk) { d.people.unnamed = true }, i18n.MemberUnnamed},
		{func(d *desk) {
			d.people.members[pseudonym("rider-1")] = station.Membership{Registered: d.now}
		}, i18n.MemberAlready},
		{func(d *desk) { _ = d.WithdrawAll(pseudonym("rider-1")) }, i18n.NeedsConsent},
		{func(d *desk) { d.fail = fmt.Errorf("bolt: %w", station.ErrStorage) }, i18n.StorageFailed},
	} {
		k := registering(t)
		k.tap(WriteWords{})
		k.writes(t, "晚上有空")
		c.happens(k.desk)
		k.tap(HandInForm{})
		if f := shows[MemberForm](t, k); !f.Words {
			t.Errorf("%s: the form is %+v", i18n.EN.Say(c.want), f)
		}
		notices(t, k, c.want)
	}
}

func TestWhoDoesNotAgreeIsBackWhereTheyWere(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	k.tap(Enter{EnterOrganisations})
	k.tap(OpenMembership{})
	k.tap(AskAsMember{})
	k.tap(GiveConsent{station.PurposeStory}) // to something else
	shows[ConsentAsk](t, k)
	k.tap(Back{})
	shows[Membership](t, k)
	if yes, _ := k.desk.Consented(pseudonym("rider-1"), station.PurposeMembership); yes {
		t.Error("consented")
	}
}

func TestANoticeIsReadToItsEndBeforeOneAgrees(t *testing.T) {
	k := newKiosk()
	k.desk.people.longNotice = true
	k.card("rider-1")
	k.tap(Enter{EnterStories})
	k.tap(TellStory{})
	pages := shows[ConsentAsk](t, k).Page.Count
	if pages < 2 {
		t.Fatalf("the notice has %d pages", pages)
	}
	k.tap(GiveConsent{station.PurposeStory})
	shows[ConsentAsk](t, k)
	for range pages - 1 {
		k.tap(Turn{1})
	}
	k.tap(GiveConsent{station.PurposeStory})
	if _, ok := k.session.at.(writing); !ok {
		t.Errorf("after agreeing: %T", k.session.at)
	}
}

func TestANoticeReplacedMeanwhileIsReadAnew(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	k.tap(Enter{EnterStories})
	k.tap(TellStory{})
	k.desk.people.longNotice = true // and of a newer version
	k.tap(GiveConsent{station.PurposeStory})
	if c := shows[ConsentAsk](t, k); c.Page.Count < 2 {
		t.Errorf("shows %+v", c)
	}
	k.tap(Back{})
	shows[Stories](t, k)
}

func TestWithoutANoticeNothingIsAskedFor(t *testing.T) {
	k := newKiosk()
	k.desk.people.noPaper = true
	k.card("rider-1")
	k.tap(Enter{EnterStories})
	k.tap(TellStory{})
	shows[Stories](t, k)
	notices(t, k, i18n.NoticeMissing)
}

func TestStoriesAreReadOneAfterTheOther(t *testing.T) {
	k := newKiosk()
	k.tap(Enter{EnterStories})
	if s := shows[Stories](t, k); s.Number != 1 || s.Of != 2 || s.Text.EN != "一个故事。" || s.Page != (Page{0, 2}) {
		t.Errorf("the first is %+v", s)
	}
	k.tap(SwitchLanguage{})
	k.tap(Turn{1})
	if s := shows[Stories](t, k); s.Number != 2 || s.Text.EN != "Another." {
		t.Errorf("the second is %+v", s)
	}
	k.tap(Turn{1})
	k.tap(Turn{-1})
	if s := shows[Stories](t, k); s.Number != 1 {
		t.Errorf("back at %+v", s)
	}
	k.tap(Back{})
	shows[Home](t, k)
}

func TestAStoryIsToldWithConsent(t *testing.T) {
	k := newKiosk()
	k.desk.people.stories = nil
	k.tap(Enter{EnterStories})
	if s := shows[Stories](t, k); s.Of != 0 {
		t.Errorf("without stories: %+v", s)
	}
	k.tap(TellStory{})
	if got := shows[Identify](t, k).Entry; got != EnterStories {
		t.Errorf("asks for %v", got)
	}
	k.card("rider-1")
	k.tap(GiveConsent{station.PurposeStory})
	k.writes(t, "雪夜里有人给我开了门。")
	if s := shows[OfferStory](t, k); s.Text != "雪夜里有人给我开了门。" {
		t.Errorf("offers %+v", s)
	}
	k.tap(RewriteStory{})
	k.writes(t, "雪夜里，有人给我开了门。")
	k.tap(HandInStory{})
	if f := shows[Filed](t, k); f.What != i18n.StoryFiled {
		t.Errorf("filed is %+v", f)
	}
	if got := k.desk.people.offered[pseudonym("rider-1")]; got != "雪夜里，有人给我开了门。" {
		t.Errorf("offered %q", got)
	}
}

func TestAStoryNotRecordedStays(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	k.tap(Enter{EnterStories})
	k.tap(TellStory{})
	k.tap(GiveConsent{station.PurposeStory})
	k.writes(t, "")
	k.tap(HandInStory{}) // nothing was written
	shows[OfferStory](t, k)
	k.tap(RewriteStory{})
	k.writes(t, "故事")
	k.desk.fail = fmt.Errorf("bolt: %w", station.ErrStorage)
	k.tap(HandInStory{})
	shows[OfferStory](t, k)
	notices(t, k, i18n.StorageFailed)
}
