package station_test

import (
	"errors"
	"testing"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

func TestStoryNeedsItsConsent(t *testing.T) {
	s, fleet := open(t)
	who := rider(1)
	const text = "我在路上救了一位老人"
	if _, err := s.OfferStory(station.Anonymous(), text); !errors.Is(err, station.ErrAnonymous) {
		t.Errorf("of nobody: %v", err)
	}
	if _, err := s.OfferStory(who, text); !errors.Is(err, station.ErrNoConsent) {
		t.Errorf("without consent: %v", err)
	}
	agrees(t, s, who.Pseudonym, station.PurposeStory)
	f, err := s.OfferStory(who, text)
	if err != nil {
		t.Fatal(err)
	}
	got := last(t, s).GetStoryOffered()
	if opened, err := fleet.Opener.OpenText(got.Text, f.Ref); err != nil || opened != text {
		t.Errorf("the hub reads %q, %v", opened, err)
	}
	if got.Consent.GetEpoch() != 1 || got.Consent.GetSeq() != 2 {
		t.Errorf("by the consent %v, want record 2", got.Consent)
	}
	if _, err := s.OfferStory(who, " "); !errors.Is(err, station.ErrNothingSaid) {
		t.Errorf("an empty one: %v", err)
	}
	if err := s.Withdraw(who.Pseudonym, station.PurposeStory); err != nil {
		t.Fatal(err)
	}
	if _, err := s.OfferStory(who, text); !errors.Is(err, station.ErrNoConsent) {
		t.Errorf("after consent was withdrawn: %v", err)
	}
}

func TestStoriesAreThosePublished(t *testing.T) {
	s, _ := open(t)
	publish := func(id, text string, withdrawn bool) {
		stationtest.Send(t, s, &event.Down{Body: &event.Down_StoryPublished{StoryPublished: &event.StoryPublished{
			Id: id, TextZh: text, TextEn: text, Withdrawn: withdrawn,
		}}})
	}
	publish("b", "second", false)
	publish("a", "old words", false)
	publish("a", "first", false)
	publish("c", "third", false)
	publish("c", "", true)
	publish("never-shown", "", true)
	publish("", "nameless", false)
	all, err := s.Stories()
	if err != nil || len(all) != 2 || all[0] != (station.Story{ID: "a", Text: station.Text{ZH: "first", EN: "first"}}) || all[1].ID != "b" {
		t.Errorf("%v, %v", all, err)
	}
}
