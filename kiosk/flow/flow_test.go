package flow

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// start runs a Flow in a synctest bubble.
func start(t *testing.T) (*Flow, *desk) {
	d := newDesk()
	f := New(Config{Desk: d, Zone: zone})
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	go f.Run(ctx)
	return f, d
}

func TestTheNewestViewIsTheOneTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, _ := start(t)
		f.Put(CardPlaced{"rider-1", "rider-1"})
		synctest.Wait()
		if v := <-f.Views(); v.Who == nil {
			t.Errorf("got %+v", v)
		}
	})
}

func TestNothingChangedShowsNothingNew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, _ := start(t)
		<-f.Views()
		time.Sleep(5 * time.Second) // the bubble's time
		synctest.Wait()
		select {
		case v := <-f.Views():
			t.Errorf("an idle kiosk shows %+v", v)
		default:
		}
	})
}

func TestTimeEndsASession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, _ := start(t)
		f.Put(CardPlaced{"rider-1", "rider-1"})
		synctest.Wait()
		time.Sleep(31 * time.Second)
		synctest.Wait()
		if v := <-f.Views(); v.Who != nil {
			t.Errorf("after 31 s: %+v", v)
		}
	})
}

func TestPutAfterTheEndDoesNotHang(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := New(Config{Desk: newDesk()})
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		f.Run(ctx)
		for range 20 {
			f.Put(Unread{i18n.CardUnreadable})
		}
	})
}
