package keyring

import (
	"crypto/x509"
	"encoding/pem"
	"io"
	"path/filepath"
	"time"

	"github.com/nuanxin/station-kit/internal/durable"
)

// RenewAuthority signs the authority's certificate in the folder dir anew, for
// the same key and name: all that was issued under the old one is good under the
// new one, and the other way round, so stations and brokers may change over in any
// order and at leisure.
func (k *Keyring) RenewAuthority(dir string, now time.Time) error {
	der, err := selfSigned(k.authority, now)
	if err != nil {
		return err
	}
	fresh, err := x509.ParseCertificate(der)
	if err != nil {
		return err
	}
	err = durable.Replace(filepath.Join(dir, authorityFile), func(w io.Writer) error {
		return pem.Encode(w, &pem.Block{Type: certificateType, Bytes: der})
	})
	if err == nil {
		k.Authority = fresh
	}
	return err
}
