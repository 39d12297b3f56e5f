package station_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

func TestHazardIsReportedByAnybody(t *testing.T) {
	s, fleet := open(t)
	photo := sha256.Sum256([]byte("a photo"))
	h := station.Hazard{Kind: "electric-bike", Place: "gate-2", Text: "楼道里有电动车充电", Photo: photo}
	for _, r := range []station.Rider{rider(1), station.Anonymous()} {
		f, err := s.ReportHazard(r, h)
		if err != nil {
			t.Fatal(err)
		}
		got := last(t, s).GetHazardReported()
		if got.Kind != h.Kind || got.Place != h.Place || !bytes.Equal(got.Photo, photo[:]) || event.PseudonymFrom(got.Pseudonym) != r.Pseudonym {
			t.Errorf("recorded as %v", got)
		}
		if text, err := fleet.Opener.OpenText(got.Text, f.Ref); err != nil || text != h.Text {
			t.Errorf("the hub reads %q, %v", text, err)
		}
	}
	if _, err := s.ReportHazard(rider(1), station.Hazard{Kind: "road", Place: "gate-2"}); err != nil {
		t.Errorf("without text and photo: %v", err)
	}
	if got := last(t, s).GetHazardReported(); got.Text != nil || got.Photo != nil {
		t.Errorf("recorded as %v", got)
	}
	for name, c := range map[string]struct {
		hazard station.Hazard
		want   error
	}{
		"no kind":          {station.Hazard{Place: "gate"}, station.ErrNotOffered},
		"a kind in words":  {station.Hazard{Kind: "路面塌陷", Place: "gate"}, station.ErrNotOffered},
		"a place in words": {station.Hazard{Kind: "road", Place: "某小区3号楼502王先生家"}, station.ErrNotOffered},
		"a number":         {station.Hazard{Kind: "road", Place: "room-13800138000"}, station.ErrNotOffered},
		"nowhere":          {station.Hazard{Kind: "road", Text: " "}, station.ErrNothingSaid},
		"too long":         {station.Hazard{Kind: "road", Text: strings.Repeat("长", 2001)}, station.ErrTooLong},
	} {
		if _, err := s.ReportHazard(rider(1), c.hazard); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
