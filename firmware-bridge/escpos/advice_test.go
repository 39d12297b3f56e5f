package escpos

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestEveryErrorHasAdviceInBothLanguages(t *testing.T) {
	for _, err := range []error{
		ErrPaperOut, ErrPaperLow, ErrCoverOpen, ErrCutter, ErrUnrecoverable, ErrRecoverable, ErrOffline,
		ErrSilent, ErrUnplugged, ErrFull, ErrStale, ErrAttempts, ErrDocument,
	} {
		a, ok := AdviceOf(fmt.Errorf("cause: %w", err))
		for _, text := range []string{a.Rider.ZH, a.Rider.EN, a.Technician.ZH, a.Technician.EN} {
			if !ok || text == "" {
				t.Errorf("%v lacks advice: %+v", err, a)
			}
		}
		if strings.ContainsFunc(a.Rider.EN+a.Technician.EN, func(r rune) bool { return r >= 0x4E00 && r < 0xA000 }) {
			t.Errorf("%v: the English has Chinese in it", err)
		}
	}
	if _, ok := AdviceOf(errors.New("other")); ok {
		t.Error("advice for an error of nobody")
	}
}
