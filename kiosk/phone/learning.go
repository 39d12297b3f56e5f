package phone

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/nuanxin/station-kit/station"
)

// packView is a pack with how far the rider has come.
type packView struct {
	station.Pack
	station.Progress
	At   int // the page shown, from 1
	Page station.Page
	// Pictured: the picture of the page shown is here.
	Pictured bool
}

// Last reports whether the page shown is the last.
func (v packView) Last() bool { return v.At == len(v.Pages) }

// Before is the page before.
func (v packView) Before() int { return v.At - 1 }

func (s *Server) learning(c *call) answer {
	packs, err := s.packs(c)
	if err != nil {
		return s.failed(err)
	}
	return show("learning", packs)
}

func (s *Server) packs(c *call) ([]packView, error) {
	all, err := s.Desk.Packs("")
	if err != nil {
		return nil, err
	}
	var progress []station.Progress
	if c.rider.Pseudonym.Known() {
		if progress, err = s.Desk.Progress(c.rider.Pseudonym); err != nil {
			return nil, err
		}
	}
	views := make([]packView, len(all))
	for i, p := range all {
		views[i].Pack = p
		if at := slices.IndexFunc(progress, func(g station.Progress) bool { return g.Pack == p.ID }); at >= 0 {
			views[i].Progress = progress[at]
		}
	}
	return views, nil
}

// packOf finds a pack; where it reports false the answer says why.
func (s *Server) packOf(c *call, id string) (packView, answer, bool) {
	packs, err := s.packs(c)
	if err != nil {
		return packView{}, s.failed(err), false
	}
	i := slices.IndexFunc(packs, func(p packView) bool { return p.ID == id })
	if i < 0 {
		return packView{}, see("/learning", "note", "no-pack"), false
	}
	return packs[i], answer{}, true
}

// lesson is one page of a pack: the one asked for, else the one after the
// furthest read.
func (s *Server) lesson(c *call) answer {
	v, a, ok := s.packOf(c, c.URL.Query().Get("id"))
	switch {
	case !ok:
		return a
	case len(v.Pages) == 0:
		return see("/quiz", "id", v.ID)
	}
	at, err := strconv.Atoi(c.URL.Query().Get("page"))
	if err != nil {
		at = v.Progress.Page + 1
	}
	v.At = max(1, min(at, len(v.Pages)))
	v.Page = v.Pages[v.At-1]
	file, err := s.Desk.Picture(v.Page.Picture)
	v.Pictured = err == nil && file != nil
	return show("lesson", v)
}

// lessonPicture is the picture of a lesson's page.
func (s *Server) lessonPicture(c *call) answer {
	v, a, ok := s.packOf(c, c.URL.Query().Get("id"))
	if !ok {
		return a
	}
	at, _ := strconv.Atoi(c.URL.Query().Get("page"))
	if at < 1 || at > len(v.Pages) {
		return plain(http.StatusNotFound, "unknown")
	}
	file, err := s.Desk.Picture(v.Pages[at-1].Picture)
	switch {
	case err != nil:
		return s.failed(err)
	case file == nil:
		return plain(http.StatusNotFound, "unknown")
	}
	return picture(file)
}

// read notes that a page was read and leads on. Of nobody known nothing is
// noted.
func (s *Server) read(c *call) answer {
	f := c.PostForm
	v, a, ok := s.packOf(c, f.Get("id"))
	if !ok {
		return a
	}
	version, _ := strconv.ParseUint(f.Get("version"), 10, 32)
	page, _ := strconv.Atoi(f.Get("page"))
	err := s.Desk.ReadPage(c.rider, v.ID, uint32(version), page)
	switch {
	case errors.Is(err, station.ErrNoPage):
		return plain(http.StatusBadRequest, "odd")
	case err != nil && !errors.Is(err, station.ErrAnonymous):
		return s.refused(err, "/lesson", "id", v.ID, "page", "1")
	case page < len(v.Pages):
		return see("/lesson", "id", v.ID, "page", strconv.Itoa(page+1))
	case len(v.Quiz) > 0:
		return see("/quiz", "id", v.ID)
	}
	return see("/learning", "note", "read")
}
