package keyring

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"os"
)

// Export writes what a broker outside the hub is configured with, as ca.crt,
// server.crt and server.key in the folder dir.
func (k *Keyring) Export(dir string, server tls.Certificate) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	key, err := x509.MarshalPKCS8PrivateKey(server.PrivateKey)
	if err != nil {
		return err
	}
	return errors.Join(
		write(dir, authorityFile, certificateType, k.Authority.Raw),
		write(dir, "server.crt", certificateType, server.Certificate[0]),
		write(dir, "server.key", privateType, key),
	)
}
