package station

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
)

// Credentials are the hub's word for the station's key. They are public.
type Credentials struct {
	// Certificate opens the broker, Authorities are those to trust there: X.509,
	// DER.
	Certificate []byte
	Authorities [][]byte
	// Endorsement is for passes, see station/pass.
	Endorsement []byte
}

// until is when the certificate ends, zero where it is none.
func (c Credentials) until() time.Time {
	leaf, err := x509.ParseCertificate(c.Certificate)
	if err != nil {
		return time.Time{}
	}
	return leaf.NotAfter
}

// keyCertificate, of the keys bucket: the event.Down with the newest certificate
// that the hub has renewed.
var keyCertificate = []byte("certificate")

// applyCertificate takes what ends later than what there is, and is for this
// station's key: the journal of a replaced PC holds those of another.
func applyCertificate(c *change, d *event.Down) error {
	fresh := d.GetCertificateRenewed()
	if fresh == nil || !c.view().improves(fresh) {
		return nil
	}
	return c.putDown(bucketKeys, keyCertificate, d)
}

func (v *view) improves(fresh *event.CertificateRenewed) bool {
	leaf, err := x509.ParseCertificate(fresh.Certificate)
	if err != nil || len(fresh.Authorities) == 0 || len(fresh.Endorsement) != len(v.s.Issuer.Endorsement) {
		return false
	}
	mine := v.s.Issuer.Key.Public().(ed25519.PublicKey)
	return mine.Equal(leaf.PublicKey) && leaf.NotAfter.After(v.credentials().until())
}

// credentials are the newest: those of the enrolment, or what renewed them.
func (v *view) credentials() Credentials {
	had := v.s.Credentials
	had.Endorsement = v.s.Issuer.Endorsement
	d, err := event.DecodeDown(v.Bucket(bucketKeys).Get(keyCertificate))
	if fresh := d.GetCertificateRenewed(); err == nil && fresh != nil {
		// The folder may have been enrolled anew since.
		if c := (Credentials{fresh.Certificate, fresh.Authorities, fresh.Endorsement}); c.until().After(had.until()) {
			return c
		}
	}
	return had
}

// Certified gives the station's newest credentials.
func (s *Station) Certified() (c Credentials, err error) {
	err = s.view(func(v *view) error {
		c = v.credentials()
		return nil
	})
	return c, err
}

// Renew takes credentials that came another way than by the hub's journal. Those
// that are no better than what there is change nothing.
func (s *Station) Renew(c Credentials) error {
	return s.change(func(ch *change) error {
		return applyCertificate(ch, &event.Down{Body: &event.Down_CertificateRenewed{CertificateRenewed: &event.CertificateRenewed{
			Certificate: c.Certificate, Authorities: c.Authorities, Endorsement: c.Endorsement,
		}}})
	})
}

// issuer signs under the newest endorsement.
func (s *Station) issuer() pass.Issuer {
	i := s.Issuer
	// A file that cannot be read leaves the endorsement of the enrolment.
	if c, err := s.Certified(); err == nil && bytes.Compare(c.Endorsement, i.Endorsement) > 0 { // the day comes first
		i.Endorsement = c.Endorsement
	}
	return i
}

// checkCertificate: a row is a certificate for this station's key, or for one it
// had before it was enrolled anew.
func checkCertificate(v *view, r *Report) {
	row := v.Bucket(bucketKeys).Get(keyCertificate)
	if row == nil {
		return
	}
	d, err := event.DecodeDown(row)
	if c := d.GetCertificateRenewed(); err != nil || (Credentials{Certificate: c.GetCertificate()}).until().IsZero() {
		r.fault("keys: the renewed certificate is unreadable (%v)", err)
	}
}
