package serve_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/serve"
)

// TestOneOfManyWaiters: those who wait for a card once wake together, and one gets it.
func TestOneOfManyWaiters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		board := serve.NewBoard()
		board.Tell(samv.Up{})
		for range 50 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			var all sync.WaitGroup
			given := make(chan uint64, 100)
			for range cap(given) {
				all.Go(func() {
					if s := board.Ask(ctx, true); s.Kind == serve.Lying && !s.Taken {
						given <- s.Placement
					}
				})
			}
			synctest.Wait()
			board.Tell(samv.Placed{Card: person})
			all.Wait() // the others until their minute is over
			if len(given) != 1 {
				t.Fatalf("given %d times", len(given))
			}
			board.Tell(samv.Lifted{})
			cancel()
		}
	})
}

// recorder is a client's connection.
type recorder struct {
	*httptest.ResponseRecorder
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *recorder) SetWriteDeadline(time.Time) error { return nil }

func (r *recorder) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(b)
}

func (r *recorder) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// TestHeartbeat: a quiet stream says something every 15 s, so that a client that went away is found.
func TestHeartbeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, err := serve.New(serve.Config{Board: serve.NewBoard(), Health: func() []health.Health { return nil }})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/v1/events", nil).WithContext(ctx)
		r.RemoteAddr = "127.0.0.1:1"
		w := &recorder{ResponseRecorder: httptest.NewRecorder()}
		ended := make(chan struct{})
		go func() { defer close(ended); h.ServeHTTP(w, r) }()
		time.Sleep(46 * time.Second)
		if n := strings.Count(w.String(), ": heartbeat\n\n"); n != 3 {
			t.Errorf("%d heartbeats in 46 s: %q", n, w.String())
		}
		cancel()
		<-ended
	})
}

// TestPhotos: none unless the reader sends one; as stored, or decoded, or left out where that fails.
func TestPhotos(t *testing.T) {
	wlt := samv.Photo("photo of nobody")
	for name, test := range map[string]struct {
		decode     func(samv.Photo) (samv.Image, bool)
		own, pages string
	}{
		"as stored": {nil, `"photo":{"type":"wlt","data":"cGhvdG8gb2Ygbm9ib2R5"}`, `"photobase64":""`},
		"decoded": {
			func(samv.Photo) (samv.Image, bool) { return samv.Image{Type: "image/bmp", Data: []byte("BM")}, true },
			`"photo":{"type":"image/bmp","data":"Qk0="}`, `"photobase64":"Qk0="`,
		},
		"not decoded": {func(samv.Photo) (samv.Image, bool) { return samv.Image{}, false }, `"valid_to":"2039-05-20"}}`, `"photobase64":""`},
	} {
		t.Run(name, func(t *testing.T) {
			s := run(t, nil)
			s.Decode = test.decode
			s.Tell(samv.Placed{Card: person, Photo: wlt})
			s.expect(t, "/v1/card", 200, test.own)
			s.expect(t, "/api/ReadMsg", 200, test.pages)
			s.expect(t, "/api/ReadMsg?NoPhoto=1", 200, `"photobase64":""`)
		})
	}
}
