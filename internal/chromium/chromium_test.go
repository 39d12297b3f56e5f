package chromium

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"
)

const page = `<!doctype html><meta name="viewport" content="width=device-width"><title>plain</title><script>document.title = "scripted"</script>`

func title(t *testing.T, screen Screen) string {
	t.Helper()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(page))
	}))
	t.Cleanup(web.Close)
	tab := Open(t, screen)
	if err := chromedp.Do(tab, chromedp.Navigate(web.URL)); err != nil {
		t.Fatal(err)
	}
	got, err := chromedp.Run(tab, chromedp.Title())
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestScriptsRunUnlessSwitchedOff(t *testing.T) {
	if got := title(t, Phone); got != "scripted" {
		t.Errorf("title %q, want the script's", got)
	}
	mute := Phone
	mute.NoScript = true
	if got := title(t, mute); got != "plain" {
		t.Errorf("title %q, want the page's own: its script must not run", got)
	}
}
