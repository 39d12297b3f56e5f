package serve_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/serve"
)

// person is invented.
var person = samv.Card{
	Kind: samv.Citizen, Name: "张小满", Number: "110101199003071014", Sex: samv.Male, SexCode: "1", Nation: "汉", NationCode: "01",
	Birth: "1990-03-07", Address: "某市某区样本路1号", Issuer: "某市公安局某分局", ValidFrom: "2019-05-20", ValidTo: "2039-05-20",
}

const allowed = "https://desk.example.org"

// service is a running service and its board.
type service struct {
	*serve.Board
	reader *health.Device
	url    string
	end    func() error
}

func run(t *testing.T, change func(*serve.Config)) service {
	t.Helper()
	board, devices := serve.NewBoard(), health.New(time.Now)
	reader := devices.Add(health.CardReader, "/dev/x")
	c := serve.Config{Board: board, Health: devices.Snapshot, Version: "v9", Origins: []string{allowed}, Dialects: []string{serve.ReadMsg, serve.ReadCard}}
	if change != nil {
		change(&c)
	}
	h, err := serve.New(c)
	if err != nil {
		t.Fatal(err)
	}
	l, err := serve.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- serve.Run(ctx, h, l) }()
	s := service{board, reader, "http://" + l.Addr().String(), func() error { cancel(); return <-ended }}
	t.Cleanup(func() {
		if err := s.end(); err != nil {
			t.Error(err)
		}
		ended <- nil
	})
	return s
}

