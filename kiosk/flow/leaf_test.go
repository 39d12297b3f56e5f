package flow

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestLeavesEndWithSentences(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "",
		"一。":                     "一。",
		"红灯停。绿灯行。黄灯等。":           "红灯停。|绿灯行。|黄灯等。",
		"他说：“好。”走了。":             "他说：“好。”|走了。",
		"One. Two three. Four":   "One.|Two three.|Four",
		"Version 1.5 is out now": "Version 1.5|is out now",
	} {
		if got := strings.Join(leaves(text, 11), "|"); got != want {
			t.Errorf("%q is cut into %q, want %q", text, got, want)
		}
	}
}

// Whatever the text, nothing of it is lost and no page is much too long.
func TestLeavesLoseNothing(t *testing.T) {
	piece := rapid.SampledFrom([]string{"红", "灯", "。", "，", " ", "\n", "a", "stop", ". ", "“", "”", "1"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 300).Draw(t, "text"), "")
		room := rapid.IntRange(10, 100).Draw(t, "room")
		all := leaves(text, room)
		bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if bare(strings.Join(all, "")) != bare(text) {
			t.Fatalf("%q became %q", text, all)
		}
		for _, l := range all {
			if breadth(l) > room+longestWord+2 {
				t.Fatalf("a page of %d in a room of %d: %q", breadth(l), room, l)
			}
		}
	})
}
