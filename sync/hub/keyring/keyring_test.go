package keyring_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/keyring"
)

func open(t *testing.T, dir string) *keyring.Keyring {
	t.Helper()
	k, err := keyring.Open(dir, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestKeysStayAndAreTheOwnersOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data", "keys")
	one, two := open(t, dir), open(t, dir)
	if !one.HubKey.Equal(two.HubKey) || !one.Authority.Equal(two.Authority) {
		t.Error("the keys changed between two starts")
	}
	files, _ := os.ReadDir(dir)
	if len(files) != 5 {
		t.Errorf("%d files", len(files))
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode() != 0o600 {
			t.Errorf("%s has mode %v", f.Name(), info.Mode())
		}
	}
	if drafts, _ := filepath.Glob(filepath.Join(filepath.Dir(dir), ".keys-*")); len(drafts) != 0 {
		t.Errorf("left behind: %v", drafts)
	}
	if years := time.Until(one.Authority.NotAfter).Hours() / 24 / 365; years < 19.9 {
		t.Errorf("the authority ends in %.1f years", years)
	}
}

func TestTwoProcessesMakeOneKeyring(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	var all sync.WaitGroup
	made := make([]*keyring.Keyring, 8)
	for i := range made {
		all.Go(func() { made[i] = open(t, dir) })
	}
	all.Wait()
	for _, k := range made[1:] {
		if !k.HubKey.Equal(made[0].HubKey) {
			t.Fatal("two hubs in one folder")
		}
	}
}

func TestDamagedKeyringIsNotReplaced(t *testing.T) {
	good, other := filepath.Join(t.TempDir(), "keys"), filepath.Join(t.TempDir(), "keys")
	open(t, good)
	open(t, other)
	for _, name := range []string{"ca.crt", "ca.key", "hub.key", "seal.key", "fleet.secret"} {
		path := filepath.Join(good, name)
		was, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		os.Remove(path)
		if _, err := keyring.Open(good, time.Now()); !errors.Is(err, keyring.ErrIncomplete) {
			t.Errorf("without %s: %v", name, err)
		}
		os.WriteFile(path, was[:len(was)/2], 0o600)
		if _, err := keyring.Open(good, time.Now()); !errors.Is(err, keyring.ErrIncomplete) {
			t.Errorf("with half of %s: %v", name, err)
		}
		os.WriteFile(path, was, 0o600)
	}
	key, _ := os.ReadFile(filepath.Join(other, "ca.key"))
	os.WriteFile(filepath.Join(good, "ca.key"), key, 0o600)
	if _, err := keyring.Open(good, time.Now()); !errors.Is(err, keyring.ErrIncomplete) {
		t.Errorf("with another hub's key: %v", err)
	}
}

func TestServerAndClientCertificates(t *testing.T) {
	k := open(t, filepath.Join(t.TempDir(), "keys"))
	server, err1 := k.Server([]string{"hub.example", "10.0.0.7"}, time.Now())
	client, err2 := k.Client(hub.ClientName, time.Now())
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	if len(server.Certificate) != 2 || !k.Authority.Equal(parsed(t, server.Certificate[1])) {
		t.Error("the authority is not in the chain")
	}
	for _, name := range []string{"hub.example", "10.0.0.7", "localhost", "127.0.0.1"} {
		if _, err := parsed(t, server.Certificate[0]).Verify(x509.VerifyOptions{Roots: k.Pool(), DNSName: name}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	mine := parsed(t, client.Certificate[0])
	_, err := mine.Verify(x509.VerifyOptions{Roots: k.Pool(), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}})
	if err != nil || mine.Subject.CommonName != hub.ClientName || mine.Subject.OrganizationalUnit[0] != "hub" {
		t.Errorf("%v: %v", mine.Subject, err)
	}
	if err := k.Export(filepath.Join(t.TempDir(), "broker"), server); err != nil {
		t.Error(err)
	}
}

func TestExportIsWhatABrokerReads(t *testing.T) {
	k := open(t, filepath.Join(t.TempDir(), "keys"))
	server, err := k.Server(nil, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "broker")
	if err := k.Export(dir, server); err != nil {
		t.Fatal(err)
	}
	if _, err := tls.LoadX509KeyPair(filepath.Join(dir, "server.crt"), filepath.Join(dir, "server.key")); err != nil {
		t.Error(err)
	}
}

func parsed(t *testing.T, der []byte) *x509.Certificate {
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
