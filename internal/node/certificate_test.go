package node_test

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/hubtest"
	"github.com/nuanxin/station-kit/internal/node"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// years is about as long.
func years(n float64) time.Duration { return time.Duration(n * 365 * 24 * float64(time.Hour)) }

// member is a station that enrolled while the hub's clock was so far off.
func member(t *testing.T, hub *hubtest.Hub, id string, ahead time.Duration) (folder string) {
	t.Helper()
	folder = t.TempDir()
	hub.Ahead(ahead)
	if _, err := node.Enrol(t.Context(), folder, hub.Door, hub.Invite(t, id)); err != nil {
		t.Fatal(err)
	}
	hub.Ahead(0)
	return folder
}

func open(t *testing.T, folder string, o node.Options) *node.Node {
	t.Helper()
	o.AtOnce = true
	n, err := node.Open(folder, o)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func deliversAll(t *testing.T, n *node.Node) {
	t.Helper()
	if _, err := n.Station.CheckIn(station.Anonymous()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "everything is delivered", func() bool {
		st, err := n.Station.Status()
		return err == nil && st.Waiting() == 0
	})
}

func certifiedUntil(t *testing.T, n *node.Node) time.Time {
	t.Helper()
	st, err := n.Station.Status()
	if err != nil {
		t.Fatal(err)
	}
	return st.CertifiedUntil
}

// inFolder is when the certificate in a station's folder ends.
func inFolder(t *testing.T, folder string) time.Time {
	t.Helper()
	m, err := node.LoadMembership(folder)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode([]byte(m.Certificate))
	c, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return c.NotAfter
}

// TestACertificateIsRenewedBeforeItEnds through the journal, without a break in
// the connection.
func TestACertificateIsRenewedBeforeItEnds(t *testing.T) {
	hub := hubtest.Start(t)
	young, old := member(t, hub, "st-1", -years(1.9)), member(t, hub, "st-2", -years(2.1))
	one, two := open(t, young, node.Options{}), open(t, old, node.Options{})
	run(t, one)
	stop := run(t, two)
	deliversAll(t, one)
	deliversAll(t, two)
	st, err := two.Station.Status()
	if err != nil {
		t.Fatal(err)
	}
	connected := st.Link.Connected
	oldEndorsement, err := two.Station.Certified()
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second finds nothing to do
		if err := hub.RenewDue(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, "the new certificate", func() bool { return certifiedUntil(t, two).After(time.Now().Add(years(2.9))) })
	if until := certifiedUntil(t, one); until.After(time.Now().Add(years(1.2))) {
		t.Errorf("a young certificate was renewed: it ends %v", until)
	}
	if c, err := two.Station.Certified(); err != nil || string(c.Endorsement) <= string(oldEndorsement.Endorsement) {
		t.Errorf("the endorsement was not renewed: %v", err)
	}
	if st, err := two.Station.Status(); err != nil || !st.Link.Connected.Equal(connected) {
		t.Errorf("the connection was broken: since %v, before %v", st.Link.Connected, connected)
	}
	stop()
	two = open(t, old, node.Options{})
	run(t, two)
	eventually(t, "it is in the folder too", func() bool { return inFolder(t, old).After(time.Now().Add(years(2.9))) })
	deliversAll(t, two)
}

// TestAStationThatSleptForYears finds its certificate over, and the broker shut;
// its key opens the hub's door.
func TestAStationThatSleptForYears(t *testing.T) {
	hub := hubtest.Start(t)
	folder := member(t, hub, "st-1", -years(4))
	clock := station.Clock{Wall: func() time.Time { return time.Now().Add(-years(4)) }} // its battery is dead, too
	n := open(t, folder, node.Options{Clock: clock})
	run(t, n)
	deliversAll(t, n)
	if until := inFolder(t, folder); until.Before(time.Now().Add(years(2.9))) {
		t.Errorf("the folder's ends %v", until)
	}
}

// TestARevokedOrReplacedPCIsToldSo, where its certificate is over too.
func TestARevokedOrReplacedPCIsToldSo(t *testing.T) {
	for want, shut := range map[string]func(*testing.T, *hubtest.Hub){
		"revoked": func(t *testing.T, hub *hubtest.Hub) {
			if err := hub.Revoke(t.Context(), "st-1", "stolen", false); err != nil {
				t.Fatal(err)
			}
		},
		"replaced": func(t *testing.T, hub *hubtest.Hub) { member(t, hub, "st-1", 0) },
	} {
		t.Run(want, func(t *testing.T) {
			hub := hubtest.Start(t)
			folder := member(t, hub, "st-1", -years(4))
			shut(t, hub)
			n := open(t, folder, node.Options{})
			run(t, n)
			eventually(t, "it knows", func() bool {
				st, err := n.Station.Status()
				return err == nil && st.Link.LastError == want
			})
			if until := inFolder(t, folder); until.After(time.Now()) {
				t.Errorf("it was given a certificate until %v", until)
			}
		})
	}
}

// TestAWrongClock: a new PC works in whatever year its clock stands, and knows
// the time from its first moment.
func TestAWrongClock(t *testing.T) {
	for _, year := range []int{1970, 2026, 2099} {
		hub := hubtest.Start(t)
		folder := member(t, hub, "st-1", 0)
		opened, wrong := time.Now(), time.Date(year, 1, 2, 0, 0, 0, 0, event.Zone)
		n := open(t, folder, node.Options{Clock: station.Clock{Wall: func() time.Time { return wrong.Add(time.Since(opened)) }}})
		if off := time.Until(n.Station.Now()).Abs(); off > time.Minute {
			t.Errorf("%d: %v off before it has heard the hub", year, off)
		}
		if _, told := n.Station.HubTime(); told {
			t.Errorf("%d: told before it was", year)
		}
		stop := run(t, n)
		deliversAll(t, n)
		eventually(t, "the time is told", func() bool { _, told := n.Station.HubTime(); return told })
		if now, _ := n.Station.HubTime(); time.Until(now).Abs() > time.Minute || n.Station.Now().Sub(now).Abs() > time.Minute {
			t.Errorf("%d: the hub's time is %v, the station's %v", year, now, n.Station.Now())
		}
		stop()
	}
}

// TestAnotherHubsBrokerIsNotTrusted, whatever the dates.
func TestAnotherHubsBrokerIsNotTrusted(t *testing.T) {
	hub, other := hubtest.Start(t), hubtest.Start(t)
	n := open(t, member(t, hub, "st-1", 0), node.Options{Broker: other.Broker})
	run(t, n)
	eventually(t, "it refuses", func() bool {
		st, err := n.Station.Status()
		return err == nil && st.Link.LastError == "refused"
	})
	if st, err := n.Station.Status(); err != nil || !st.Link.Connected.IsZero() || errors.Is(err, node.ErrOtherHub) {
		t.Errorf("%+v, %v", st.Link, err)
	}
}
