package console_test

import (
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/nuanxin/station-kit/internal/chromium"
)

// measure lists what is wrong with the page as a browser draws it.
const measure = `(() => {
	const bad = [], style = (q, p) => getComputedStyle(document.querySelector(q))[p];
	if (document.documentElement.scrollWidth > innerWidth) bad.push("wider than the screen: " + document.documentElement.scrollWidth);
	if (style("body", "fontVariantNumeric") !== "tabular-nums") bad.push("the style sheet was not applied");
	if (style("rect.booked", "fill") === style("rect.free", "fill")) bad.push("bars cannot be told apart");
	for (const b of document.querySelectorAll("article")) {
		const [booked, lent, all] = ["booked", "lent", "free"].map(c => b.querySelector("rect." + c).getBoundingClientRect().width);
		if (!(booked <= lent && lent <= all && all > 50)) bad.push("a bar of " + [booked, lent, all]);
	}
	for (const r of performance.getEntriesByType("resource")) if (new URL(r.name).origin !== location.origin) bad.push("loads " + r.name);
	return bad;
})()`

func TestPageAsDrawn(t *testing.T) {
	s := httptest.NewServer(handler(sick()))
	t.Cleanup(s.Close)
	for name, c := range map[string]struct {
		screen chromium.Screen
		target string
	}{
		"hub-zh":    {chromium.Screen{Width: 1120, Height: 1320, Scale: 1}, "/?lang=zh"},
		"hub-en":    {chromium.Screen{Width: 1120, Height: 1320, Scale: 1}, "/?lang=en"},
		"hub-phone": {chromium.Phone, "/?lang=zh"},
	} {
		t.Run(name, func(t *testing.T) {
			tab := chromium.Open(t, c.screen)
			if err := chromedp.Do(tab, chromedp.Navigate(s.URL+c.target), chromedp.WaitVisible("footer")); err != nil {
				t.Fatal(err)
			}
			bad, err := chromedp.Run(tab, chromedp.Evaluate[[]string](measure))
			if err != nil {
				t.Fatal(err)
			}
			for _, each := range bad {
				t.Error(each)
			}
			chromium.Shoot(t, tab, name)
		})
	}
}

// measureStation lists what is wrong with a station's page as drawn.
const measureStation = `(() => {
	const bad = [];
	if (document.documentElement.scrollWidth > innerWidth) bad.push("wider than the screen: " + document.documentElement.scrollWidth);
	if (document.querySelectorAll(".state.bad").length < 5) bad.push("troubles are not marked");
	for (const r of performance.getEntriesByType("resource")) if (new URL(r.name).origin !== location.origin) bad.push("loads " + r.name);
	return bad;
})()`

func TestStationPageAsDrawn(t *testing.T) {
	s := httptest.NewServer(handler(sick()))
	t.Cleanup(s.Close)
	for name, screen := range map[string]chromium.Screen{"station": {Width: 1120, Height: 1100, Scale: 1}, "station-phone": chromium.Phone} {
		t.Run(name, func(t *testing.T) {
			tab := chromium.Open(t, screen)
			if err := chromedp.Do(tab, chromedp.Navigate(s.URL+"/stations/jianguo-lu?lang=en"), chromedp.WaitVisible("footer")); err != nil {
				t.Fatal(err)
			}
			bad, err := chromedp.Run(tab, chromedp.Evaluate[[]string](measureStation))
			if err != nil {
				t.Fatal(err)
			}
			for _, each := range bad {
				t.Error(each)
			}
			chromium.Shoot(t, tab, name)
		})
	}
}