// ask asks with headers given as "Name: value"; the first word may be a method.
func (s service) ask(t *testing.T, path string, headers ...string) (*http.Response, string) {
	t.Helper()
	method := http.MethodGet
	if m, rest, ok := strings.Cut(path, " "); ok {
		method, path = m, rest
	}
	r, err := http.NewRequestWithContext(t.Context(), method, s.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		if name == "Host" {
			r.Host = value
		}
		r.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

func (s service) expect(t *testing.T, path string, status int, body string, headers ...string) *http.Response {
	t.Helper()
	r, got := s.ask(t, path, headers...)
	if r.StatusCode != status || !strings.Contains(got, body) {
		t.Errorf("%s %q: status %d, %s; want %d, %s", path, headers, r.StatusCode, got, status, body)
	}
	if h := r.Header; h.Get("Cache-Control") != "no-store" || h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%s: headers %v", path, h)
	}
	return r
}

func TestCard(t *testing.T) {
	s := run(t, nil)
	s.expect(t, "/v1/card", 503, `{"state":"starting"`)
	s.expect(t, "/v1/health", 503, `"reason":"starting"`)
	s.Tell(samv.Up{})
	s.expect(t, "/v1/card", 200, `{"state":"empty"`)
	s.reader.Up()
	s.expect(t, "/v1/health", 200, `"ok":true`)
	s.Tell(samv.Placed{Card: person})
	s.expect(t, "/v1/card", 200, `"placement":1,"card":{"kind":"citizen","name":"张小满"`)
	if _, body := s.ask(t, "/v1/health"); strings.Contains(body, person.Name) {
		t.Errorf("health tells the card: %s", body)
	}
	s.Tell(samv.Lifted{})
	if _, body := s.ask(t, "/v1/card"); strings.Contains(body, person.Number) || !strings.Contains(body, `"empty"`) {
		t.Errorf("a lifted card is told: %s", body)
	}
	s.Tell(samv.Failed{Err: samv.ReadFailed})
	s.expect(t, "/v1/card", 200, `{"state":"failed"`)
	s.Lost(port.ErrGone)
	s.expect(t, "/v1/card", 503, `"problem":{"reason":"unplugged","rider":{"zh":"设备暂时`)
	s.expect(t, "/v1/version", 200, `{"api":"v1","dialects":["readmsg","readcard"],"version":"v9"}`)
	s.expect(t, "/v1/nothing", 404, "/v1/card")
	s.expect(t, "/v1/card?twice=1", 400, "once=1 and wait=SECONDS")
	s.expect(t, "/v1/card?wait=301", 400, "from 0 to 300")
}

// TestEachPlacementOnce: with once, a card is given to one asker; the same card placed again is another.
func TestEachPlacementOnce(t *testing.T) {
	s := run(t, nil)
	s.Tell(samv.Up{})
	for range 2 {
		s.Tell(samv.Placed{Card: person})
		answers := make(chan string, 8)
		for range cap(answers) {
			go func() {
				_, body := s.ask(t, "/v1/card?once=1")
				answers <- body
			}()
		}
		given := 0
		for range cap(answers) {
			switch body := <-answers; {
			case strings.Contains(body, person.Number):
				given++
			case !strings.Contains(body, `{"state":"taken"`):
				t.Errorf("answered %s", body)
			}
		}
		if given != 1 {
			t.Errorf("given %d times", given)
		}
		s.expect(t, "/v1/card", 200, person.Number) // to those who do not care
		s.Tell(samv.Lifted{})
	}
}

// TestWaiting: an asker that waits is answered by the card, by a failure, or by the reader's end.
func TestWaiting(t *testing.T) {
	for name, test := range map[string]struct {
		happens samv.Event
		want    string
	}{
		"a card":    {samv.Placed{Card: person}, person.Number},
		"a failure": {samv.Failed{Err: samv.ReadFailed}, `"code":"0x41"`},
		"the end":   {samv.Down{Err: samv.ErrSilent}, `{"state":"down"`},
	} {
		t.Run(name, func(t *testing.T) {
			s := run(t, nil)
			s.Tell(samv.Up{})
			s.Tell(samv.Failed{Err: samv.SelectFailed}) // before the question: no answer to it
			got := make(chan string)
			go func() {
				_, body := s.ask(t, "/v1/card?wait=60")
				got <- body
			}()
			select {
			case body := <-got:
				t.Fatalf("not waited: %s", body)
			case <-time.After(100 * time.Millisecond):
			}
			s.Tell(test.happens)
			if body := <-got; !strings.Contains(body, test.want) {
				t.Errorf("%s, want %s", body, test.want)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	s := run(t, nil)
	s.Tell(samv.Up{})
	s.Tell(samv.Placed{Card: person})
	for name, test := range map[string]struct {
		path    string
		headers []string
		status  int
	}{
		"a program":                      {"/v1/card", nil, 200},
		"an address typed in":            {"/v1/card", []string{"Sec-Fetch-Site: none"}, 200},
		"the allowed page":               {"/v1/card", []string{"Origin: " + allowed, "Sec-Fetch-Site: cross-site"}, 200},
		"localhost":                      {"/v1/card", []string{"Host: localhost:8490"}, 200},
		"IPv6":                           {"/v1/card", []string{"Host: [::1]:8490"}, 200},
		"a name that leads here":         {"/v1/card", []string{"Host: evil.example:8490"}, 421},
		"a name that begins well":        {"/v1/card", []string{"Host: localhost.evil.example"}, 421},
		"another page":                   {"/v1/card", []string{"Origin: https://evil.example"}, 403},
		"the page without its s":         {"/v1/card", []string{"Origin: http://desk.example.org"}, 403},
		"a page of a longer name":        {"/v1/card", []string{"Origin: https://desk.example.org.evil.example"}, 403},
		"a sandboxed page":               {"/v1/card", []string{"Origin: null"}, 403},
		"an allowed page's evil Origin":  {"/v1/card", []string{"Origin: https://evil.example", "Referer: " + allowed + "/"}, 403},
		"another page's script":          {"/v1/card", []string{"Referer: https://evil.example/x"}, 403},
		"a script that hides its page":   {"/v1/card", []string{"Sec-Fetch-Site: cross-site"}, 403},
		"a link on a page of this host":  {"/v1/card", []string{"Sec-Fetch-Site: same-site"}, 403},
		"a broken Referer":               {"/v1/card", []string{"Referer: http://[::1"}, 403},
		"post":                           {"POST /v1/card", nil, 405},
		"a dialect asked by a page":      {"/api/ReadMsg", []string{"Origin: https://evil.example"}, 403},
		"the other dialect":              {"/readcard&t=0.5", []string{"Origin: https://evil.example"}, 403},
		"events":                         {"/v1/events", []string{"Origin: https://evil.example"}, 403},
		"a stranger's preflight":         {"OPTIONS /v1/card", []string{"Origin: https://evil.example"}, 403},
		"a preflight without an Origin":  {"OPTIONS /v1/card", nil, 204},
		"a callback not asked for":       {"/api/ReadMsg?callback=f", []string{"Referer: " + allowed + "/"}, 403},
		"a callback of a page unknown":   {"/api/ReadMsg?callback=f", nil, 403},
		"a callback of another page too": {"/api/ReadMsg?callback=f", []string{"Referer: https://evil.example/"}, 403},
	} {
		t.Run(name, func(t *testing.T) {
			r, body := s.ask(t, test.path, test.headers...)
			if r.StatusCode != test.status {
				t.Errorf("status %d, want %d: %s", r.StatusCode, test.status, body)
			}
			if leaks := strings.Contains(body, person.Number); leaks != (test.status == 200) {
				t.Errorf("answered %s", body)
			}
			if cors := r.Header.Get("Access-Control-Allow-Origin"); cors != "" && cors != allowed {
				t.Errorf("allows %s", cors)
			}
		})
	}
}

func TestBodiesAreRefused(t *testing.T) {
	s := run(t, nil)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/v1/card", io.LimitReader(forever{}, 1<<30))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d", response.StatusCode)
	}
}

type forever struct{}

func (forever) Read(b []byte) (int, error) { return len(b), nil }

func TestPreflight(t *testing.T) {
	s := run(t, nil)
	r := s.expect(t, "OPTIONS /v1/events", 204, "", "Origin: "+allowed, "Access-Control-Request-Private-Network: true")
	for name, want := range map[string]string{
		"Access-Control-Allow-Origin": allowed, "Access-Control-Allow-Private-Network": "true", "Access-Control-Allow-Methods": "GET",
	} {
		if got := r.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestToken(t *testing.T) {
	const token = "0123456789abcdef"
	s := run(t, func(c *serve.Config) { c.Token = token })
	s.Tell(samv.Up{})
	s.expect(t, "/v1/card", 401, "Authorization: Bearer")
	s.expect(t, "/v1/card", 401, "", "Authorization: Bearer "+token[1:])
	s.expect(t, "/v1/card", 401, "", "Authorization: "+token)
	s.expect(t, "/api/ReadMsg", 401, "")
	s.expect(t, "/v1/card", 200, "empty", "Authorization: Bearer "+token)
	s.expect(t, "OPTIONS /v1/card", 204, "", "Origin: "+allowed) // browsers bring none
}

func TestTooManyRequests(t *testing.T) {
	s := run(t, nil)
	for range 200 {
		if r, _ := s.ask(t, "/v1/version"); r.StatusCode == http.StatusTooManyRequests {
			if r.Header.Get("Retry-After") == "" {
				t.Error("does not say when to come back")
			}
			return
		}
	}
	t.Error("200 requests at once were answered")
}

func TestBadConfiguration(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*serve.Config)
		want   error
	}{
		"any origin":       {func(c *serve.Config) { c.Origins = []string{"*"} }, serve.ErrOrigin},
		"an origin's path": {func(c *serve.Config) { c.Origins = []string{allowed + "/"} }, serve.ErrOrigin},
		"a wild origin":    {func(c *serve.Config) { c.Origins = []string{"https://*.example.org"} }, serve.ErrOrigin},
		"a sandbox":        {func(c *serve.Config) { c.Origins = []string{"null"} }, serve.ErrOrigin},
		"no dialect":       {func(c *serve.Config) { c.Dialects = []string{"klingon"} }, serve.ErrDialect},
		"a short token":    {func(c *serve.Config) { c.Token = "secret" }, serve.ErrToken},
	} {
		c := serve.Config{Board: serve.NewBoard()}
		test.change(&c)
		if _, err := serve.New(c); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, address := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.168.1.2:0", "example.org:80", "127.0.0.1", ""} {
		if l, err := serve.Listen(address); !errors.Is(err, serve.ErrNotLoopback) {
			t.Errorf("listens on %q: %v %v", address, l, err)
		}
	}
	for _, address := range []string{"localhost:0", "127.0.0.2:0"} {
		l, err := serve.Listen(address)
		if err != nil {
			t.Errorf("%q: %v", address, err)
			continue
		}
		_ = l.Close()
	}
}

// TestOneOfTwoListenersFails ends the whole service with the error.
func TestOneOfTwoListenersFails(t *testing.T) {
	var listeners []net.Listener
	for range 2 {
		l, err := serve.Listen("127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		listeners = append(listeners, l)
	}
	_ = listeners[0].Close()
	if err := serve.Run(t.Context(), http.NotFoundHandler(), listeners...); !errors.Is(err, net.ErrClosed) {
		t.Errorf("ended with %v", err)
	}
}

// sse is a client of /v1/events.
type sse struct {
	lines *bufio.Scanner
	close func() error
}

func (s service) listen(t *testing.T, headers ...string) *sse {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != "text/event-stream; charset=utf-8" {
		t.Fatalf("status %d, %v", response.StatusCode, response.Header)
	}
	e := &sse{bufio.NewScanner(response.Body), response.Body.Close}
	e.lines.Buffer(nil, 1<<20)
	if e.block(); e.lines.Err() != nil { // retry: the service has us on its list
		t.Fatal(e.lines.Err())
	}
	return e
}

// block is the lines up to a blank one.
func (e *sse) block() (fields map[string]string) {
	fields = map[string]string{}
	for e.lines.Scan() && e.lines.Text() != "" {
		name, value, _ := strings.Cut(e.lines.Text(), ": ")
		fields[name] = value
	}
	return fields
}

type told struct {
	Card *samv.Card
	Gone bool
}

func (e *sse) expect(t *testing.T, kind string) (id string, data told) {
	t.Helper()
	b := e.block()
	if err := json.Unmarshal([]byte(b["data"]), &data); err != nil || b["event"] != kind {
		t.Fatalf("got %v (%v), want %s", b, err, kind)
	}
	return b["id"], data
}

func TestEventsInOrder(t *testing.T) {
	s := run(t, nil)
	clients := []*sse{s.listen(t), s.listen(t)}
	s.Tell(samv.Up{})
	for range 3 {
		s.Tell(samv.Placed{Card: person})
		s.Tell(samv.Lifted{})
	}
	s.Tell(samv.Failed{Err: samv.ReadFailed})
	s.Lost(port.ErrGone)
	s.Lost(port.ErrNotFound) // the same reason: no news
	s.Lost(port.ErrPermission)
	for _, c := range clients {
		c.expect(t, "up")
		for range 3 {
			if _, data := c.expect(t, "placed"); data.Card == nil || data.Card.Number != person.Number {
				t.Error("placed without the card")
			}
			c.expect(t, "lifted")
		}
		c.expect(t, "failed")
		c.expect(t, "down")
		if b := c.block(); b["event"] != "down" || !strings.Contains(b["data"], "no-permission") {
			t.Errorf("got %v", b)
		}
	}
}

// TestReconnect: a client that was away is told what it missed, each event once; the card only while it lies
// there.
func TestReconnect(t *testing.T) {
	s := run(t, nil)
	first := s.listen(t)
	s.Tell(samv.Up{})
	id, _ := first.expect(t, "up")
	_ = first.close()
	s.Tell(samv.Placed{Card: person})
	s.Tell(samv.Lifted{})
	s.Tell(samv.Placed{Card: person})

	second := s.listen(t, "Last-Event-ID: "+id)
	if _, data := second.expect(t, "placed"); !data.Gone || data.Card != nil {
		t.Errorf("a card that was lifted is told: %v", data)
	}
	second.expect(t, "lifted")
	id, data := second.expect(t, "placed")
	if data.Gone || data.Card == nil {
		t.Error("the card that lies there is not told")
	}
	_ = second.close()

	third := s.listen(t, "Last-Event-ID: "+id)
	s.Tell(samv.Lifted{})
	third.expect(t, "lifted") // and not the card again

	for _, stale := range []string{"another-3", "nonsense", "-", strings.Replace(id, "-", "-9", 1)} {
		s.listen(t, "Last-Event-ID: "+stale).expect(t, "up") // the state
	}
}

// TestSnapshot: a client that comes anew is told how things stand.
func TestSnapshot(t *testing.T) {
	s := run(t, nil)
	for _, step := range []struct {
		happens samv.Event
		want    string
	}{
		{samv.Up{}, "up"},
		{samv.Placed{Card: person}, "placed"},
		{samv.Lifted{}, "up"},
		{samv.Failed{Err: samv.ReadFailed}, "failed"},
		{samv.Down{Err: samv.ErrSilent}, "down"},
	} {
		s.Tell(step.happens)
		c := s.listen(t)
		c.expect(t, step.want)
		_ = c.close()
	}
}

func TestTooManyListeners(t *testing.T) {
	s := run(t, nil)
	var clients []*sse
	for range 8 {
		clients = append(clients, s.listen(t))
	}
	s.expect(t, "/v1/events", 503, "8 programs listen already")
	_ = clients[0].close()
	for until := time.Now().Add(10 * time.Second); ; {
		if r, err := http.Get(s.url + "/v1/events"); err == nil && r.StatusCode == http.StatusOK {
			_ = r.Body.Close()
			return
		}
		if time.Now().After(until) {
			t.Fatal("the place of a client that left is not free")
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// TestSlowClient does not read: the others are told all the same, and it is dropped.
func TestSlowClient(t *testing.T) {
	s := run(t, nil)
	slow, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	fmt.Fprint(slow, "GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
	quick := s.listen(t)
	big := person
	big.Address = strings.Repeat("路", 100_000)
	const cards = 100
	for i := range cards {
		s.Tell(samv.Placed{Card: big})
		if _, data := quickBlock(quick); !strings.Contains(data, big.Address[:30]) {
			t.Fatalf("card %d was not told: %.80s", i, data)
		}
		s.Tell(samv.Lifted{})
		quickBlock(quick)
	}
	n, _ := io.Copy(io.Discard, slow) // ends because the service hung up
	if n > cards*int64(len(big.Address)) {
		t.Errorf("the slow client got all %d bytes", n)
	}
}

func quickBlock(e *sse) (kind, data string) {
	b := e.block()
	return b["event"], b["data"]
}

func TestNothingPersonalIsLogged(t *testing.T) {
	var log strings.Builder
	s := run(t, func(c *serve.Config) { c.Log = plainLog(&log) })
	s.Tell(samv.Placed{Card: person})
	s.ask(t, "/v1/card")
	s.ask(t, "/v1/card", "Origin: https://"+person.Number+".example")
	s.ask(t, "/v1/card?"+person.Number, "Host: evil.example")
	_ = s.listen(t).close()
	if text := log.String(); !strings.Contains(text, "refused") || strings.Contains(text, person.Name) {
		t.Errorf("logged %s", text)
	}
}

func TestStringsOfKinds(t *testing.T) {
	kinds := []string{serve.Starting, serve.Down, serve.Empty, serve.Lying, serve.Failed}
	if want := []string{"starting", "down", "empty", "card", "failed"}; !slices.Equal(kinds, want) {
		t.Errorf("%q: programs elsewhere know these words", kinds)
	}
}
