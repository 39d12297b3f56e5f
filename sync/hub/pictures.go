package hub

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"

	"github.com/nuanxin/station-kit/station/event"
)

// PublishPicture puts a picture before the stations and returns its SHA-256, by
// which a pack's page names it. The error is event.ErrPicture where no station
// could show it.
func (h *Hub) PublishPicture(ctx context.Context, file []byte) (sum [sha256.Size]byte, err error) {
	if _, err := event.DecodePicture(file); err != nil {
		return sum, err
	}
	sum = sha256.Sum256(file)
	err = h.act(ctx, "publish picture", func(tx Tx, a *Act) error {
		a.Subject = base64.StdEncoding.EncodeToString(sum[:])
		p := &publisher{Hub: h, tx: tx, who: a.Who}
		return p.announce(hex.EncodeToString(sum[:]), &event.Down{Body: &event.Down_PictureFile{PictureFile: &event.PictureFile{Data: file}}})
	})
	return sum, err
}

// pictured reports whether stations have the picture of a page.
func (p *publisher) pictured(sum []byte) bool {
	all, err := p.tx.Announced("picture_file", hex.EncodeToString(sum))
	return err == nil && len(all) > 0
}
