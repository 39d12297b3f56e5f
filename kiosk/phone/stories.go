package phone

import (
	"strconv"
	"unicode/utf8"

	"github.com/nuanxin/station-kit/station"
)

// storyMost is how long a story may be in characters, as on the screen.
const storyMost = 1000

// storiesView is what others told, and the form for one's own.
type storiesView struct {
	All    []station.Story
	Known  bool            // the rider may offer one
	Notice *station.Notice // to consent to first, nil where there is none
	Text   string
	Most   int
}

// Draft is what the phone keeps the text under.
func (storiesView) Draft() string { return "story" }

func (s *Server) stories(c *call) answer { return s.storiesWith(c, "") }

func (s *Server) storiesWith(c *call, text string) answer {
	all, err := s.Desk.Stories()
	if err != nil {
		return s.failed(err)
	}
	notice, err := s.noticeFor(c, station.PurposeStory)
	if err != nil {
		return s.failed(err)
	}
	return scripted("stories", storiesView{all, c.rider.Pseudonym.Known(), notice, text, storyMost})
}

// tellStory hands in a story with the consent that the form shows.
func (s *Server) tellStory(c *call) answer {
	text := plainText(c.PostForm.Get("text"))
	switch {
	case text == "":
		return s.storiesWith(c, text).again("empty")
	case utf8.RuneCountInString(text) > storyMost:
		return s.storiesWith(c, text).again("long")
	case !s.filings.allow(address(c.Request), c.now):
		return s.storiesWith(c, text).again("slow")
	}
	filed, err := s.offerStory(c, text)
	if err != nil {
		return s.unfiled(s.storiesWith(c, text), err)
	}
	return c.hand(receipt{
		Kind: "story", Number: filed.Ref, Made: filed.Made, Code: s.Desk.FilingReceipt(filed), Draft: storiesView{}.Draft(),
	})
}

func (s *Server) offerStory(c *call, text string) (station.Filing, error) {
	if version, err := strconv.ParseUint(c.PostForm.Get("consent"), 10, 32); err == nil {
		if err := s.Desk.GiveConsent(c.rider.Pseudonym, station.PurposeStory, uint32(version)); err != nil {
			return station.Filing{}, err
		}
	}
	return s.Desk.OfferStory(c.rider, text)
}
