package serve

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/time/rate"
)

// minToken is the shortest token that cannot be guessed at the rate that is answered.
const minToken = 16

// guard answers whoever may not ask, and passes the rest on.
type guard struct {
	next    http.Handler
	origins []string
	token   [sha256.Size]byte
	asks    bool // for the token
	rate    *rate.Limiter
	log     *slog.Logger
}

func newGuard(c Config) (*guard, error) {
	for _, o := range c.Origins {
		if err := checkOrigin(o); err != nil {
			return nil, err
		}
	}
	if c.Token != "" && len(c.Token) < minToken {
		return nil, ErrToken
	}
	return &guard{
		origins: c.Origins, token: sha256.Sum256([]byte(c.Token)), asks: c.Token != "",
		rate: rate.NewLimiter(perSecond, burst), log: c.Log,
	}, nil
}

// checkOrigin makes sure that an origin is written as browsers write it.
func checkOrigin(origin string) error {
	u, err := url.Parse(origin)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || strings.Contains(u.Host, "*") ||
		origin != u.Scheme+"://"+strings.ToLower(u.Host) {
		return fmt.Errorf("%q: %w", origin, ErrOrigin)
	}
	return nil
}

func (g *guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Vary", "Origin, Referer")
	h.Set("X-Content-Type-Options", "nosniff")
	if origin, _ := page(r); slices.Contains(g.origins, origin) {
		h.Set("Access-Control-Allow-Origin", origin)
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	}
	status, detail := g.refusal(r)
	switch {
	case status != 0:
		g.refuse(w, status, detail)
	case r.Method == http.MethodOptions:
		preflight(w, r)
	default:
		g.next.ServeHTTP(w, r)
	}
}

func (g *guard) refuse(w http.ResponseWriter, status int, detail string) {
	g.log.Warn("a request was refused", "status", status, "why", detail)
	switch status {
	case http.StatusTooManyRequests:
		w.Header().Set("Retry-After", "1")
	case http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	w.Header().Set("Connection", "close") // a body may follow that nobody reads
	refuse(w, status, detail)
}

// refusal says why a request is not answered; 0 where it is.
func (g *guard) refusal(r *http.Request) (status int, detail string) {
	origin, web := page(r)
	switch {
	case !fromHere(r.RemoteAddr):
		return http.StatusForbidden, "only programs on this machine are answered"
	case !namesThisMachine(r.Host):
		return http.StatusMisdirectedRequest, "this service answers only to localhost, 127.0.0.1 and [::1]"
	case !g.rate.Allow():
		return http.StatusTooManyRequests, "too many requests: listen to /v1/events instead of asking again and again"
	case web && !slices.Contains(g.origins, origin):
		return http.StatusForbidden, "web pages of " + named(origin) + " may not use the card reader: start nuanxin-bridge serve with --allow-origin"
	case r.Method != http.MethodGet && r.Method != http.MethodOptions:
		return http.StatusMethodNotAllowed, "this service is only asked: use GET"
	case r.ContentLength != 0:
		return http.StatusRequestEntityTooLarge, "a request has no body here"
	case r.Method == http.MethodGet && !g.authorised(r): // browsers bring no token to a preflight
		return http.StatusUnauthorized, "bring the token: Authorization: Bearer TOKEN"
	}
	return 0, ""
}

// page is the origin of the web page that a browser asks for, and whether there is such a page. Programs other
// than browsers, and an address typed into one, have none. Scripts and images are asked for without an Origin,
// so Referer and Sec-Fetch-Site count too.
func page(r *http.Request) (origin string, web bool) {
	if origin = r.Header.Get("Origin"); origin != "" {
		return origin, true
	}
	if referer := r.Header.Get("Referer"); referer != "" {
		u, err := url.Parse(referer)
		if err != nil {
			return "", true
		}
		return u.Scheme + "://" + u.Host, true
	}
	site := r.Header.Get("Sec-Fetch-Site")
	return "", site != "" && site != "none"
}

func named(origin string) string {
	if checkOrigin(origin) != nil {
		return "an origin that is not told"
	}
	return origin
}

// preflight answers a browser that asks before it asks, on behalf of an allowed page; also where the page is
// of a network that is less private than loopback.
func preflight(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Methods", "GET")
	h.Set("Access-Control-Allow-Headers", "Authorization, Last-Event-ID, Cache-Control")
	h.Set("Access-Control-Max-Age", "600")
	if r.Header.Get("Access-Control-Request-Private-Network") == "true" {
		h.Set("Access-Control-Allow-Private-Network", "true")
	}
	w.WriteHeader(http.StatusNoContent)
}

func (g *guard) authorised(r *http.Request) bool {
	if !g.asks {
		return true
	}
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	sum := sha256.Sum256([]byte(token))
	return ok && subtle.ConstantTimeCompare(sum[:], g.token[:]) == 1
}

func fromHere(peer string) bool {
	host, _, err := net.SplitHostPort(peer)
	return err == nil && loopbackName(host)
}

// namesThisMachine is false for a name of somebody else's that was made to lead here (DNS rebinding).
func namesThisMachine(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return loopbackName(strings.Trim(host, "[]"))
}
