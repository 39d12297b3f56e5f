package flow

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// mouth keeps what it is given to say.
type mouth struct {
	mu   sync.Mutex
	said []string
}

func (m *mouth) Speak(c Cue, l i18n.Lang) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.said = append(m.said, fmt.Sprintf("%s %s", c, []string{"zh", "en"}[l]))
}

func (m *mouth) heard(t *testing.T, want ...string) {
	t.Helper()
	synctest.Wait()
	m.mu.Lock()
	defer m.mu.Unlock()
	if !slices.Equal(m.said, want) {
		t.Errorf("it says %q, want %q", m.said, want)
	}
	m.said = nil
}

// speaking runs a Flow that speaks, and hands it to a test.
func speaking(t *testing.T, do func(*Flow, *mouth)) {
	synctest.Test(t, func(t *testing.T) {
		m := &mouth{}
		f := New(Config{Desk: newDesk(), Zone: zone, Voice: m, Printer: &printer{}})
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go f.Run(ctx)
		m.heard(t)
		do(f, m)
	})
}

// touch taps as somebody at the present session would.
func touch(f *Flow, a Action) {
	synctest.Wait()
	f.Put(Tap{f.last.Session, a})
	synctest.Wait()
}

func TestTheVoiceGoesWithARiderFromTheCardToTheEnd(t *testing.T) {
	speaking(t, func(f *Flow, m *mouth) {
		touch(f, ChooseService{"health"})
		m.heard(t, "place-card zh")
		f.Put(CardPlaced{"rider-1", "rider-1"})
		m.heard(t, "checked-in zh")
		touch(f, ChooseSlot{"health-1"})
		touch(f, ConfirmBooking{"health-1"})
		m.heard(t, "booked zh", "receipt zh")
		touch(f, SwitchLanguage{})
		m.heard(t)
		touch(f, Finish{})
		m.heard(t, "take-card zh") // the next session's language
	})
}

func TestTheVoiceSaysWhenTimeRunsOutAndHowSomebodyIsThanked(t *testing.T) {
	speaking(t, func(f *Flow, m *mouth) {
		f.Put(Scanned{"rider-1"})
		m.heard(t, "checked-in zh")
		f.Put(Scanned{"rider-2"}) // the next one, without a word between
		m.heard(t, "checked-in zh")
		touch(f, CallAttendant{})
		m.heard(t, "attendant zh")
		time.Sleep(21 * time.Second)
		m.heard(t, "ending zh")
		time.Sleep(5 * time.Second)
		m.heard(t)
		time.Sleep(10 * time.Second)
		touch(f, CheckInAnonymously{})
		m.heard(t, "checked-in zh")
	})
}

func TestABookingHeldAlreadyIsNotSaidToBeMade(t *testing.T) {
	if got := cues(View{}, View{Screen: Receipt{Already: true}}); len(got) > 0 {
		t.Errorf("it says %q", got)
	}
}
