package station

import (
	"bytes"
	"crypto/sha256"
	"log/slog"

	"github.com/nuanxin/station-kit/station/event"
)

// bucketPictures: SHA-256 of a file to the file.
var bucketPictures = []byte("pictures")

// Picture gives the file of a page's picture by its SHA-256. It is nil where
// none is named or it has not come yet.
func (s *Station) Picture(sum []byte) (file []byte, err error) {
	err = s.view(func(v *view) error {
		file = bytes.Clone(v.Bucket(bucketPictures).Get(sum))
		return nil
	})
	return file, err
}

// applyPicture keeps a picture, whichever pack it is for. One that cannot be
// shown must not hold up the entries behind it.
func applyPicture(c *change, p *event.PictureFile) error {
	if _, err := event.DecodePicture(p.GetData()); err != nil {
		slog.Warn("picture refused", "cause", err)
		return nil
	}
	sum := sha256.Sum256(p.GetData())
	return c.put(bucketPictures, sum[:], p.GetData())
}

// dropPictures of a pack that was replaced, unless another page shows them.
func dropPictures(c *change, old *event.PackManifest) error {
	shown := map[string]bool{}
	for id := range each(c.Tx, bucketPacks) {
		m, err := packOf(c.Tx, string(id))
		if err != nil {
			return err
		}
		if !m.Withdrawn {
			for _, p := range m.Pages {
				shown[string(p.Picture)] = true
			}
		}
	}
	for _, p := range old.GetPages() {
		if len(p.Picture) > 0 && !shown[string(p.Picture)] {
			if err := c.drop(bucketPictures, p.Picture); err != nil {
				return err
			}
		}
	}
	return nil
}
