package station

import (
	"github.com/nuanxin/station-kit/station/event"
)

// PurposeStory is what a rider consents to before offering a story.
const PurposeStory = "story"

// bucketStories: identifier to the event.Down with the story that the hub
// published.
var bucketStories = []byte("stories")

var stories = subject{buckets: [][]byte{bucketStories}, apply: applyStory, check: checkStories}

// Story is shown on the idle screen.
type Story struct {
	ID   string
	Text Text
}

// OfferStory records a rider's story, sealed to the hub, with the consent that
// lets it be shown. It returns ErrAnonymous, ErrNothingSaid, ErrTooLong, or
// ErrNoConsent unless the rider consents to PurposeStory.
func (s *Station) OfferStory(r Rider, text string) (Filing, error) {
	text, err := said(text)
	switch {
	case !r.Pseudonym.Known():
		return Filing{}, ErrAnonymous
	case err != nil:
		return Filing{}, err
	case text == "":
		return Filing{}, ErrNothingSaid
	}
	return s.submit(r, consenting(r.Pseudonym, PurposeStory), func(c *change, ref event.Ref) (*event.Record, error) {
		consent, _ := consentRef(c.view(), r.Pseudonym, PurposeStory)
		sealed, err := c.sealText(text, ref)
		return &event.Record{Body: &event.Record_StoryOffered{StoryOffered: &event.StoryOffered{
			Pseudonym: r.Pseudonym.Bytes(), Text: sealed, Consent: reference(consent),
		}}}, err
	})
}

// Stories lists what the hub has published and not withdrawn, by identifier.
func (s *Station) Stories() ([]Story, error) {
	var all []Story
	err := s.view(func(v *view) error {
		for _, row := range each(v.Tx, bucketStories) {
			d, err := event.DecodeDown(row)
			if err != nil {
				return err
			}
			p := d.GetStoryPublished()
			all = append(all, Story{p.GetId(), Text{p.GetTextZh(), p.GetTextEn()}})
		}
		return nil
	})
	return all, err
}

func applyStory(c *change, d *event.Down) error {
	p := d.GetStoryPublished()
	switch {
	case p.GetId() == "":
		return nil
	case p.Withdrawn:
		return c.drop(bucketStories, []byte(p.Id))
	}
	row, err := event.EncodeDown(d)
	if err != nil {
		return err
	}
	return c.put(bucketStories, []byte(p.Id), row)
}

func checkStories(v *view, r *Report) {
	for key, row := range each(v.Tx, bucketStories) {
		d, err := event.DecodeDown(row)
		if p := d.GetStoryPublished(); err != nil || p.GetId() != string(key) || p.GetWithdrawn() {
			r.fault("stories: row %q holds another story (%v)", key, err)
		}
	}
}
