package slip

import (
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/font/opentype"

	"github.com/nuanxin/station-kit/firmware-bridge/escpos"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass/qr"
)

var zone = time.FixedZone("CST", 8*3600)

// sample is a booking of an invented rider.
func sample() flow.Slip {
	return flow.Slip{
		ID: "1", Station: station.Text{ZH: "和平路暖新驿站", EN: "Heping Road Station"}, Masked: "䶮**",
		Held: flow.Held{
			Service: station.Service{
				ID: "health-check", Name: station.Text{ZH: "健康检查", EN: "Health check"},
				Note: station.Text{ZH: "血压、血糖、颈椎腰椎。请空腹，带上身份证。", EN: "Blood pressure, blood sugar, neck and back. Come fasting; bring your ID card."},
			},
			Booking: station.Booking{
				Ref: event.Ref{Station: "heping-01", Epoch: 1, Seq: 4211},
				Slot: station.Slot{
					Starts: time.Date(2026, 11, 24, 9, 30, 0, 0, zone), Minutes: 30,
					Place: station.Text{ZH: "和平路街道党群服务中心二层 203 室", EN: "Room 203, second floor, Heping Road community centre"},
				},
			},
		},
		Code: "NXR1" + strings.Repeat("A7F3KQ9ZXL2MN8RT", 11),
		Now:  time.Date(2026, 11, 23, 14, 32, 0, 0, zone),
	}
}

func fonts(t *testing.T) []*opentype.Font {
	t.Helper()
	f, err := opentype.Parse(theme.Regular.Content())
	if err != nil {
		t.Fatal(err)
	}
	return []*opentype.Font{f}
}

// paper is the slip as a printer puts it out. PICTURES names a folder to look at it.
func paper(t *testing.T, name string, width escpos.Paper, s flow.Slip) sim.Strip {
	t.Helper()
	modules, err := qr.Modules(s.Code)
	if err != nil {
		t.Fatal(err)
	}
	chunks, err := escpos.Encoder{Paper: width, Fonts: fonts(t)}.Encode(Document(s, modules))
	if err != nil {
		t.Fatal(err)
	}
	r := sim.NewRoll(int(width), fonts(t)[0])
	for _, c := range chunks {
		_, _ = r.Write(c.Data)
	}
	strips := r.Strips()
	if len(strips) != 1 || r.Unknown != 0 {
		t.Fatalf("%d strips, %d unknown commands", len(strips), r.Unknown)
	}
	dir := os.Getenv("PICTURES")
	if dir == "" {
		dir = t.TempDir()
	}
	save(t, filepath.Join(dir, name+".png"), strips)
	if got := scan(t, filepath.Join(dir, name+".png")); got != s.Code {
		t.Errorf("the code reads %q", got)
	}
	return strips[0]
}

func save(t *testing.T, path string, strips []sim.Strip) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, sim.Picture(strips)); err != nil {
		t.Fatal(err)
	}
}

// scan is what a real decoder reads.
func scan(t *testing.T, path string) string {
	t.Helper()
	out, err := exec.Command("zbarimg", "-q", "--raw", path).Output()
	if err != nil {
		t.Fatalf("zbarimg (apt-get install zbar-tools) reads nothing: %v", err)
	}
	return strings.TrimSuffix(string(out), "\n")
}

func has(t *testing.T, s sim.Strip, want ...string) {
	t.Helper()
	for _, line := range want {
		if !slices.ContainsFunc(s.Lines, func(l string) bool { return strings.Contains(l, line) }) {
			t.Errorf("no line has %q:\n%s", line, strings.Join(s.Lines, "\n"))
		}
	}
}

