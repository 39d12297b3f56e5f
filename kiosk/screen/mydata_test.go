package screen

import (
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// sheetFor is a sheet that says a view's words.
func sheetFor(l i18n.Lang) sheet {
	return sheet{lang: l, view: flow.View{Lang: l, Now: now, Station: station.Text{ZH: "望京暖新驿站", EN: "Wangjing Nuanxin Station"}}}
}

func TestEveryKindOfRecordHasItsOwnSentence(t *testing.T) {
	for _, l := range []i18n.Lang{i18n.ZH, i18n.EN} {
		s := sheetFor(l)
		said := map[string]bool{}
		all := keptSample()
		for _, line := range all[:len(all)-1] {
			text := s.sentence(line)
			if text == s.say(i18n.SaidRecord) || strings.Contains(text, "%!") || strings.Contains(text, "TASK_STATE") || said[text] {
				t.Errorf("%s, %T: %q", line.Item.Subject, line.Item.Value, text)
			}
			said[text] = true
		}
		if got := s.sentence(all[len(all)-1]); got != s.say(i18n.SaidRecord) {
			t.Errorf("of a kind that is newer than the screen: %q", got)
		}
	}
}

func TestACopySaysWhatTheScreenSays(t *testing.T) {
	s := sheetFor(i18n.EN)
	lines := keptSample()[4:7]
	want := "What Wangjing Nuanxin Station keeps of me (2026-11-23 14:32)\n" +
		"- 2026-11-21 22:32 Consent: Telling my story\n" +
		"- 2026-11-21 22:32 Withdrawn: Telling my story\n" +
		"- 2026-11-21 22:32 Legal aid, 24 Nov 14:32, provisional"
	if got := s.copied(lines); got != want {
		t.Errorf("copied:\n%s\nwant:\n%s", got, want)
	}
}
