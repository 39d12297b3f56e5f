package station

import (
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	bucketSettings = []byte("settings")
	// keySettings: the event.Down with all that the hub has set so far.
	keySettings = []byte("settings")
)

var configured = subject{buckets: [][]byte{bucketSettings}, apply: applySettings}

// Bounds of what the hub may set: a slip there must not stop the counting of
// visits, nor overflow a time.Duration.
const (
	longestRepeat    = 24 * 60 // minutes
	longestRetention = 3650    // days
)

// settings are in force at the moment of a view.
type settings struct {
	// repeat is how long a second check-in counts as the first.
	repeat time.Duration
	// retentionDays is how long receipted records stay; 0 where the hub has
	// not said.
	retentionDays int
}

func (s *Station) settings(v *view) settings {
	set := setBy(v)
	in := settings{repeat: s.RepeatWindow, retentionDays: int(min(set.GetRetentionDays(), longestRetention))}
	if m := set.GetRepeatMinutes(); m != 0 {
		in.repeat = time.Duration(min(m, longestRepeat)) * time.Minute
	}
	return in
}

// setBy is what the hub has set, empty before it has.
func setBy(v *view) *event.Settings {
	d, err := event.DecodeDown(v.Bucket(bucketSettings).Get(keySettings))
	if err != nil {
		return nil
	}
	return d.GetSettings()
}

// applySettings keeps what the entry leaves at 0.
func applySettings(c *change, d *event.Down) error {
	given := d.GetSettings()
	if given == nil {
		return nil
	}
	all := new(event.Settings)
	proto.Merge(all, setBy(c.view()))
	proto.Merge(all, given)
	row, err := event.EncodeDown(&event.Down{Body: &event.Down_Settings{Settings: all}})
	if err != nil {
		return err
	}
	return c.put(bucketSettings, keySettings, row)
}
