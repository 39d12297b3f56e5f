package screen

import (
	"bytes"
	"fmt"
	"os"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nuanxin/station-kit/internal/leak"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/station/pass/qr"
)

// heldBy are all strings reachable from a Board: from its widgets, from what they
// draw and from what tapping them asks for.
func heldBy(b *Board) map[string]bool {
	found, seen := map[string]bool{}, map[any]bool{}
	var walk func(reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			found[v.String()] = true
		case reflect.Pointer:
			if key := [2]any{v.Pointer(), v.Type()}; !v.IsNil() && !seen[key] {
				seen[key] = true
				walk(v.Elem())
			}
		case reflect.Interface:
			walk(v.Elem())
		case reflect.Struct:
			for i := range v.NumField() {
				walk(v.Field(i))
			}
		case reflect.Slice, reflect.Array:
			if k := v.Type().Elem().Kind(); k == reflect.Uint8 || k == reflect.Uint32 {
				return // pixels
			}
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Map:
			for _, key := range v.MapKeys() {
				walk(key)
				walk(v.MapIndex(key))
			}
		}
	}
	walk(reflect.ValueOf(b))
	return found
}

// telling is the target whose action says most.
func telling(b *Board) Target {
	return slices.MaxFunc(b.Targets(), func(a, b Target) int {
		return len(fmt.Sprintf("%+v", a.Action)) - len(fmt.Sprintf("%+v", b.Action))
	})
}

// A Board that has shown riders' screens holds, once it shows the first page
// again, not one string more than a Board that has shown nothing else.
func TestNothingOfASessionStaysInTheWidgets(t *testing.T) {
	begin(t)
	home := named(t, "home")
	never := heldBy(drawn(home, sizes[2], func(flow.Tap) {}))
	b := drawn(home, sizes[2], func(flow.Tap) {})
	for _, s := range append(screens(), staffScreens()...) {
		b.Display(s.view)
		if _, again := s.view.Screen.(flow.Home); !again {
			b.changed = time.Time{}     // it has been there for a while
			b.down(telling(b).Middle()) // a finger that is never lifted
		}
		during := heldBy(b)
		b.Display(home)
		for text := range heldBy(b) {
			if !never[text] {
				t.Errorf("after %s the widgets hold %q", s.name, text)
			}
		}
		if s.view.Who != nil && !during[s.view.Who.Masked] {
			t.Errorf("while %s is shown, its rider is not found: whoever looks for what stays finds nothing", s.name)
		}
	}
}

// A dump of the process's whole heap after a session has nothing of its rider,
// once Fyne's caches have run out: no more than a minute, a quarter of that in
// the kiosk's own session.
func TestNothingOfASessionStaysInTheHeap(t *testing.T) {
	begin(t)
	began := time.Now()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(began.AddDate(0, 0, 1))) // Fyne's caches have seen the real time
		home := named(t, "home")
		b := NewBoard(qr.Image, time.Now, func(flow.Tap) {}) // the tests' own cache of codes keeps their texts
		b.view = home
		b.Resize(sizes[2])
		// Kept in another form than the one looked for.
		hidden := []byte(fmt.Sprintf("%dx%d", time.Now().UnixNano(), os.Getpid()))
		slices.Reverse(hidden)
		done := make(chan struct{})
		go func() { // on a stack that is gone then
			defer close(done)
			showRider(t, b, hidden)
		}()
		<-done
		if !inHeap(t, hidden) {
			t.Error("while it is shown, a rider is not found in the heap: whoever looks for what stays finds nothing")
		}
		go func() { b.Display(home); forget(b) }()
		synctest.Wait()
		time.Sleep(5 * time.Minute)
		forget(b)
		if inHeap(t, hidden) {
			t.Error("the heap holds something of the rider")
		}
	})
}

// showRider shows and paints screens of a rider whose name, pass and receipt
// have the mark in them.
func showRider(t *testing.T, b *Board, hidden []byte) {
	mark := bytes.Clone(hidden)
	slices.Reverse(mark)
	name := string(mark)
	for _, screen := range []string{"rider", "receipt", "pass", "pass-picture", "appeal-receipt", "writing-came"} {
		v := named(t, screen)
		v.Who = &flow.Who{Masked: name, At: now}
		switch s := v.Screen.(type) {
		case flow.Writing:
			s.Text = name
			v.Screen = s
		case flow.Pass:
			s.Text, s.Address = "NX1"+name, handoverAddress+name
			v.Screen = s
		}
		b.Display(v)
		forget(b)
	}
}

// forget has Fyne paint, and drop what has run out.
func forget(b *Board) { b.Picture() }

func inHeap(t *testing.T, hidden []byte) bool {
	t.Helper()
	found, err := leak.Heap(hidden, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return found
}
