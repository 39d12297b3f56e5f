package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/keyring"
	"github.com/nuanxin/station-kit/sync/hub/store"
)

// How long before its end people are told of a certificate that they have to
// renew: stations hear of a new authority when they next connect, and some are
// away for long.
const (
	authoritySoon = 2 * 365 * 24 * time.Hour
	serverSoon    = 180 * 24 * time.Hour
	remindEvery   = 24 * time.Hour
)

// authority shows how long the hub's own certificates last, or renews that of
// its authority.
func (p program) authority(ctx context.Context, args []string) error {
	f := p.flags("authority")
	renew := f.Bool("renew", false, "sign the authority's certificate anew and have every station told")
	if _, err := f.parse(args); err != nil {
		return err
	}
	keys, err := keyring.Open(f.keyFolder(), p.now())
	if err != nil {
		return err
	}
	if *renew {
		if err := keys.RenewAuthority(f.keyFolder(), p.now()); err != nil {
			return err
		}
		if err := p.with(ctx, f, false, func(h *hub.Hub, _ *store.Store) error { return h.Recertify(hub.As(ctx, operator())) }); err != nil {
			return err
		}
		fmt.Fprintln(p.stdout, "Renewed. Restart every hub that runs; give other brokers the ca.crt of `nuanxin-hub certificate`. Enrolment codes printed before are void.")
	}
	fmt.Fprintf(p.stdout, "authority  until %s\n", keys.Authority.NotAfter.Local().Format(time.DateOnly))
	return nil
}

// seen is when the certificate ends that the broker showed last.
type seen struct{ atomic.Pointer[time.Time] }

func (s *seen) look(state tls.ConnectionState) error {
	s.Store(&state.PeerCertificates[0].NotAfter)
	return nil
}

// remind logs, once a day, what is to be renewed by people.
func (n *node) remind(ctx context.Context) error {
	every := time.NewTicker(remindEvery)
	defer every.Stop()
	for {
		n.remindNow()
		select {
		case <-every.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

func (n *node) remindNow() {
	n.warn("authority", n.keys.Authority.NotAfter, authoritySoon, "run `nuanxin-hub authority --renew`")
	if own, err := x509.ParseCertificate(n.server.Certificate[0]); err == nil {
		n.warn("hub", own.NotAfter, serverSoon, "restart the hub")
	}
	if end := n.brokerEnds.Load(); end != nil && n.own == nil {
		n.warn("broker", *end, serverSoon, "give the broker a new server.crt and server.key: `nuanxin-hub certificate`")
	}
}

func (n *node) warn(whose string, end time.Time, soon time.Duration, todo string) {
	if end.Sub(n.now()) < soon {
		n.log.Warn("a certificate ends that people have to renew", "name", whose, "until", end.Format(time.DateOnly), "todo", todo)
	}
}
