package phone

import (
	"bytes"
	"cmp"
	"net/http"
	"strconv"
	"time"

	"github.com/nuanxin/station-kit/kiosk/choice"
	"github.com/nuanxin/station-kit/station"
)

// holding is a kind of thing that the station holds of the rider.
type holding struct {
	Subject string
	Items   []heldItem
}

// heldItem is one, in words: What may be empty.
type heldItem struct {
	At   time.Time
	What station.Text
}

func (s *Server) myData(c *call) answer {
	if !c.rider.Pseudonym.Known() {
		return show("my-data", []holding(nil))
	}
	held, err := s.Desk.MyData(c.rider.Pseudonym)
	if err != nil {
		return s.failed(err)
	}
	return show("my-data", s.bySubject(held.Items))
}

func (s *Server) bySubject(items []station.Item) []holding {
	var all []holding
	at := map[string]int{}
	for _, each := range items {
		i, found := at[each.Subject]
		if !found {
			i = len(all)
			at[each.Subject] = i
			all = append(all, holding{Subject: each.Subject})
		}
		all[i].Items = append(all[i].Items, heldItem{each.At, s.worded(each.Value)})
	}
	return all
}

// worded says what an item is about, as far as that has a name.
func (s *Server) worded(value any) station.Text {
	switch v := value.(type) {
	case station.HeldBooking:
		return s.serviceName(v.Service)
	case station.SubmissionItem:
		return choiceNamed(v.About)
	case station.PointsEntry:
		return pointsMoved(v.Points)
	case map[string]int64:
		return pointsMoved(v["points"])
	case station.NameToday:
		return same(v.Masked + " " + v.PhoneTail)
	case station.Consent:
		return s.noticeText(v.Purpose)
	case station.TaskItem:
		return s.taskTitle(v.Task)
	case station.Progress:
		return s.packTitle(v.Pack)
	}
	return station.Text{}
}

func pointsMoved(points int64) station.Text {
	n := strconv.FormatInt(points, 10)
	return station.Text{ZH: n + " 分", EN: n + " points"}
}

// choiceNamed names an identifier of a submission, whichever list it is of.
func choiceNamed(id string) station.Text {
	if c, found := choice.CategoryOf(id); found {
		return c.Text
	}
	c, _ := choice.Find(choice.Hazards, id)
	return c.Text
}

// export is all of it as a file.
func (s *Server) export(c *call) answer {
	held, err := s.Desk.MyData(c.rider.Pseudonym)
	if err != nil {
		return s.refused(err, "/my-data")
	}
	var file bytes.Buffer
	if err := held.Export(&file); err != nil {
		return s.failed(err)
	}
	return answer{status: http.StatusOK, file: "nuanxin-" + cmp.Or(held.Station, "station") + ".json", body: file.Bytes()}
}

// erase forgets the rider, here and on the phone. It wants to hear it twice.
func (s *Server) erase(c *call) answer {
	if c.PostForm.Get("sure") == "" {
		return undone("be-sure", "/my-data")
	}
	if err := s.Desk.Erase(c.rider.Pseudonym); err != nil {
		return s.refused(err, "/my-data")
	}
	c.forget()
	return see("/my-data", "note", "erased")
}
