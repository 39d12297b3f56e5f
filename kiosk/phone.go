package main

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net"

	"github.com/nuanxin/station-kit/internal/node"
	"github.com/nuanxin/station-kit/kiosk/phone"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/pass"
	"github.com/nuanxin/station-kit/station/pass/qr"
)

// phonePage is the page that riders' phones see, on its listener.
type phonePage struct {
	server   *phone.Server
	listener net.Listener
	host     string // "HOST:PORT" as phones reach it
	texts    *texts
	passes   *passes
}

// openPhone listens on an address for phones. host is what to put into the
// code on the screen; empty is the listener's own address, or, where it
// listens on every one, the machine's first on its network.
func openPhone(n *node.Node, listen, host string, log *slog.Logger) (*phonePage, error) {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails
	written, handed := &texts{}, &passes{}
	server, err := phone.New(phone.Config{
		Desk:     n.Station,
		Presence: pass.NewPresence(secret, n.Station.Now),
		QR:       qr.PNG,
		Now:      n.Station.Now,
		Name:     station.Text{ZH: n.Membership.NameZH, EN: n.Membership.NameEN},
		Texts:    written, Handovers: handed,
		Log: log,
	})
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return nil, err
	}
	if host == "" {
		host = reachable(l.Addr().(*net.TCPAddr))
	}
	return &phonePage{server, l, host, written, handed}, nil
}

// url is the text of the code on the screen at this moment.
func (p *phonePage) url() string { return p.server.URL(p.host) }

// at is the address of a path, "" for none.
func (p *phonePage) at(path string) string {
	if path == "" {
		return ""
	}
	return "http://" + p.host + path
}

func (p *phonePage) serve(ctx context.Context) error { return p.server.Serve(ctx, p.listener) }

func reachable(at *net.TCPAddr) string {
	if at.IP.IsUnspecified() {
		if own := networkAddresses(); len(own) > 0 {
			at = &net.TCPAddr{IP: own[0], Port: at.Port}
		}
	}
	return at.String()
}
