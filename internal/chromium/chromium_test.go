package chromium

import (
	"net/http"
	"net/http/httptest"
	"strings"
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

func TestAccessibleFindsWhatIsNot(t *testing.T) {
	for name, each := range map[string]struct {
		page string
		want string
	}{
		"good":         {`<!doctype html><html lang="en"><title>Good</title><main><h1>Good</h1></main>`, ""},
		"low contrast": {`<!doctype html><html lang="en"><title>Pale</title><main><h1 style="color:#bbb;background:#fff">Pale</h1></main>`, "color-contrast"},
		"no label":     {`<!doctype html><html lang="en"><title>Box</title><main><h1>Box</h1><textarea></textarea></main>`, "label"},
	} {
		web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
			_, _ = w.Write([]byte(each.page))
		}))
		tab := Open(t, Phone)
		if err := chromedp.Do(tab, chromedp.Navigate(web.URL)); err != nil {
			t.Fatal(err)
		}
		faults := Accessible(t, tab)
		web.Close()
		if got := strings.Join(faults, "\n"); each.want == "" && got != "" || !strings.Contains(got, each.want) {
			t.Errorf("%s: found %q, want %q", name, got, each.want)
		}
	}
}
