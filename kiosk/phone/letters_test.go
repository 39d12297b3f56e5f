package phone

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/nuanxin/station-kit/internal/chromium"
)

// enlarged has every letter so many times as large, as a phone does whose owner
// has set large text.
const enlarged = `((by) => {
	const grow = rule => {
		if (rule.type === CSSRule.MEDIA_RULE) for (const inner of rule.cssRules) grow(inner);
		else if (rule.style && rule.style.fontSize.endsWith("px")) rule.style.fontSize = parseFloat(rule.style.fontSize) * by + "px";
	};
	for (const sheet of document.styleSheets) for (const rule of sheet.cssRules) grow(rule);
	return document.styleSheets.length;
})(%v)`

// covered finds words that lie on others.
const covered = `(() => {
	const bad = [], all = [...document.querySelectorAll("b, em, span, dt, dd, h1, h2")].filter(e => e.offsetParent && !e.children.length);
	const boxes = all.map(e => { const r = document.createRange(); r.selectNodeContents(e); return [...r.getClientRects()]; });
	const meet = (a, b) => a.left < b.right - 2 && b.left < a.right - 2 && a.top < b.bottom - 8 && b.top < a.bottom - 8;
	for (let i = 0; i < all.length; i++) for (let j = i + 1; j < all.length; j++) {
		if (all[i].closest("nav") || all[j].closest("nav")) continue;
		if (boxes[i].some(a => boxes[j].some(b => meet(a, b))))
			bad.push(all[i].textContent.slice(0, 20) + " lies on " + all[j].textContent.slice(0, 20));
	}
	return bad;
})()`

func (t thumb) lookAtLarge(name, path, page string, by float64) {
	t.Helper()
	t.visit(path, page)
	t.loaded()
	if n, err := chromedp.Run(t.tab, chromedp.Evaluate[int](fmt.Sprintf(enlarged, by))); err != nil || n != 1 {
		t.Fatalf("%d styles, %v", n, err)
	}
	bad, err := chromedp.Run(t.tab, chromedp.Evaluate[[]string](covered))
	if err != nil {
		t.Fatal(err)
	}
	for _, each := range bad {
		t.Errorf("%s: %s", name, each)
	}
	t.look(name)
}

// TestPagesInLargeLetters: the smallest phones with the largest text that
// Android's settings offered for years, and one with half as much again.
func TestPagesInLargeLetters(t *testing.T) {
	for _, each := range []struct {
		lang   lang
		screen chromium.Screen
		by     float64
	}{
		{english, chromium.Screen{Width: 320, Height: 480, Scale: 2, Touch: true}, 1.3},
		{chinese, small, 1.5},
	} {
		t.Run(string(each.lang), func(t *testing.T) {
			p, _ := furnished(t, realCodes)
			phone := p.thumb(each.screen)
			phone.visit("/?lang="+string(each.lang), "home")
			phone.tap("#check-in", "#checked-in")
			phone.visit("/confirm?service=health-check&slot=health-check-soon", "confirm")
			phone.tap("#book", ".ticket")
			for i, at := range [][2]string{
				{"/", "home"},
				{"/service?id=health-check", "service"},
				{"/service?id=legal-aid", "service"},
				{"/confirm?service=legal-aid&slot=legal-aid-soon", "confirm"},
				{"/confirm?service=childcare&slot=childcare-soon", "confirm"},
				{"/bookings", "bookings"},
				{"/pass", "pass"},
				{"/appeals", "appeals"},
				{"/appeal?about=labour-rights", "appeal"},
				{"/hazard", "hazard"},
				{"/points", "points"},
				{"/tasks", "tasks"},
				{"/announcements", "announcements"},
				{"/my-data", "my-data"},
			} {
				phone.lookAtLarge(fmt.Sprintf("large-%s-%02d-%s", each.lang, i, at[1]), at[0], at[1], each.by)
			}
		})
	}
}
