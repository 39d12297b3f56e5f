package phone

import (
	"crypto/subtle"
	"sync"
	"time"

	"github.com/nuanxin/station-kit/station"
)

const (
	sessionIdle = 30 * time.Minute
	sessionMost = 1024
	// presenceLasts is how long a scan proves that somebody is at the station.
	presenceLasts = 15 * time.Minute
	// outcomesMost is how many sent forms a session remembers.
	outcomesMost = 64
)

// session is one phone that was before the screen. It lives in memory only.
// Whoever holds mu has the rider's requests one at a time.
type session struct {
	id, csrf string
	used     time.Time // guarded by sessions.mu

	mu     sync.Mutex
	rider  station.Rider // not yet known while its pseudonym is zero
	pass   string        // "" until one is issued
	before string        // the pass of another rider that the phone held before, "" for none
	renew  bool          // pass ends soon: another follows with the next record
	visit  station.Visit
	// scanned is when the phone was last seen before the screen.
	scanned time.Time
	// receipts are of what was handed in or redeemed, oldest first; dropped is
	// how many older ones there were.
	receipts []receipt
	dropped  int
	// claim is the code of the appeal being followed.
	claim string
	// quiz is the latest one taken.
	quiz quizTaken
	// outcomes says where each sent form led, by its key, so that a form sent
	// twice acts once; keys are in the order of sending.
	outcomes map[string]string
	keys     []string
}

// present reports whether the phone was before the screen a moment ago.
func (s *session) present(now time.Time) bool { return now.Sub(s.scanned) <= presenceLasts }

func (s *session) seen(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.scanned = now
}

// forget is of whoever the rider was; the phone stays before the screen.
func (s *session) forget() {
	s.rider, s.pass, s.renew = station.Rider{}, "", false
	s.visit, s.receipts, s.claim, s.quiz = station.Visit{}, nil, "", quizTaken{}
	s.outcomes, s.keys = map[string]string{}, nil
}

// become has the phone be another rider from now on. What it hands in is its
// holder's either way, so receipts stay; the pass it had is kept beside.
func (s *session) become(r station.Rider, pass string, visit station.Visit, now time.Time) {
	if s.pass != pass && s.rider.Pseudonym != r.Pseudonym && s.pass != "" {
		s.before = s.pass
	}
	if s.before == pass {
		s.before = ""
	}
	s.rider, s.pass, s.renew, s.visit = r, pass, r.RenewDue(now), visit
	s.claim, s.quiz = "", quizTaken{}
}

func (s *session) genuine(csrf string) bool {
	return subtle.ConstantTimeCompare([]byte(csrf), []byte(s.csrf)) == 1
}

func (s *session) remember(key, location string) {
	if len(s.keys) == outcomesMost {
		delete(s.outcomes, s.keys[0])
		s.keys = s.keys[1:]
	}
	s.keys = append(s.keys, key)
	s.outcomes[key] = location
}

// sessions are the live ones, by id.
type sessions struct {
	secret func() string
	mu     sync.Mutex
	byID   map[string]*session
}

func newSessions(secret func() string) *sessions {
	return &sessions{secret: secret, byID: map[string]*session{}}
}

func (all *sessions) open(rider station.Rider, pass, before string, now time.Time) *session {
	s := &session{
		id: all.secret(), csrf: all.secret(), used: now,
		rider: rider, pass: pass, before: before, renew: rider.RenewDue(now), scanned: now, outcomes: map[string]string{},
	}
	all.mu.Lock()
	defer all.mu.Unlock()
	all.sweep(now)
	all.byID[s.id] = s
	return s
}

// find returns the live session of that id, or nil, and counts as its use.
func (all *sessions) find(id string, now time.Time) *session {
	all.mu.Lock()
	defer all.mu.Unlock()
	s, ok := all.byID[id]
	if !ok {
		return nil
	}
	if idle(s, now) {
		delete(all.byID, id)
		return nil
	}
	s.used = now
	return s
}

// sweep makes room for one: it drops what is idle and, where that is not
// enough, what was used longest ago.
func (all *sessions) sweep(now time.Time) {
	var oldest *session
	for id, s := range all.byID {
		if idle(s, now) {
			delete(all.byID, id)
		} else if oldest == nil || s.used.Before(oldest.used) {
			oldest = s
		}
	}
	if len(all.byID) >= sessionMost {
		delete(all.byID, oldest.id)
	}
}

func idle(s *session, now time.Time) bool { return now.Sub(s.used) > sessionIdle }
