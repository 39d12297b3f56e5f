package node

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/sync/wire"
)

var (
	// ErrRefused: the hub answered and said no; the message says why.
	ErrRefused = errors.New("the hub refused the enrolment")
	// ErrOtherHub: whoever answered is not the hub that gave the code.
	ErrOtherHub = errors.New("the server at this address is not the hub that gave the code")
)

// Door checks the address of a hub's enrolment.
func Door(base string) (*url.URL, error) {
	at, err := url.Parse(base)
	if err != nil || at.Scheme != "https" || at.Host == "" {
		return nil, fmt.Errorf("%q is not the hub's address, such as https://hub.example:8481", base)
	}
	return at, nil
}

// Enrol makes a key pair, shows the one-time code to the hub at base (such as
// "https://hub:8481") and writes the folder's membership. The private key
// never leaves the folder.
func Enrol(ctx context.Context, folder, base, code string) (Membership, error) {
	c, err := wire.ParseEnrolCode(code)
	if err != nil {
		return Membership{}, err
	}
	at, err := Door(base)
	if err != nil {
		return Membership{}, err
	}
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return Membership{}, err
	}
	client := &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{TLSClientConfig: pinned(c.Fingerprint, at.Hostname())}}
	defer client.CloseIdleConnections()
	m := Membership{Key: key, Hub: base}
	m.Membership, err = ask(ctx, client, at.JoinPath(wire.EnrolPath).String(), wire.Enrolment{Code: c.Secret, PublicKey: public})
	if err != nil {
		return Membership{}, err
	}
	return m, m.save(folder)
}

func ask(ctx context.Context, client *http.Client, to string, e wire.Enrolment) (m wire.Membership, err error) {
	body, err := json.Marshal(e)
	if err != nil {
		return m, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return m, err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return m, err
	}
	defer response.Body.Close()
	answer := json.NewDecoder(io.LimitReader(response.Body, 1<<20))
	if response.StatusCode != http.StatusOK {
		var r wire.Refusal
		_ = answer.Decode(&r)
		return m, fmt.Errorf("%w: %s", ErrRefused, strings.TrimSpace(r.Error))
	}
	return m, answer.Decode(&m)
}

// pinned trusts the one authority whose fingerprint the technician carried
// here. Dates are left aside: a new mini-PC may well stand in 1970, and the
// code is good for one use.
func pinned(fingerprint, host string) *tls.Config {
	return &tls.Config{
		MinVersion:         tls.VersionTLS13,
		InsecureSkipVerify: true, // VerifyConnection does it
		VerifyConnection: func(state tls.ConnectionState) error {
			for _, c := range state.PeerCertificates {
				if c.IsCA && wire.Fingerprint(c.Raw) == fingerprint {
					return verifyUnder(c, state.PeerCertificates[0], host)
				}
			}
			return ErrOtherHub
		},
	}
}

func verifyUnder(authority, leaf *x509.Certificate, host string) error {
	roots := x509.NewCertPool()
	roots.AddCert(authority)
	_, err := leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: host, CurrentTime: leaf.NotBefore})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrOtherHub, err)
	}
	return nil
}
