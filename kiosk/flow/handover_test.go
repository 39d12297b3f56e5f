package flow

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// hands is the page on which phones take passes: what is open, and all there
// ever was.
type hands struct {
	offers   []PassOffer
	open     map[string]bool
	recalled []string
	held     []string // by whatever phone has taken one
	out      bool     // there is no network for phones
}

func (h *hands) OfferPass(o PassOffer) string {
	if h.out {
		return ""
	}
	h.offers = append(h.offers, o)
	h.open[o.ID] = true
	return "http://192.168.10.20/h/" + o.ID
}

func (h *hands) WithdrawPass(id string) { delete(h.open, id) }
func (h *hands) RecallPass(id string) []string {
	delete(h.open, id)
	h.recalled = append(h.recalled, id)
	return h.held
}
func (h *hands) last() string { return h.offers[len(h.offers)-1].ID }

// withPass is a kiosk at whose screen rider-1 looks at their pass.
func withPass(t *testing.T) (*kiosk, *hands) {
	t.Helper()
	k, h := newKiosk(), &hands{open: map[string]bool{}}
	k.cfg.Handover = h
	k.card("rider-1")
	k.tap(Enter{EnterPass})
	if p := shows[Pass](t, k); p.Address != "http://192.168.10.20/h/"+h.last() || p.Picture || p.Phone != PassOffered || p.Text == "" {
		t.Fatalf("the pass is %+v", p)
	}
	return k, h
}

func TestAPassIsOfferedToThePhoneOfItsRider(t *testing.T) {
	k, h := withPass(t)
	o := h.offers[0]
	if len(o.ID) != 26 || o.Rider != pseudonym("rider-1") || o.Visit.Ref != k.session.visit.Ref || o.Lang != i18n.ZH {
		t.Errorf("offers %#v of %v", o, o.Rider)
	}
	if said := fmt.Sprintf("%v %+v %#v", o, o, o); strings.Contains(said, o.ID) {
		t.Errorf("it prints as %s", said)
	}
	k.tap(ShowPicture{true})
	if p := shows[Pass](t, k); !p.Picture || !h.open[o.ID] {
		t.Errorf("the picture is %+v", p)
	}
	k.put(PassOpened{o.ID}) // and it is told at once, whatever is shown
	if p := shows[Pass](t, k); p.Phone != PassOnPhone || p.Picture {
		t.Errorf("once opened %+v", p)
	}
	k.put(PassTaken{o.ID})
	k.put(PassOpened{o.ID}) // late
	if p := shows[Pass](t, k); p.Phone != PassHeld {
		t.Errorf("once taken %+v", p)
	}
	k.tap(Back{})
	shows[Rider](t, k)
}

// TestTheOfferEndsWithItsScreen, however that is left, and what a phone does
// then is shown to nobody.
func TestTheOfferEndsWithItsScreen(t *testing.T) {
	for how, leave := range map[string]func(*kiosk){
		"back":   func(k *kiosk) { k.tap(Back{}) },
		"finish": func(k *kiosk) { k.tap(Finish{}) },
		"time":   func(k *kiosk) { k.pass(60) },
		"card":   func(k *kiosk) { k.card("rider-2"); k.tap(Enter{EnterPass}) },
		"claim":  func(k *kiosk) { k.put(Scanned{claimText(1).QR()}) },
	} {
		k, h := withPass(t)
		id := h.last()
		leave(k)
		before := k.view()
		k.put(PassOpened{id})
		k.put(PassTaken{id})
		if h.open[id] {
			t.Errorf("%s leaves the page open", how)
		}
		if p, ok := k.view().Screen.(Pass); ok && p.Phone != PassOffered || before.Session != k.view().Session {
			t.Errorf("%s: then the screen is %+v", how, p)
		}
	}
}

func TestACodeNobodyUsedIsFollowedByAnother(t *testing.T) {
	k, h := withPass(t)
	first := h.last()
	for range 4 {
		k.pass(29)
		k.tap(Stay{})
	}
	if h.last() != first || !h.open[first] {
		t.Fatal("it has ended before its time")
	}
	k.tap(OpenSettings{})
	k.pass(4)
	if h.open[first] || h.last() == first || !h.open[h.last()] || !k.session.choosing {
		t.Errorf("open are %v, the settings are %v", h.open, k.session.choosing)
	}
	second := h.last()
	k.tap(Back{})
	k.put(PassTaken{second})
	for range 6 {
		k.pass(29)
		k.tap(Stay{})
	}
	if p := shows[Pass](t, k); h.last() != second || p.Phone != PassHeld {
		t.Errorf("one that was taken is followed by another: %+v", p)
	}
}

// TestAPassThatSomebodyElseTookIsTakenBack: recalled, revoked with the one on the
// screen and no other, and followed by a new one.
func TestAPassThatSomebodyElseTookIsTakenBack(t *testing.T) {
	for _, to := range []func(string) Input{
		func(id string) Input { return PassOpened{id} },
		func(id string) Input { return PassTaken{id} },
	} {
		k, h := withPass(t)
		id := h.last()
		k.tap(NotMine{}) // nobody has come yet
		if len(h.recalled) > 0 {
			t.Fatal("recalled from nobody")
		}
		k.put(to(id))
		h.held = []string{"on the phone"}
		ends := []string{shows[Pass](t, k).Text, "on the phone"}
		k.desk.files.passes[pseudonym("rider-1")] = 3
		k.tap(NotMine{})
		notices(t, k, i18n.PassTakenBack)
		p := shows[Pass](t, k)
		if good := k.desk.files.passes[pseudonym("rider-1")]; !slices.Equal(h.recalled, []string{id}) || good != 3 || !slices.Equal(k.desk.files.ended, ends) {
			t.Errorf("recalled %v; of 3 passes from before %d are good, ended have %q", h.recalled, good, k.desk.files.ended)
		}
		if p.Phone != PassOffered || h.last() == id || !h.open[h.last()] || h.open[id] {
			t.Errorf("then it shows %+v, open are %v", p, h.open)
		}
	}
}

func TestAPassThatCannotBeTakenBackSaysSo(t *testing.T) {
	k, h := withPass(t)
	k.put(PassTaken{h.last()})
	k.desk.fail = station.ErrStorage
	k.tap(NotMine{})
	notices(t, k, explain(station.ErrStorage))
	if p := shows[Pass](t, k); p.Phone != PassHeld {
		t.Errorf("it shows %+v", p)
	}
}

func TestWithoutAPageForPhonesThePassIsPhotographed(t *testing.T) {
	k := newKiosk()
	k.cfg.Handover = &hands{out: true}
	k.card("rider-1")
	k.tap(Enter{EnterPass})
	if p := shows[Pass](t, k); p.Address != "" || !p.Picture || p.Text == "" {
		t.Errorf("the pass is %+v", p)
	}
}
