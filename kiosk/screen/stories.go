package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// stories are read large, one page after the other.
func (s sheet) stories(v flow.Stories) fyne.CanvasObject {
	tell := s.button(s.mainPaint(), theme.Story, s.say(i18n.TellStory), flow.TellStory{})
	if v.Of == 0 {
		return s.titled(s.say(i18n.Stories), only, column(s.Gap, fill(s.empty(theme.Story, i18n.NoStories, i18n.NoStoriesHint)), tell))
	}
	return s.titled(s.say(i18n.StoryNumber, v.Number, v.Of), v.Page, column(s.Gap, fill(s.leaf(s.blush(theme.Story), s.pick(v.Text))), tell))
}

// offerStory is a story as it was written.
func (s sheet) offerStory(v flow.OfferStory) fyne.CanvasObject {
	return s.titled(s.say(i18n.StoryConfirm), v.Page, column(s.Gap, fill(s.leaf(s.blush(theme.Story), v.Text)), s.choice(
		s.button(s.cardPaint(), theme.Phone, s.say(i18n.StoryRewrite), flow.RewriteStory{}),
		s.button(s.mainPaint(), theme.Tick, s.say(i18n.StoryHandIn), flow.HandInStory{}))))
}
