package enrolment_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/enrolment"
	"github.com/nuanxin/station-kit/sync/hub/keyring"
	"github.com/nuanxin/station-kit/sync/hub/sqlite"
	"github.com/nuanxin/station-kit/sync/wire"
)

// door is the endpoint as it is served: the hub behind it, TLS before it.
func door(t *testing.T) (*hub.Hub, *keyring.Keyring, *httptest.Server) {
	dir, now := t.TempDir(), time.Now()
	store, err := sqlite.Open(t.Context(), filepath.Join(dir, "hub.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	keys, err := keyring.Open(filepath.Join(dir, "keys"), now)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := keys.Server(nil, now)
	if err != nil {
		t.Fatal(err)
	}
	h := hub.New(hub.Config{Store: store, Key: keys.HubKey, Authority: keys, Broker: "tls://hub.test:8883"})
	s := httptest.NewUnstartedServer(enrolment.Handler(h, slog.New(slog.DiscardHandler)))
	s.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	s.StartTLS()
	t.Cleanup(s.Close)
	return h, keys, s
}

// pinned is how a station that knows a fingerprint only trusts the hub.
func pinned(fingerprint string) *http.Client {
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{
		InsecureSkipVerify: true, // VerifyConnection does
		VerifyConnection: func(s tls.ConnectionState) error {
			for _, c := range s.PeerCertificates {
				if wire.Fingerprint(c.Raw) != fingerprint {
					continue
				}
				pool := x509.NewCertPool()
				pool.AddCert(c)
				_, err := s.PeerCertificates[0].Verify(x509.VerifyOptions{Roots: pool, DNSName: "127.0.0.1"})
				return err
			}
			return errors.New("another hub")
		},
	}}}
}

func post(client *http.Client, url, body string) (int, []byte, error) {
	r, err := client.Post(url+wire.EnrolPath, "application/json", strings.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	defer r.Body.Close()
	var answer bytes.Buffer
	_, err = answer.ReadFrom(r.Body)
	return r.StatusCode, answer.Bytes(), err
}

func request(code string) string {
	key, _, _ := ed25519.GenerateKey(nil)
	body, _ := json.Marshal(wire.Enrolment{Code: code, PublicKey: key})
	return string(body)
}

func TestStationJoinsWithNothingButItsCode(t *testing.T) {
	h, keys, s := door(t)
	secret, err := h.Invite(context.Background(), "st-1", "", "")
	if err != nil {
		t.Fatal(err)
	}
	code, err := wire.ParseEnrolCode(wire.NewEnrolCode(secret, keys.Authority.Raw).String())
	if err != nil {
		t.Fatal(err)
	}
	status, body, err := post(pinned(code.Fingerprint), s.URL, request(code.Secret))
	var m wire.Membership
	if err != nil || status != 200 || json.Unmarshal(body, &m) != nil || m.Station != "st-1" || m.Certificate == "" {
		t.Fatalf("%d %s %v", status, body, err)
	}
	status, body, err = post(pinned(code.Fingerprint), s.URL, request(code.Secret))
	if err != nil || status != 403 || !strings.Contains(string(body), "has been used") {
		t.Errorf("again: %d %s %v", status, body, err)
	}
	if _, _, err = post(pinned(wire.Fingerprint([]byte("other"))), s.URL, request(code.Secret)); err == nil {
		t.Error("a hub with another authority was trusted")
	}
}

func TestDoorRefuses(t *testing.T) {
	_, keys, s := door(t)
	client := pinned(wire.Fingerprint(keys.Authority.Raw))
	for name, c := range map[string]struct {
		body   string
		status int
	}{
		"a guess":     {request("0123456789ABCDEF"), 403},
		"no JSON":     {"hello", 400},
		"too long":    {`{"code":"` + strings.Repeat("A", 5000) + `"}`, 400},
		"a short key": {`{"code":"0123456789ABCDEF","public_key":"AAAA"}`, 400},
	} {
		status, body, err := post(client, s.URL, c.body)
		var r wire.Refusal
		if err != nil || status != c.status || json.Unmarshal(body, &r) != nil || r.Error == "" {
			t.Errorf("%s: %d %s %v", name, status, body, err)
		}
	}
	r, err := client.Get(s.URL + wire.EnrolPath)
	if err != nil || r.StatusCode == 200 {
		t.Errorf("GET: %v %v", r, err)
	}
}

func TestDoorTiresOfGuesses(t *testing.T) {
	_, keys, s := door(t)
	client := pinned(wire.Fingerprint(keys.Authority.Raw))
	for i := range 30 {
		status, _, err := post(client, s.URL, request(fmt.Sprintf("%016d", i)))
		if err != nil {
			t.Fatal(err)
		}
		if status == http.StatusTooManyRequests {
			return
		}
	}
	t.Error("30 guesses in a row were all looked up")
}

func TestDoorRenews(t *testing.T) {
	h, keys, s := door(t)
	client := pinned(wire.Fingerprint(keys.Authority.Raw))
	secret, err := h.Invite(t.Context(), "st-1", "", "")
	if err != nil {
		t.Fatal(err)
	}
	public, key, _ := ed25519.GenerateKey(nil)
	if _, err := h.Admit(t.Context(), wire.Enrolment{Code: wire.NewEnrolCode(secret, nil).Secret, PublicKey: public}); err != nil {
		t.Fatal(err)
	}
	greeting, err := wire.EncodeGreeting(wire.Greeting{Station: "st-1", Epoch: 1}, key)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(body string) (int, []byte) {
		r, err := client.Post(s.URL+wire.RenewPath, "application/octet-stream", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		var answer bytes.Buffer
		if _, err := answer.ReadFrom(r.Body); err != nil {
			t.Fatal(err)
		}
		return r.StatusCode, answer.Bytes()
	}
	status, body := ask(string(greeting))
	var renewal wire.Renewal
	if status != 200 || json.Unmarshal(body, &renewal) != nil || renewal.Certificate == "" || strings.Contains(string(body), "fleet_secret") {
		t.Errorf("%d %s", status, body)
	}
	if status, body := ask("hello"); status != 400 {
		t.Errorf("no greeting: %d %s", status, body)
	}
	if status, body := ask(strings.Repeat("x", 5000)); status != 400 {
		t.Errorf("too long: %d %s", status, body)
	}
	if err := h.Revoke(t.Context(), "st-1", "stolen", false); err != nil {
		t.Fatal(err)
	}
	var no wire.Refusal
	if status, body := ask(string(greeting)); status != 403 || json.Unmarshal(body, &no) != nil || no.Code != wire.CodeRevoked || no.Error == "" {
		t.Errorf("revoked: %d %s", status, body)
	}
}
