// Package testpki is a small certificate authority for tests. Its certificates
// look like those the hub issues: Ed25519, the role in the OrganizationalUnit
// and the name in the CommonName.
package testpki

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// CA is a certificate authority that lives as long as a test.
type CA struct {
	t    testing.TB
	cert *x509.Certificate
	key  ed25519.PrivateKey
}

// New makes an authority.
func New(t testing.TB) *CA {
	t.Helper()
	ca := &CA{t: t}
	ca.cert, ca.key = ca.sign(&x509.Certificate{
		Subject:               pkix.Name{CommonName: "Nuanxin test CA"},
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	})
	return ca
}

// Pool holds the authority's own certificate.
func (ca *CA) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(ca.cert)
	return pool
}

// PEM is the authority's own certificate.
func (ca *CA) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca.cert.Raw})
}

// Client issues a client certificate, whatever the role and name look like.
func (ca *CA) Client(role, name string) tls.Certificate {
	ca.t.Helper()
	return ca.ClientSubject(pkix.Name{OrganizationalUnit: []string{role}, CommonName: name})
}

// ClientSubject issues a client certificate for any subject.
func (ca *CA) ClientSubject(subject pkix.Name) tls.Certificate {
	ca.t.Helper()
	return pair(ca.sign(&x509.Certificate{
		Subject:     subject,
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}))
}

// Server issues a certificate for 127.0.0.1 and localhost.
func (ca *CA) Server() tls.Certificate {
	ca.t.Helper()
	return pair(ca.sign(&x509.Certificate{
		Subject:     pkix.Name{CommonName: "localhost"},
		DNSNames:    []string{"localhost"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}))
}

// ClientTLS is what a client needs to meet a server of this authority.
func (ca *CA) ClientTLS(role, name string) *tls.Config {
	ca.t.Helper()
	return &tls.Config{Certificates: []tls.Certificate{ca.Client(role, name)}, RootCAs: ca.Pool()}
}

// Files writes the authority's certificate and a new server certificate with
// its key to dir, in PEM, and returns their paths.
func (ca *CA) Files(dir string) (caFile, certFile, keyFile string) {
	ca.t.Helper()
	server := ca.Server()
	key, err := x509.MarshalPKCS8PrivateKey(server.PrivateKey)
	if err != nil {
		ca.t.Fatal(err)
	}
	return ca.write(dir, "ca.pem", "CERTIFICATE", ca.cert.Raw),
		ca.write(dir, "server.pem", "CERTIFICATE", server.Certificate[0]),
		ca.write(dir, "server.key", "PRIVATE KEY", key)
}

func (ca *CA) write(dir, name, kind string, der []byte) string {
	ca.t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		ca.t.Fatal(err)
	}
	return path
}

// sign completes a template and issues it; without a certificate of its own
// the authority signs itself.
func (ca *CA) sign(template *x509.Certificate) (*x509.Certificate, ed25519.PrivateKey) {
	ca.t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		ca.t.Fatal(err)
	}
	template.SerialNumber, err = rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		ca.t.Fatal(err)
	}
	template.NotBefore, template.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(24*time.Hour)
	parent, signer := ca.cert, ca.key
	if parent == nil {
		parent, signer = template, private
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, signer)
	if err != nil {
		ca.t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		ca.t.Fatal(err)
	}
	return cert, private
}

func pair(cert *x509.Certificate, key ed25519.PrivateKey) tls.Certificate {
	return tls.Certificate{Certificate: [][]byte{cert.Raw}, PrivateKey: key, Leaf: cert}
}
