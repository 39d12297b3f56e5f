package phone

import (
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rate is a token bucket: Burst at once, then one more each Every.
type Rate struct {
	Every time.Duration
	Burst int
}

func (r Rate) bucket() *rate.Limiter { return rate.NewLimiter(rate.Every(r.Every), r.Burst) }

// Limits bound what phones may ask of the page. An address is an IPv4 address
// or an IPv6 /64, which one phone holds whole; but behind a router that
// translates addresses it is a whole queue of riders, whom the presets let
// through.
type Limits struct {
	Total Rate // all requests; zero is 100 a second, 300 at once
	// Address bounds requests of one address, and as many again for the files
	// that every page loads; zero is 10 a second, 120 at once.
	Address Rate
	Session Rate // sessions opened from one address; zero is one in 10 s, 30 at once
	// Rider bounds the new riders of one address: a new rider costs nothing
	// to make, and each could take a place. Zero is one in 20 s, 30 at once.
	Rider Rate
	// Filing bounds what one address hands in: appeals, hazards, reopenings.
	// Zero is one a minute, 8 at once.
	Filing Rate
}

func (l Limits) filled() Limits {
	or := func(r, preset Rate) Rate {
		if r == (Rate{}) {
			return preset
		}
		return r
	}
	return Limits{
		Total:   or(l.Total, Rate{time.Second / 100, 300}),
		Address: or(l.Address, Rate{time.Second / 10, 120}),
		Session: or(l.Session, Rate{10 * time.Second, 30}),
		Rider:   or(l.Rider, Rate{20 * time.Second, 30}),
		Filing:  or(l.Filing, Rate{time.Minute, 8}),
	}
}

// generation is how many addresses are remembered before the older half of
// them is forgotten; it bounds memory whatever addresses come.
const generation = 1024

// throttle keeps one bucket an address, in two generations: those seen since
// the last turn, and those of the turn before.
type throttle struct {
	rate       Rate
	mu         sync.Mutex
	young, old map[netip.Prefix]*rate.Limiter
}

func newThrottle(r Rate) *throttle {
	return &throttle{rate: r, young: map[netip.Prefix]*rate.Limiter{}}
}

func (t *throttle) allow(from netip.Prefix, now time.Time) bool {
	return t.bucket(from).AllowN(now, 1)
}

func (t *throttle) bucket(from netip.Prefix) *rate.Limiter {
	t.mu.Lock()
	defer t.mu.Unlock()
	if b, ok := t.young[from]; ok {
		return b
	}
	if len(t.young) >= generation {
		t.old, t.young = t.young, map[netip.Prefix]*rate.Limiter{}
	}
	b, ok := t.old[from]
	if !ok {
		b = t.rate.bucket()
	}
	t.young[from] = b
	return b
}

// address is where a request comes from, as coarse as one phone's network. An
// address that cannot be read shares the zero prefix with all such.
func address(r *http.Request) netip.Prefix {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Prefix{}
	}
	ip, bits := from.Addr().Unmap().WithZone(""), 32
	if ip.Is6() {
		bits = 64
	}
	return netip.PrefixFrom(ip, bits).Masked()
}
