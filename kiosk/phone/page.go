package phone

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nuanxin/station-kit/station"
)

//go:embed page
var files embed.FS

var (
	style  = file("page/style.css")
	icon   = file("page/icon.svg")
	script = file("page/script.js")
	// The name changes with the content, so phones may keep it for ever.
	stylePath  = named(style, ".css")
	iconPath   = named(icon, ".svg")
	scriptPath = named(script, ".js")
	pages      = parse("home", "checked-in", "service", "confirm", "booking", "bookings", "pass", "say",
		"appeals", "appeal", "progress", "hazard", "receipt", "points", "learning", "lesson", "quiz", "result",
		"tasks", "organisations", "stories", "notices", "announcements", "my-data", "write", "sent", "take")
)

func file(name string) []byte {
	text, err := files.ReadFile(name)
	if err != nil {
		panic(err) // embedded above
	}
	return text
}

func named(content []byte, ext string) string {
	sum := sha256.Sum256(content)
	return "/f/" + hex.EncodeToString(sum[:8]) + ext
}

func parse(names ...string) map[string]*template.Template {
	all := map[string]*template.Template{}
	for _, name := range names {
		all[name] = template.Must(template.ParseFS(files, "page/frame.html", "page/parts.html", "page/"+name+".html"))
	}
	return all
}

var (
	serveStyle  = fixedFile("text/css; charset=utf-8", style)
	serveIcon   = fixedFile("image/svg+xml", icon)
	serveScript = fixedFile("text/javascript; charset=utf-8", script)
)

// fixedFile serves a file that never changes, small where the phone can unpack
// it. Pages are not packed: beside what a rider wrote they hold a form's secret.
func fixedFile(kind string, content []byte) http.HandlerFunc {
	packed := sync.OnceValue(func() []byte { return pack(content) }) // not while the kiosk starts
	return func(w http.ResponseWriter, r *http.Request) {
		body := content
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		w.Header().Set("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			w.Header().Set("Content-Encoding", "gzip")
			body = packed()
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body) // a phone that has gone needs no style
	}
}

func pack(content []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level exists
	_, err := w.Write(content)
	if err := errors.Join(err, w.Close()); err != nil {
		panic(err) // in memory
	}
	return out.Bytes()
}

// frame is what every page is drawn from.
type frame struct {
	T           words
	L           lang
	Style, Icon string
	Script      string // "" where the page has none
	Station     string
	Page        string
	Switch      string // URL of this page in the other language, "" for none
	Known       bool   // the phone has a session, so links lead somewhere
	Again       string // where to try again what was too fast, "" for nowhere
	CSRF, Once  string
	Note        *note
	V           any

	now time.Time
}

func (s *Server) frame(c *call, a answer) frame {
	f := frame{
		T: c.lang.words(), L: c.lang, Style: stylePath, Icon: iconPath,
		Station: c.lang.Text(s.Name), Page: a.page, Switch: s.elsewise(c),
		V: a.view, now: c.now,
	}
	if a.status == http.StatusTooManyRequests && a.view == "busy" {
		f.Again = again(c)
	}
	if n, ok := notes[cmp.Or(a.note, c.URL.Query().Get("note"))]; ok && a.page != "say" {
		f.Note = &n
	}
	if a.script {
		f.Script = scriptPath
	}
	if c.session != nil {
		f.Known, f.CSRF, f.Once = true, c.csrf, s.Secret()
	}
	return f
}

// again is the page that was asked for, or the first one in place of a form,
// which a link cannot send.
func again(c *call) string {
	if c.Method != http.MethodGet {
		return "/"
	}
	return (&url.URL{Path: "/" + strings.TrimLeft(c.URL.Path, "/\\"), RawQuery: c.URL.RawQuery}).String()
}

// elsewise is this page in the other language, "" for what the screen offered,
// whose language is the screen's; the first page in place of one
// that a link cannot ask for again: a form's answer, or a path unknown. So it
// never leads to another server, as a path beginning "//" would.
func (s *Server) elsewise(c *call) string {
	q, path := c.URL.Query(), c.URL.Path
	if strings.HasPrefix(path, textPath("")) || strings.HasPrefix(path, passPath("")) {
		return ""
	}
	if _, pattern := s.mux.Handler(c.Request); pattern == "" || c.Method != http.MethodGet {
		q, path = url.Values{}, "/"
	}
	q.Set("lang", c.lang.words().OtherCode)
	return (&url.URL{Path: path, RawQuery: q.Encode()}).String()
}

// The methods below are what templates say about values.

// Say is the text of a page that says one thing.
func (f frame) Say() saying { return sayings[f.V.(string)] }

// Text is the page's language of a text of the station.
func (f frame) Text(t station.Text) string { return f.L.Text(t) }

// Day is "今天 8月3日 周一", "Today, Mon 3 Aug", or without the first word where the day is far.
func (f frame) Day(t time.Time) string {
	t = t.In(f.now.Location())
	if near := f.Near(t); near != f.L.weekday(t) {
		return near + f.T.Comma + f.L.date(t)
	}
	return f.L.date(t)
}

// Near is "今天", "明天" or the day of the week.
func (f frame) Near(t time.Time) string { return f.L.near(t.In(f.now.Location()), f.now) }

// Short is the date as a day strip shows it.
func (f frame) Short(t time.Time) string { return f.L.short(t.In(f.now.Location())) }

// Hour is "14:30".
func (f frame) Hour(t time.Time) string { return t.In(f.now.Location()).Format("15:04") }

// Span is "14:30–14:50".
func (f frame) Span(s station.Slot) string {
	return f.Hour(s.Starts) + "–" + f.Hour(s.Starts.Add(time.Duration(s.Minutes)*time.Minute))
}

// Soon is "今天 14:30".
func (f frame) Soon(t time.Time) string { return f.Near(t) + " " + f.Hour(t) }

// Places is how many places are left, in words.
func (f frame) Places(n int) string { return f.L.places(n) }
