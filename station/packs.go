package station

import (
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"log/slog"
	"slices"

	"google.golang.org/protobuf/proto"

	"github.com/nuanxin/station-kit/station/event"
)

// Why a pack is refused. What there was of it before stays.
var (
	errUnsigned = errors.New("the hub has not signed it")
	errTooLarge = errors.New("it is too large")
	errUnsound  = errors.New("its pages or questions make no sense")
	errOlder    = errors.New("a newer version is here")
)

// mostManifest is the largest manifest a station keeps, in bytes: a hundred
// pages of text in both languages. Pictures are files of their own.
const mostManifest = 256 << 10

// applyPack takes a picture, or a newer version of a pack. What it refuses it says in the
// log, and goes on: one bad pack must not hold up the entries behind it.
func applyPack(c *change, d *event.Down) error {
	if p := d.GetPictureFile(); p != nil {
		return applyPicture(c, p)
	}
	pack := d.GetLearningPack()
	if pack == nil {
		return nil
	}
	m, err := c.s.openPack(pack)
	if err != nil {
		slog.Warn("learning pack refused", "cause", err)
		return nil
	}
	held, err := packOf(c.Tx, m.Id)
	if err != nil || held.GetVersion() == m.Version {
		return err // it came before
	}
	if held.GetVersion() > m.Version {
		slog.Warn("learning pack refused", "pack", m.Id, "version", m.Version, "cause", errOlder)
		return nil
	}
	return errors.Join(c.putDown(bucketPacks, []byte(m.Id), d), dropPictures(c, held))
}

// openPack verifies a pack and reads its manifest. A manifest that was not
// signed it does not even read.
func (s *Station) openPack(pack *event.LearningPack) (*event.PackManifest, error) {
	manifest := pack.GetManifest()
	if len(manifest) > mostManifest {
		return nil, errTooLarge
	}
	signed := append([]byte("nuanxin/v1/pack\x00"), manifest...)
	if len(s.Hub) != ed25519.PublicKeySize || !ed25519.Verify(s.Hub, signed, pack.GetSignature()) {
		return nil, errUnsigned
	}
	m := new(event.PackManifest)
	if err := proto.Unmarshal(manifest, m); err != nil {
		return nil, errors.Join(errUnsound, err)
	}
	if !sound(m) {
		return nil, errUnsound
	}
	return m, nil
}

func sound(m *event.PackManifest) bool {
	pictured := func(p *event.PackPage) bool { return len(p.Picture) == 0 || len(p.Picture) == sha256.Size }
	choices := func(q *event.QuizQuestion) bool {
		return len(q.ChoicesEn) <= len(q.ChoicesZh) && int(q.Right) < len(q.ChoicesZh)
	}
	return identifiers(m.Id) && m.Version > 0 && int(m.PassMark) <= len(m.Quiz) &&
		all(m.Pages, pictured) && all(m.Quiz, choices)
}

func all[T any](items []T, good func(T) bool) bool {
	return !slices.ContainsFunc(items, func(item T) bool { return !good(item) })
}
