package hub_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/png"
	"testing"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
)

func TestAPackShowsPicturesThatStationsHave(t *testing.T) {
	k := kiosksFor(t, "a")
	li := hub.As(ctx, "li")
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	if _, err := k.PublishPicture(li, []byte("<svg/>")); !errors.Is(err, event.ErrPicture) {
		t.Errorf("a drawing in SVG: %v", err)
	}
	pack := func(sum []byte) []byte {
		return fmt.Appendf(nil, `{"packs": [{"id": "road", "version": 1, "title_zh": "交通", "title_en": "Traffic", "pages": [{"text_zh": "慢", "picture": "%s"}]}]}`,
			base64.StdEncoding.EncodeToString(sum))
	}
	if _, err := k.Publish(li, pack(make([]byte, 32))); !errors.Is(err, hub.ErrContent) {
		t.Errorf("a page with a picture that nobody has: %v", err)
	}
	sum := must(k.PublishPicture(li, file.Bytes()))
	must(k.PublishPicture(li, file.Bytes())) // changes nothing
	must(k.Publish(li, pack(sum[:])))
	k.sync()
	s := k.posts["a"].s
	shown := must(s.Packs(""))[0].Pages[0].Picture
	if got := must(s.Picture(shown)); !bytes.Equal(got, file.Bytes()) {
		t.Errorf("the station has %d bytes of the picture, want %d", len(got), file.Len())
	}
}
