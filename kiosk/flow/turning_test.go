package flow

import (
	"reflect"
	"testing"
)

// onPage is the page that a screen shows.
func onPage(t *testing.T, k *kiosk) Page {
	t.Helper()
	return reflect.ValueOf(k.view().Screen).FieldByName("Page").Interface().(Page)
}

// TestNoTapTurnsPastTheLastPage: after taps that came too late, one tap back is
// one page back, in every list.
func TestNoTapTurnsPastTheLastPage(t *testing.T) {
	for name, to := range map[string][]Action{
		"home":   nil,
		"help":   {Enter{EnterHelp}},
		"rider":  {Back{}},
		"points": {Enter{EnterPoints}, ShowEarning{}},
		"tasks":  {Enter{EnterTasks}},
		"times":  {ChooseService{"health"}},
	} {
		k := newKiosk()
		if name != "home" && name != "help" {
			k.card("rider-1")
		}
		k.tap(ChangeLook{Look{Large: true}})
		for _, a := range to {
			k.tap(a)
		}
		first := onPage(t, k)
		for range first.Count + 3 {
			k.tap(Turn{1})
		}
		if p := onPage(t, k); p.Index != first.Count-1 {
			t.Errorf("%s: the last page is %+v", name, p)
		}
		k.tap(Turn{-1})
		if p := onPage(t, k); p.Index != max(first.Count-2, 0) {
			t.Errorf("%s: one back from the last it is %+v", name, p)
		}
		for range 3 {
			k.tap(Turn{-9})
		}
		k.tap(Turn{1})
		if p := onPage(t, k); p.Index != min(1, first.Count-1) {
			t.Errorf("%s: one on from the first it is %+v", name, p)
		}
	}
}

// TestListsOfManyPagesAreTurnedOneByOne where a small station has one page.
func TestListsOfManyPagesAreTurnedOneByOne(t *testing.T) {
	k := newKiosk()
	for _, at := range []place{
		listing{held: make([]Held, 10)},
		roll{guests: make([]Guest, 40)},
		handouts{all: make([]Handout, 40)},
		pages{from: home{}, page: 0, show: func(_ *machine, page int) Screen {
			_, p := cut(make([]int, 30), page, 4)
			return Help{Page: p}
		}},
	} {
		k.session.at = at
		last := onPage(t, k).Count - 1
		if last < 2 {
			t.Fatalf("%T has one page", at)
		}
		for range last + 5 {
			k.session.at.act(k.machine, Turn{1})
		}
		k.session.at.act(k.machine, Turn{-1})
		if p := onPage(t, k); p.Index != last-1 {
			t.Errorf("%T: one back from the last of %d it is %+v", at, last+1, p)
		}
	}
}
