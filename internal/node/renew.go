package node

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/sync/wire"
)

const (
	// keepEvery is how often the folder is brought up to date with what the hub
	// renewed.
	keepEvery = time.Hour
	// askAgain is the least time between two questions at the hub's door; up to
	// as much is added at random.
	askAgain = 5 * time.Minute
)

// ErrNotRenewed: the hub gives this PC no certificate.
var ErrNotRenewed = errors.New("the hub does not renew the certificate")

// renew looks after the certificate until ctx ends. The hub renews it in time by
// itself, through the station's journal. Only where the broker does not let the
// station in, as with a certificate that ended while it was switched off, is the
// hub asked where it takes enrolments.
func (n *Node) renew(ctx context.Context) error {
	every := time.NewTicker(keepEvery)
	defer every.Stop()
	var again time.Time
	for {
		if err := n.keep(); err != nil {
			n.options.Log.Warn("the renewed certificate is not in the folder", "cause", err)
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-every.C:
		case <-n.refused:
			if n.Membership.Hub == "" || time.Now().Before(again) {
				continue
			}
			again = time.Now().Add(askAgain + rand.N(askAgain))
			if err := n.ask(ctx); err != nil && ctx.Err() == nil {
				n.options.Log.Warn("the broker refuses, and so does the hub", "cause", err)
			}
		}
	}
}

// ask has the hub renew the certificate. What proves the station is its key.
func (n *Node) ask(ctx context.Context) error {
	at, err := n.Station.Standing()
	if err != nil {
		return err
	}
	greeting, err := wire.EncodeGreeting(wire.Greeting{
		Station: n.Membership.Station, Epoch: at.Epoch, Last: at.Last, DownCursor: at.DownCursor, Wall: n.Station.Now(), JournalEpoch: at.JournalEpoch,
	}, n.Membership.Key)
	if err != nil {
		return err
	}
	r, err := n.post(ctx, greeting)
	if err != nil {
		return err
	}
	c := station.Credentials{Authorities: certificates(r.CA), Endorsement: r.Endorsement}
	if own := certificates(r.Certificate); len(own) == 1 {
		c.Certificate = own[0]
	}
	n.verdict.Store(nil)
	return n.Station.Renew(c)
}

func (n *Node) post(ctx context.Context, greeting []byte) (r wire.Renewal, err error) {
	door, err := url.Parse(n.Membership.Hub)
	if err != nil {
		return r, err
	}
	client := &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{
		MinVersion: tls.VersionTLS13, InsecureSkipVerify: true, // VerifyConnection does it
		VerifyConnection: func(state tls.ConnectionState) error { return n.trust(state, door.Hostname()) },
	}}}
	defer client.CloseIdleConnections()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, door.JoinPath(wire.RenewPath).String(), bytes.NewReader(greeting))
	if err != nil {
		return r, err
	}
	response, err := client.Do(request)
	if err != nil {
		return r, err
	}
	defer response.Body.Close()
	answer := json.NewDecoder(io.LimitReader(response.Body, 1<<20))
	if response.StatusCode == http.StatusOK {
		return r, answer.Decode(&r)
	}
	var no wire.Refusal
	_ = answer.Decode(&no)
	if no.Code != "" {
		n.verdict.Store(&no.Code)
	}
	return r, fmt.Errorf("%w: %s", ErrNotRenewed, no.Error)
}
