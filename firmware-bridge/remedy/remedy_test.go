package remedy_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
)

// The first line that fits counts, whatever wraps the error.
func TestOf(t *testing.T) {
	paper, stale := errors.New("no paper"), errors.New("too late")
	table := remedy.Table{
		remedy.For(stale, remedy.Say("过时", "stale"), remedy.Text{}),
		remedy.For(paper, remedy.Text{}, remedy.Say("装纸", "put in paper")),
	}
	if a, known := table.Of(fmt.Errorf("%w: %w", stale, paper)); !known || a.Rider.EN != "stale" {
		t.Errorf("both: %v, %v", a, known)
	}
	if a, known := table.Of(fmt.Errorf("print: %w", paper)); !known || a.Technician.ZH != "装纸" || a.Rider != (remedy.Text{}) {
		t.Errorf("one: %v, %v", a, known)
	}
	if a, known := table.Of(errors.ErrUnsupported); known || a != (remedy.Advice{}) {
		t.Errorf("another: %v, %v", a, known)
	}
}
