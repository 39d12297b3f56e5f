package station

import (
	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

// bucketNotices: purpose to the event.Down with its latest notice.
var bucketNotices = []byte("notices")

// purposeSize is the longest identifier of a purpose, in bytes.
const purposeSize = 64

// Notice is what a rider reads before consenting to one purpose.
type Notice struct {
	Purpose string
	// Version counts from 1. A new one asks everybody again.
	Version uint32
	Text    Text
}

// Notices lists the present notice of each purpose, by purpose.
func (s *Station) Notices() ([]Notice, error) {
	var all []Notice
	err := s.view(func(v *view) error {
		for purpose := range each(v.Tx, bucketNotices) {
			n := noticeOf(v.Tx, string(purpose))
			all = append(all, Notice{n.GetPurpose(), n.GetVersion(), Text{n.GetTextZh(), n.GetTextEn()}})
		}
		return nil
	})
	return all, err
}

// applyNotice takes a newer version; the same or an older one again changes
// nothing, so that no consent is asked twice.
func applyNotice(c *change, d *event.Down) error {
	n := d.GetNoticePublished()
	if n.GetPurpose() == "" || len(n.GetPurpose()) > purposeSize || n.GetVersion() <= noticeOf(c.Tx, n.GetPurpose()).GetVersion() {
		return nil
	}
	row, err := event.EncodeDown(d)
	if err != nil {
		return err
	}
	return c.put(bucketNotices, []byte(n.Purpose), row)
}

// noticeOf is the present notice of a purpose, nil where there is none.
func noticeOf(tx *bolt.Tx, purpose string) *event.NoticePublished {
	row := tx.Bucket(bucketNotices).Get([]byte(purpose))
	if row == nil {
		return nil
	}
	d, err := event.DecodeDown(row)
	if err != nil {
		return nil
	}
	return d.GetNoticePublished()
}
