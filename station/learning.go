package station

import (
	"bytes"
	"crypto/sha256"
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

// bucketPacks: identifier to the event.Down with the newest LearningPack.
var bucketPacks = []byte("packs")

var learning = subject{
	buckets: [][]byte{bucketPacks, bucketPictures, bucketReading, bucketQuizzes},
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

// Page is one page of a pack. Picture is the SHA-256 of its file, see
// Station.Picture; empty for none.
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

// checkLearning: every pack bears the hub's signature, every picture is the one
// named, and every row is the latest of its kind in the journal.
func checkLearning(v *view, r *Report) {
	for sum, file := range each(v.Tx, bucketPictures) {
		if is := sha256.Sum256(file); !bytes.Equal(is[:], sum) {
			r.fault("pictures: %x is another file", sum)
		}
	}
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
