package flow

import (
	"slices"
	"testing"
)

func TestHelpExplainsEveryEntryAndOpensIt(t *testing.T) {
	k := newKiosk()
	k.tap(Enter{EnterHelp})
	help := shows[Help](t, k)
	if len(help.Entries) > 0 || help.Page.Index != 0 {
		t.Errorf("the first page is %+v", help)
	}
	var seen []Entry
	for range help.Page.Count - 1 {
		k.tap(Turn{1})
		seen = append(seen, shows[Help](t, k).Entries...)
	}
	for _, e := range k.entries() {
		if slices.Contains(seen, e) == (e == EnterHelp) {
			t.Errorf("help explains %v, and there are %v", seen, k.entries())
		}
	}
	k.tap(Turn{1})
	if got := shows[Help](t, k).Page; got.Index != got.Count-1 {
		t.Errorf("beyond the last page: %+v", got)
	}
	k.tap(Enter{EnterPass})
	shows[Identify](t, k)
	k.tap(Back{})
	k.tap(Enter{EnterHelp})
	k.tap(Back{})
	shows[Home](t, k)
}
