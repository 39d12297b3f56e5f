package keyring

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"time"
)

const (
	authorityYears = 20
	leafYears      = 3
	// early backdates certificates: clocks of stations and hub differ.
	early = 48 * time.Hour
)

func selfSigned(key ed25519.PrivateKey, now time.Time) ([]byte, error) {
	c := template(pkix.Name{CommonName: "Nuanxin hub authority"}, now, authorityYears)
	c.IsCA, c.BasicConstraintsValid, c.MaxPathLenZero = true, true, true
	c.KeyUsage = x509.KeyUsageCertSign
	return x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
}

func template(subject pkix.Name, now time.Time, years int) *x509.Certificate {
	serial, _ := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      subject,
		NotBefore:    now.Add(-early),
		NotAfter:     now.AddDate(years, 0, 0),
		KeyUsage:     x509.KeyUsageDigitalSignature,
	}
}

func (k *Keyring) issue(c *x509.Certificate, key ed25519.PublicKey) ([]byte, error) {
	return x509.CreateCertificate(rand.Reader, c, k.Authority, key, k.authority)
}

// Station issues a station's client certificate (DER): CN is the station, OU
// "station".
func (k *Keyring) Station(station string, key ed25519.PublicKey, now time.Time) ([]byte, error) {
	return k.issue(client(station, "station", now), key)
}

func client(name, role string, now time.Time) *x509.Certificate {
	c := template(pkix.Name{CommonName: name, OrganizationalUnit: []string{role}}, now, leafYears)
	c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	return c
}

// Server makes the certificate of broker and enrolment, valid for hosts (names
// and addresses) beside the loopback's. It lives as long as the process: what
// stations trust is the authority, which is in the chain so that a station
// that knows its fingerprint only can find it.
func (k *Keyring) Server(hosts []string, now time.Time) (tls.Certificate, error) {
	c := template(pkix.Name{CommonName: "Nuanxin hub"}, now, leafYears)
	c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	for _, host := range append([]string{"localhost", "127.0.0.1", "::1"}, hosts...) {
		if ip := net.ParseIP(host); ip != nil {
			c.IPAddresses = append(c.IPAddresses, ip)
		} else {
			c.DNSNames = append(c.DNSNames, host)
		}
	}
	return k.pair(c)
}

// Client makes the hub's own client certificate, OU "hub". The name, its CN, is
// hub.ClientName or hub.ReplicaName's.
func (k *Keyring) Client(name string, now time.Time) (tls.Certificate, error) {
	return k.pair(client(name, "hub", now))
}

func (k *Keyring) pair(c *x509.Certificate) (tls.Certificate, error) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	der, err := k.issue(c, public)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{der, k.Authority.Raw}, PrivateKey: private}, nil
}

// Pool holds the authority alone.
func (k *Keyring) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(k.Authority)
	return pool
}

func pemCertificate(der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: certificateType, Bytes: der}))
}
