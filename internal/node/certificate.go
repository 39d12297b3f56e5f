package node

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/nuanxin/station-kit/station"
)

// certificates are those in a text of PEM blocks, DER.
func certificates(text string) (all [][]byte) {
	for rest := []byte(text); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return all
		}
		all = append(all, block.Bytes)
	}
}

func asPEM(all ...[]byte) string {
	var text bytes.Buffer
	for _, der := range all {
		_ = pem.Encode(&text, &pem.Block{Type: "CERTIFICATE", Bytes: der}) // memory takes it
	}
	return text.String()
}

// credentials are those of the enrolment, or of the last renewal that the
// membership was told of.
func (m Membership) credentials() (c station.Credentials, err error) {
	own := certificates(m.Certificate)
	c.Authorities, c.Endorsement = certificates(m.CA), m.Endorsement
	if len(own) != 1 || len(c.Authorities) == 0 {
		return c, fmt.Errorf("%s: no certificate; enrol again", membershipFile)
	}
	c.Certificate = own[0]
	return c, nil
}

// tls proves the station to its hub's machines, with the newest certificate at
// each handshake, and trusts its hub's authorities only.
func (n *Node) tls(broker string) (*tls.Config, error) {
	at, err := url.Parse(broker)
	if err != nil {
		return nil, err
	}
	return &tls.Config{
		MinVersion: tls.VersionTLS13,
		GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			c, err := n.Station.Certified()
			return &tls.Certificate{Certificate: [][]byte{c.Certificate}, PrivateKey: n.Membership.Key}, err
		},
		InsecureSkipVerify: true, // VerifyConnection does it
		VerifyConnection:   func(state tls.ConnectionState) error { return n.trust(state, at.Hostname()) },
	}, nil
}

// trust is the check that crypto/tls makes, but for dates: a certificate has
// ended when the hub's time says so. The clock of a mini-PC may stand in any year,
// and a station that refused its broker for that could never be told the time.
// Until it is, dates are left aside: a broker carries what only the hub can sign,
// and what only the hub can open.
func (n *Node) trust(state tls.ConnectionState, host string) error {
	c, err := n.Station.Certified()
	if err != nil {
		return err
	}
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	for _, der := range c.Authorities {
		if a, err := x509.ParseCertificate(der); err == nil {
			roots.AddCert(a)
		}
	}
	for _, sent := range state.PeerCertificates[1:] {
		between.AddCert(sent)
	}
	leaf := state.PeerCertificates[0]
	at := leaf.NotBefore
	if now, told := n.Station.HubTime(); told && now.After(at) {
		at = now
	}
	if _, err = leaf.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, DNSName: host, CurrentTime: at}); err != nil {
		return &tls.CertificateVerificationError{UnverifiedCertificates: state.PeerCertificates, Err: err}
	}
	return nil
}

// keep writes newer credentials than the folder has into it, so that they outlive
// the station's file.
func (n *Node) keep() error {
	m := n.Membership
	had, err1 := m.credentials()
	c, err2 := n.Station.Certified()
	if err := errors.Join(err1, err2); err != nil || bytes.Equal(had.Certificate, c.Certificate) {
		return err
	}
	m.Certificate, m.CA, m.Endorsement = asPEM(c.Certificate), asPEM(c.Authorities...), c.Endorsement
	if err := m.save(n.folder); err != nil {
		return err
	}
	n.options.Log.Info("certificate renewed", "until", until(c).Format(time.DateOnly))
	return nil
}

func until(c station.Credentials) time.Time {
	leaf, err := x509.ParseCertificate(c.Certificate)
	if err != nil {
		return time.Time{}
	}
	return leaf.NotAfter
}
