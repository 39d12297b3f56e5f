package escpos_test

import (
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font/opentype"

	"github.com/nuanxin/station-kit/firmware-bridge/escpos"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

// embedded is the kiosk's font.
func embedded(t testing.TB) *opentype.Font {
	t.Helper()
	data, err := os.ReadFile("../../kiosk/theme/fonts/NotoSansSC-Regular.otf")
	if err != nil {
		t.Fatal(err)
	}
	f, err := opentype.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// full is Debian's font, which has the rare characters too.
func full(t testing.TB) *opentype.Font {
	t.Helper()
	f, err := sim.LoadFont(sim.SystemFont)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func bytesOf(t testing.TB, e escpos.Encoder, d escpos.Document) []byte {
	t.Helper()
	chunks, err := e.Encode(d)
	if err != nil {
		t.Fatal(err)
	}
	var all []byte
	for _, c := range chunks {
		all = append(all, c.Data...)
	}
	return all
}

// printed is the strip that comes out, which must hold no command that the roll does not know.
func printed(t testing.TB, e escpos.Encoder, d escpos.Document) sim.Strip {
	t.Helper()
	dots := int(e.Paper)
	if dots == 0 {
		dots = 384
	}
	r := sim.NewRoll(dots, embedded(t))
	_, _ = r.Write(bytesOf(t, e, d))
	if r.Unknown != 0 || !r.Ended() {
		t.Errorf("%d unknown commands; ended: %v", r.Unknown, r.Ended())
	}
	strips := r.Strips()
	if len(strips) != 1 {
		t.Fatalf("%d strips", len(strips))
	}
	return strips[0]
}

// scanned is what a real decoder reads in the picture.
func scanned(t testing.TB, s sim.Strip) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "paper.png")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, sim.Picture([]sim.Strip{s})); err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
	out, err := exec.Command("zbarimg", "-q", "--raw", path).Output()
	if err != nil {
		t.Fatalf("zbarimg (apt-get install zbar-tools) reads nothing: %v", err)
	}
	return strings.TrimSuffix(string(out), "\n")
}

func TestSizesAlignmentAndRows(t *testing.T) {
	got := printed(t, escpos.Encoder{}, escpos.Document{
		escpos.Paragraph{Text: "暖新驿站", Size: escpos.Large, Align: escpos.Center, Bold: true},
		escpos.Rule{},
		escpos.Row{Left: "地点", Right: "望京街道党群服务中心二层 203 室", At: 6},
		escpos.Row{Left: "水", Right: "¥0.00"},
		escpos.Paragraph{Text: "A wonderful afternoon, 12345678901 and some", Align: escpos.Right},
	}).Lines
	want := []string{
		"暖新驿站",
		strings.Repeat("─", 16),
		"地点  望京街道党群服务中心二层",
		"      203 室",
		"水" + strings.Repeat(" ", 32-2-6) + "￥0.00",
		"A wonderful afternoon,",
		"12345678901 and some",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
