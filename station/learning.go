package station

import (
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"log/slog"
	"slices"

	bolt "go.etcd.io/bbolt"
	"google.golang.org/protobuf/proto"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	// ErrNoPack: the station has no such pack, or it was withdrawn.
	ErrNoPack error = rule("no such learning pack")
	// ErrOldPack: a newer version has replaced the one that the rider reads.
	ErrOldPack error = rule("a newer version of the pack has come: begin again")
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

// bucketPacks: identifier to the event.Down with the newest LearningPack.
var bucketPacks = []byte("packs")

var learning = subject{
	buckets: [][]byte{bucketPacks, bucketReading, bucketQuizzes},
	apply:   applyPack,
	check:   checkLearning,
	mine:    learnedBy,
	erase:   eraseLearning,
}

// Pack is something to learn.
type Pack struct {
	ID      string
	Version uint32
	Title   Text
	Pages   []Page
	Quiz    []Question
	// PassMark is how many right answers pass the quiz.
	PassMark int
	// Occupations it is for; none is everybody.
	Occupations []string
}

// Page is one page of a pack. Picture is the SHA-256 of its file in the
// content folder, empty for none.
type Page struct {
	Text    Text
	Picture []byte
}

// Question is one of a quiz. Which choice is right, only the station's judging
// knows.
type Question struct {
	Text    Text
	Choices []Text
}

// Packs lists what there is to learn for an occupation, by identifier: the
// packs made for it first, then those for everybody. Without an occupation it
// lists all.
func (s *Station) Packs(occupation string) ([]Pack, error) {
	var all []Pack
	err := s.view(func(v *view) error {
		for id := range each(v.Tx, bucketPacks) {
			m, _ := packOf(v.Tx, string(id))
			everybody := occupation == "" || len(m.GetOccupations()) == 0
			if m != nil && !m.Withdrawn && (everybody || slices.Contains(m.Occupations, occupation)) {
				all = append(all, packFrom(m))
			}
		}
		return nil
	})
	slices.SortStableFunc(all, func(a, b Pack) int {
		return madeFor(b, occupation) - madeFor(a, occupation)
	})
	return all, err
}

func madeFor(p Pack, occupation string) int {
	if slices.Contains(p.Occupations, occupation) {
		return 1
	}
	return 0
}

func packFrom(m *event.PackManifest) Pack {
	p := Pack{
		ID: m.Id, Version: m.Version, Title: Text{m.TitleZh, m.TitleEn},
		PassMark: int(m.PassMark), Occupations: m.Occupations,
	}
	for _, page := range m.Pages {
		p.Pages = append(p.Pages, Page{Text{page.TextZh, page.TextEn}, page.Picture})
	}
	for _, q := range m.Quiz {
		p.Quiz = append(p.Quiz, questionFrom(q))
	}
	return p
}

func questionFrom(q *event.QuizQuestion) Question {
	asked := Question{Text: Text{q.TextZh, q.TextEn}, Choices: make([]Text, len(q.ChoicesZh))}
	for i, choice := range q.ChoicesZh {
		asked.Choices[i].ZH = choice
	}
	for i, choice := range q.ChoicesEn {
		asked.Choices[i].EN = choice
	}
	return asked
}

// applyPack takes a newer version of a pack. What it refuses it says in the
// log, and goes on: one bad pack must not hold up the entries behind it.
func applyPack(c *change, d *event.Down) error {
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
	return c.putDown(bucketPacks, []byte(m.Id), d)
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

// packOf is the newest version of a pack, withdrawn or not; nil where the
// station never had one.
func packOf(tx *bolt.Tx, id string) (*event.PackManifest, error) {
	row := tx.Bucket(bucketPacks).Get([]byte(id))
	if row == nil {
		return nil, nil
	}
	d, err := event.DecodeDown(row)
	if err != nil {
		return nil, err
	}
	m := new(event.PackManifest)
	return m, proto.Unmarshal(d.GetLearningPack().GetManifest(), m)
}

// packAt is a version of a pack that a rider may learn now.
func packAt(tx *bolt.Tx, id string, version uint32) (*event.PackManifest, error) {
	m, err := packOf(tx, id)
	switch {
	case err != nil:
		return nil, err
	case m == nil || m.Withdrawn:
		return nil, ErrNoPack
	case m.Version != version:
		return nil, ErrOldPack
	}
	return m, nil
}

// checkLearning: every pack bears the hub's signature, and every row is the
// latest of its kind in the journal.
func checkLearning(v *view, r *Report) {
	for id, row := range each(v.Tx, bucketPacks) {
		d, err := event.DecodeDown(row)
		m, unsigned := v.s.openPack(d.GetLearningPack())
		if err != nil || unsigned != nil || m.GetId() != string(id) {
			r.fault("packs: %s is not what the hub signed (%v)", id, unsigned)
		}
	}
	checkLatest(v, r, bucketReading, func(rec *event.Record) []byte {
		if p := rec.GetLearningProgress(); p != nil {
			return learnedKey(rec.Pseudonym(), p.Pack)
		}
		return nil
	})
	checkLatest(v, r, bucketQuizzes, func(rec *event.Record) []byte {
		if q := rec.GetQuizTaken(); q != nil && rec.Pseudonym().Known() {
			return learnedKey(rec.Pseudonym(), q.Pack)
		}
		return nil
	})
}
