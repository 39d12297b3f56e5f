package keyring

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/nuanxin/station-kit/internal/durable"
)

// ErrIncomplete says that a keyring's folder lacks a file or holds a bad one.
// Making a new key in its place would shut out every station enrolled so far.
var ErrIncomplete = errors.New("the keyring is incomplete: restore its folder from a backup")

// The files of a keyring, PEM, mode 0600.
const (
	authorityFile   = "ca.crt"
	authorityKey    = "ca.key"
	hubKeyFile      = "hub.key"
	sealKeyFile     = "seal.key"
	fleetFile       = "fleet.secret"
	certificateType = "CERTIFICATE"
	privateType     = "PRIVATE KEY" // PKCS #8, RFC 5958
	fleetType       = "NUANXIN FLEET SECRET"
)

// write makes the file name in dir, durably.
func write(dir, name, kind string, content []byte) error {
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	err = pem.Encode(f, &pem.Block{Type: kind, Bytes: content})
	return errors.Join(err, f.Sync(), f.Close())
}

func writeKey(dir, name string, key any) error {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	return write(dir, name, privateType, der)
}

// read returns what write wrote, or ErrIncomplete.
func read(dir, name, kind string) ([]byte, error) {
	path := filepath.Join(dir, name)
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrIncomplete, err)
	}
	block, _ := pem.Decode(text)
	if block == nil || block.Type != kind {
		return nil, fmt.Errorf("%s holds no %s: %w", path, kind, ErrIncomplete)
	}
	return block.Bytes, nil
}

// readKey reads a private key of type K.
func readKey[K any](dir, name string) (K, error) {
	var none K
	der, err := read(dir, name, privateType)
	if err != nil {
		return none, err
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return none, fmt.Errorf("%s: %w: %w", name, ErrIncomplete, err)
	}
	key, ok := parsed.(K)
	if !ok {
		return none, fmt.Errorf("%s holds a key of another kind: %w", name, ErrIncomplete)
	}
	return key, nil
}

// appear fills a new folder at path, which others see complete or not at all.
// Where another process was faster, its folder stays.
func appear(path string, fill func(dir string) error) error {
	parent := filepath.Dir(path)
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return err
	}
	draft, err := os.MkdirTemp(parent, ".keys-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(draft)
	if err := errors.Join(fill(draft), durable.SyncFolder(draft)); err != nil {
		return err
	}
	if err := os.Rename(draft, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return durable.SyncFolder(parent)
}
