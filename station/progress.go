package station

import (
	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

// ErrNoPage: the pack has no such page.
var ErrNoPage error = rule("no such page")

var (
	// bucketReading: pseudonym (16 bytes) and pack to the filed row of the
	// rider's latest LearningProgress.
	bucketReading = []byte("reading")
	// bucketQuizzes: the same with the latest QuizTaken.
	bucketQuizzes = []byte("quizzes")
)

// Progress is how far a rider has come with a pack.
type Progress struct {
	Pack    string `json:"pack"`
	Version uint32 `json:"version"`
	// Page is the furthest one read, the first being 1; 0 is none.
	Page int `json:"page,omitempty"`
	// Right answers of Questions in the latest quiz; none taken is 0 of 0.
	Right     int  `json:"right,omitempty"`
	Questions int  `json:"questions,omitempty"`
	Passed    bool `json:"passed,omitempty"`
}

// ReadPage notes that a rider has reached a page of a pack's version, the
// first being 1. Only the furthest counts: turning back records nothing. It
// returns ErrAnonymous, ErrNoPack, ErrOldPack or ErrNoPage.
func (s *Station) ReadPage(r Rider, pack string, version uint32, page int) error {
	if !r.Pseudonym.Known() {
		return ErrAnonymous
	}
	return s.change(func(c *change) error {
		m, err := packAt(c.Tx, pack, version)
		if err != nil {
			return err
		}
		if page < 1 || page > len(m.Pages) {
			return ErrNoPage
		}
		if page <= pageRead(c.Tx, r.Pseudonym, m) {
			return nil
		}
		if err := c.introduce(r); err != nil {
			return err
		}
		return c.fileLearned(bucketReading, r.Pseudonym, pack, &event.Record{Body: &event.Record_LearningProgress{
			LearningProgress: &event.LearningProgress{
				Pseudonym: r.Pseudonym.Bytes(), Pack: pack, Version: version, Page: uint32(page),
			},
		}})
	})
}

func (c *change) fileLearned(bucket []byte, who event.Pseudonym, pack string, r *event.Record) error {
	ref, row, err := c.append(r)
	if err != nil || !who.Known() {
		return err
	}
	return c.put(bucket, learnedKey(who, pack), filed(ref, row))
}

func learnedKey(who event.Pseudonym, pack string) []byte { return append(who[:], pack...) }

// pageRead is the furthest page a rider has read of this version.
func pageRead(tx *bolt.Tx, who event.Pseudonym, m *event.PackManifest) int {
	r, _ := recordIn(tx.Bucket(bucketReading).Get(learnedKey(who, m.Id)))
	if p := r.GetLearningProgress(); p.GetVersion() == m.Version {
		return int(p.GetPage())
	}
	return 0
}

// Progress lists how far a rider has come with the present versions of the
// packs begun, by identifier.
func (s *Station) Progress(who event.Pseudonym) ([]Progress, error) {
	var all []Progress
	err := s.view(func(v *view) error {
		for id := range each(v.Tx, bucketPacks) {
			m, err := packOf(v.Tx, string(id))
			if err != nil {
				return err
			}
			if p := learnedOf(v.Tx, who, m); !m.Withdrawn && (p.Page > 0 || p.Questions > 0) {
				all = append(all, p)
			}
		}
		return nil
	})
	return all, err
}

func learnedOf(tx *bolt.Tx, who event.Pseudonym, m *event.PackManifest) Progress {
	p := Progress{Pack: m.Id, Version: m.Version, Page: pageRead(tx, who, m)}
	r, _ := recordIn(tx.Bucket(bucketQuizzes).Get(learnedKey(who, m.Id)))
	if q := r.GetQuizTaken(); q.GetVersion() == m.Version {
		p.Right, p.Questions, p.Passed = int(q.GetRight()), int(q.GetQuestions()), q.GetPassed()
	}
	return p
}

// learnedBy lists a rider's latest page and quiz of each pack, of whatever
// version.
func learnedBy(v *view, who event.Pseudonym) ([]Item, error) {
	var all []Item
	for _, bucket := range [][]byte{bucketReading, bucketQuizzes} {
		for _, row := range under(v.Tx, bucket, who[:]) {
			r, err := recordIn(row)
			if err != nil {
				return nil, err
			}
			page, quiz := r.GetLearningProgress(), r.GetQuizTaken()
			all = append(all, Item{"learning", event.Time(r.GetStamp().GetWallMs()), Progress{
				Pack: page.GetPack() + quiz.GetPack(), Version: page.GetVersion() + quiz.GetVersion(),
				Page: int(page.GetPage()), Right: int(quiz.GetRight()),
				Questions: int(quiz.GetQuestions()), Passed: quiz.GetPassed(),
			}})
		}
	}
	return all, nil
}

func eraseLearning(c *change, who event.Pseudonym) error {
	if err := c.dropUnder(bucketReading, who[:]); err != nil {
		return err
	}
	return c.dropUnder(bucketQuizzes, who[:])
}
