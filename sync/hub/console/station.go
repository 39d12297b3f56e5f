package console

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

//go:embed station.html
var stationHTML string

var stationTemplate = template.Must(template.New("station").Parse(stationHTML))

// onePage is what the page of one station shows.
type onePage struct {
	T   language
	Now time.Time
	P   patient
}

// FreeGB is the room on the disk.
func (v onePage) FreeGB() string { return fmt.Sprintf("%.1f", float64(v.P.Told.Storage.Free)/1e9) }

func (c console) stationPage(w http.ResponseWriter, r *http.Request) {
	p, err := c.examine(r.Context(), r.PathValue("id"))
	if errors.Is(err, hub.ErrUnknownStation) {
		refuse(w, http.StatusNotFound, "no station of that name: / lists them")
		return
	}
	var html bytes.Buffer
	if err == nil {
		err = stationTemplate.Execute(&html, onePage{languageOf(r), c.Now(), p})
	}
	if err != nil {
		c.fail(w, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(languageOf(r)))
	w.Write(html.Bytes()) // an error means that the browser left
}