func TestABookingSaysWhatWhenWhereAndHowToCancel(t *testing.T) {
	for name, width := range map[string]escpos.Paper{"booking-58": escpos.Paper58, "booking-80": escpos.Paper80} {
		s := paper(t, name, width, sample())
		has(t, s, "和平路暖新驿站", "Heping Road Station", "健康检查", "Health check", "11月24日 周二", "09:30–10:00", "Tue, 24 Nov",
			"和平路街道党群服务中心", "Room 203", "血压、血糖", "叫号", "4211 号", "heping-01/1/4211", "到时出示这个码", "不能来？", "2026-11-23 14:32")
		if long := slices.MaxFunc(s.Lines, func(a, b string) int { return len(a) - len(b) }); len(long) > 3*int(width)/24 {
			t.Errorf("too long a line: %q", long)
		}
	}
}

func TestAnAppealSaysItsClaimCodeAndNobody(t *testing.T) {
	s := sample()
	s.Held, s.Claim, s.Code, s.Masked = flow.Held{}, "7K3M-Q9XT-2ZRA", "NXC17K3MQ9XT2ZRA", ""
	got := paper(t, "appeal-58", escpos.Paper58, s)
	has(t, got, "诉求查询码", "7K3M-Q9XT-2ZRA", "凭这个码", "和平路暖新驿站")
	for _, line := range got.Lines {
		if strings.Contains(line, "姓名  ") || strings.Contains(line, "预约") {
			t.Errorf("it has %q", line)
		}
	}
}

func TestAStationWithoutEnglishPrintsAllTheSame(t *testing.T) {
	s := sample()
	s.Station.EN, s.Held.Service.Name.EN, s.Held.Service.Note, s.Held.Booking.Slot.Place, s.Masked = "", "", station.Text{}, station.Text{}, ""
	has(t, paper(t, "bare-58", escpos.Paper58, s), "和平路暖新驿站", "09:30–10:00")
}

func TestTodaysListSaysWhenWhoAndHowItStands(t *testing.T) {
	s := flow.Slip{ID: "1", Station: sample().Station, Listed: true, Now: sample().Now, Roll: []flow.Guest{
		{Held: sample().Held, Masked: "张**", Tail: "0042"}, {Held: sample().Held},
	}}
	s.Roll[0].Held.Booking.State = event.BookingState_BOOKING_STATE_CALLED
	got := printed(t, s)
	has(t, got, "今日名单", "09:30", "张** 4211 号 …0042", "健康检查 · 已叫号", "健康检查 · 待确认", "用完请销毁", "2026-11-23 14:32")
	for _, line := range got.Lines {
		if strings.Contains(line, "NXR1") || strings.Contains(line, "预约回执") {
			t.Errorf("it has %q", line)
		}
	}
}

func TestATestPageShowsWhetherThePrinterIsWell(t *testing.T) {
	has(t, paper(t, "test-58", escpos.Paper58, flow.Slip{ID: "1", Station: sample().Station, Test: true, Code: "NUANXIN TEST", Now: sample().Now}),
		"打印测试页", "Test page", "码能扫")
}

// printed is a paper without a code.
func printed(t *testing.T, s flow.Slip) sim.Strip {
	t.Helper()
	chunks, err := escpos.Encoder{Paper: escpos.Paper58, Fonts: fonts(t)}.Encode(Document(s, nil))
	if err != nil {
		t.Fatal(err)
	}
	r := sim.NewRoll(int(escpos.Paper58), fonts(t)[0])
	for _, c := range chunks {
		_, _ = r.Write(c.Data)
	}
	if strips := r.Strips(); len(strips) == 1 && r.Unknown == 0 {
		return strips[0]
	}
	t.Fatalf("%d strips, %d unknown commands", len(r.Strips()), r.Unknown)
	return sim.Strip{}
}

// A booking without a place is not printed as one that has it.
func TestABookingOnTheWaitingListSaysSo(t *testing.T) {
	s := sample()
	s.Held.Booking.State = event.BookingState_BOOKING_STATE_WAITING
	strip := printed(t, s)
	has(t, strip, "还没有名额：排队中", "No place yet: in line")
	if text := strings.Join(strip.Lines, "\n"); strings.Contains(text, "预约回执") || strings.Contains(text, "到时出示") || strings.Contains(text, "叫号") {
		t.Errorf("it passes for one with a place:\n%s", text)
	}
}
