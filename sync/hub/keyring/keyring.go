package keyring

import (
	"crypto/ecdh"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/nuanxin/station-kit/station/seal"
)

// Keyring is a hub's secrets.
type Keyring struct {
	// Authority is the certificate every other one is issued by.
	Authority *x509.Certificate
	// HubKey signs receipts, the down-journal and endorsements.
	HubKey ed25519.PrivateKey

	authority ed25519.PrivateKey
	seal      *ecdh.PrivateKey
	fleet     []byte
}

// Open reads the keyring in the folder dir, and makes it where there is none.
// It returns ErrIncomplete for a folder that is damaged.
func Open(dir string, now time.Time) (*Keyring, error) {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		if err := appear(dir, func(draft string) error { return create(draft, now) }); err != nil {
			return nil, fmt.Errorf("make the hub's keys: %w", err)
		}
	}
	k, err := load(dir)
	if err != nil {
		return nil, fmt.Errorf("read the hub's keys in %s: %w", dir, err)
	}
	return k, nil
}

func create(dir string, now time.Time) error {
	_, authority, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	_, hub, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	sealing, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	der, err := selfSigned(authority, now)
	if err != nil {
		return err
	}
	fleet := make([]byte, seal.SecretSize)
	rand.Read(fleet)
	return errors.Join(
		write(dir, authorityFile, certificateType, der),
		writeKey(dir, authorityKey, authority),
		writeKey(dir, hubKeyFile, hub),
		writeKey(dir, sealKeyFile, sealing),
		write(dir, fleetFile, fleetType, fleet),
	)
}

func load(dir string) (*Keyring, error) {
	der, err1 := read(dir, authorityFile, certificateType)
	authority, err2 := readKey[ed25519.PrivateKey](dir, authorityKey)
	hub, err3 := readKey[ed25519.PrivateKey](dir, hubKeyFile)
	sealing, err4 := readKey[*ecdh.PrivateKey](dir, sealKeyFile)
	fleet, err5 := read(dir, fleetFile, fleetType)
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", authorityFile, ErrIncomplete, err)
	}
	if !authority.Public().(ed25519.PublicKey).Equal(certificate.PublicKey) || len(fleet) != seal.SecretSize {
		return nil, fmt.Errorf("files of different hubs: %w", ErrIncomplete)
	}
	return &Keyring{certificate, hub, authority, sealing, fleet}, nil
}

// Opener opens the identities that stations sealed to this hub.
func (k *Keyring) Opener() (*seal.Opener, error) { return seal.NewOpener(k.seal.Bytes()) }
