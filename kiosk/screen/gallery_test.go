package screen

import (
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
)

var (
	// gallery names a folder for pictures of all screens in everything they
	// come in: go test ./kiosk/screen -run Gallery -gallery DIR
	gallery = flag.String("gallery", "", "write pictures of all screens, in every size, language and look, into this folder")
	// exhibition names one for a choice of them, with a page that shows them:
	// make gallery.
	exhibition = flag.String("exhibition", "", "write a picture of each screen, and of some in other sizes, languages and looks, into this folder")
)

func TestGallery(t *testing.T) {
	if *gallery == "" {
		t.Skip("no folder given by -gallery")
	}
	every(t, func(t *testing.T, b *Board) {
		write(t, b, filepath.Join(*gallery, strings.TrimPrefix(filepath.Base(t.Name()), "TestGallery/")+".png"))
	})
}

func write(t *testing.T, b *Board, path string) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, b.Picture()); err != nil {
		t.Fatal(err)
	}
}

// variant is another way to draw a screen than in Chinese at 1280x800.
type variant struct {
	end   string // of the file's name
	title string
	size  fyne.Size
	lang  i18n.Lang
	look  flow.Look
	of    []string // screens
}

var variants = []variant{
	{"portrait", "Portrait, 1080x1920", sizes[1], i18n.ZH, flow.Look{}, []string{"home", "rider", "times", "receipt", "appeal-receipt", "staff-roll"}},
	{"wide", "1920x1080", sizes[0], i18n.ZH, flow.Look{}, []string{"home", "times"}},
	{"en", "In English", sizes[2], i18n.EN, flow.Look{}, []string{"home", "rider", "times", "receipt", "appeals", "appeal-receipt", "learn-quiz", "mydata", "staff-roll"}},
	{"large", "In large type", sizes[2], i18n.ZH, flow.Look{Large: true}, []string{"home", "rider", "times", "appeal-confirm"}},
	{"strong", "In high contrast", sizes[2], i18n.ZH, flow.Look{Strong: true}, []string{"home", "rider", "times"}},
	{"left", "For left hands", sizes[2], i18n.ZH, flow.Look{LeftHanded: true}, []string{"rider", "times"}},
}

// TestExhibition writes the pictures of docs/screens and the page that shows
// them.
func TestExhibition(t *testing.T) {
	if *exhibition == "" {
		t.Skip("no folder given by -exhibition")
	}
	begin(t)
	var page strings.Builder
	page.WriteString("# The kiosk's screens\n\nDrawn by `make gallery`, in Chinese at 1280x800 unless it says otherwise. The station, its services and its riders are invented.\n")
	for _, subject := range subjects() {
		show(t, &page, subject.title, subject.of, variant{size: sizes[2]})
	}
	for _, v := range variants {
		show(t, &page, v.title, v.of, v)
	}
	if err := os.WriteFile(filepath.Join(*exhibition, "README.md"), []byte(page.String()), 0o666); err != nil {
		t.Fatal(err)
	}
}

// show draws screens and puts them on the page, three in a row.
func show(t *testing.T, page *strings.Builder, title string, names []string, v variant) {
	t.Helper()
	fmt.Fprintf(page, "\n## %s\n\n| | | |\n|---|---|---|\n", title)
	for row := range slices.Chunk(names, 3) {
		for _, name := range row {
			view := named(t, name)
			view.Lang, view.Look = v.lang, v.look
			file := strings.TrimSuffix(name+"-"+v.end, "-") + ".png"
			write(t, drawn(view, v.size, nil), filepath.Join(*exhibition, file))
			fmt.Fprintf(page, "| ![%s](%s)<br>%s ", name, file, strings.ReplaceAll(name, "-", " "))
		}
		page.WriteString(strings.Repeat("| ", 3-len(row)) + "|\n")
	}
}

// subject is what some screens have in common.
type subject struct {
	title string
	of    []string
}

// subjects are all samples by subject, each in the order in which they stand.
func subjects() []subject {
	all := []subject{
		{title: "Idle, checking in, settings, help"},
		{title: "Booking"},
		{title: "The rider's own"},
		{title: "Appeals and hazards"},
		{title: "Writing"},
		{title: "Points, learning, volunteering"},
		{title: "Organisations, members, stories"},
		{title: "My data and consent"},
		{title: "Attendant's mode"},
	}
	for _, s := range append(screens(), staffScreens()...) {
		i := subjectOf(s.name)
		all[i].of = append(all[i].of, s.name)
	}
	return all
}

// beginnings of names tell subjects; what none tells is of the first.
var beginnings = [][]string{
	{},
	{"times", "confirm", "receipt"},
	{"rider", "bookings", "cancel", "pass"},
	{"appeal", "claim", "hazard"},
	{"writing", "pad"},
	{"points", "learn", "tasks"},
	{"directory", "member", "stories", "filed"},
	{"mydata", "consent"},
	{"staff"},
}

func subjectOf(name string) int {
	return max(0, slices.IndexFunc(beginnings, func(all []string) bool {
		return slices.ContainsFunc(all, func(b string) bool { return strings.HasPrefix(name, b) })
	}))
}
