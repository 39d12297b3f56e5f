package screen

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// condition is one side of how the station fares, under the choice of sides.
func (s sheet) condition(v flow.Condition) fyne.CanvasObject {
	sides := grid(3, 1, s.Tight)
	for _, side := range []struct {
		side flow.Side
		icon theme.Icon
		name i18n.Key
	}{
		{flow.SideDevices, theme.Scanner, i18n.SideDevices},
		{flow.SideDelivery, theme.Sent, i18n.SideDelivery},
		{flow.SideNetwork, theme.Web, i18n.SideNetwork},
	} {
		p := s.cardPaint()
		if side.side == v.Side {
			p = s.chosenPaint()
		}
		sides.Add(s.button(p, side.icon, s.say(side.name), flow.TurnTo{Side: side.side}))
	}
	shown := s.deviceRows
	switch v.Side {
	case flow.SideDelivery:
		shown = func() fyne.CanvasObject { return s.delivery(v.Delivery) }
	case flow.SideNetwork:
		shown = func() fyne.CanvasObject { return s.network(v.Network) }
	}
	return s.titled(s.say(i18n.StationTitle), only, column(s.Gap, sides, fill(shown())))
}

// deviceRows say how each device fares and, where it does not, what to do.
func (s sheet) deviceRows() fyne.CanvasObject {
	d := s.view.Devices
	all := container.New(cells{1, 3, s.Tight, s.Target * 2})
	all.Add(s.device(theme.IDCard, i18n.DeviceReader, d.Reader))
	all.Add(s.device(theme.Scanner, i18n.DeviceScanner, d.Scanner))
	all.Add(s.device(theme.Printer, i18n.DevicePrinter, d.Printer))
	return all
}

func (s sheet) device(i theme.Icon, name i18n.Key, d flow.Device) fyne.CanvasObject {
	s = s.roomy()
	state, c, ground := i18n.DeviceWell, s.Pine, s.Pine
	switch {
	case !d.Fitted:
		state, c, ground = i18n.DeviceNone, s.Soft, s.Soft
	case d.Out:
		state, c, ground = i18n.DeviceOut, s.Brick, s.Brick
	case d.Code != "":
		state, c, ground = i18n.DeviceWorn, s.Ink, s.Soft
	}
	how := s.say(state)
	if d.Code != "" {
		how += " · " + s.say(i18n.DeviceSince, s.lang.Moment(d.Since, s.view.Now))
	}
	room := s.in(s.width - s.Icon*1.5 - 3*s.Gap)
	text := column(0, room.lines(s.say(name)+s.say(i18n.Colon)+how, s.Body, c, true))
	if advice := s.pick(d.Advice); advice != "" && d.Code != "" {
		text.Add(room.lines(advice, s.Small, s.Ink, false))
	}
	return s.lying(pad(s.Gap, s.Tight/2, row(s.Gap, disc(i, s.Icon*0.84, s.Card, ground), fill(level(text)))))
}

// gauge is something known, under what it is about.
type gauge struct {
	icon         theme.Icon
	about        i18n.Key
	says, adds   string
	needsAPerson bool
}

func (s sheet) gauges(across int, all ...gauge) fyne.CanvasObject {
	if s.Portrait() {
		across = 1
	}
	room := s.in((s.width - float32(across-1)*s.Tight) / float32(across))
	places := container.New(cells{across, (len(all) + across - 1) / across, s.Tight, s.Target * 2})
	for _, f := range all {
		places.Add(room.gauge(f))
	}
	return places
}

func (s sheet) gauge(f gauge) fyne.CanvasObject {
	s = s.roomy()
	c, ground := s.Ink, s.Pine
	if f.needsAPerson {
		c, ground = s.Brick, s.Brick
	}
	room := s.in(s.width - s.Icon*1.5 - 3*s.Gap)
	text := column(0)
	if !s.brief {
		text.Add(room.lines(s.say(f.about), s.Small, s.Soft, false))
	}
	text.Add(room.lines(f.says, s.Body, c, true))
	if f.adds != "" && !s.brief {
		text.Add(room.lines(f.adds, s.Small, s.Soft, false))
	}
	return s.lying(pad(s.Gap, s.Tight/2, row(s.Gap, disc(f.icon, s.Icon*0.84, s.Card, ground), fill(level(text)))))
}

func (s sheet) delivery(d flow.Delivery) fyne.CanvasObject {
	waits := gauge{icon: theme.Queue, about: i18n.CondWaiting, says: s.say(i18n.CondWaitingNone)}
	if d.Waiting > 0 {
		waits.says = s.say(i18n.CondWaitingN, d.Waiting)
		waits.adds = s.since(d.Oldest, i18n.CondWaitingOld, i18n.None)
	}
	receipt := gauge{icon: theme.Note, about: i18n.CondReceipt, says: s.say(i18n.CondReceiptNone)}
	if !d.Receipt.IsZero() {
		receipt.says, receipt.adds = s.lang.Ago(max(0, s.view.Now.Sub(d.Receipt))), s.lang.Moment(d.Receipt, s.view.Now)
	}
	room := gauge{icon: theme.Disk, about: i18n.CondStorage, says: s.say(levelWords[d.Storage]), needsAPerson: d.Storage != station.Ample || d.Recovered}
	room.adds = s.say(i18n.CondFree, strconv.FormatFloat(float64(d.Free)/10, 'f', 1, 64))
	if d.Recovered {
		room.adds = s.say(i18n.CondRecovered)
	}
	trust, known := trustWords[d.Trust]
	if !known {
		trust = i18n.CondClockNone
	}
	return s.gauges(2, waits,
		gauge{icon: theme.Sent, about: i18n.CondUpTo, says: s.since(d.UpTo, i18n.CondUpToTime, i18n.CondUpToNone)},
		receipt, room,
		gauge{icon: theme.Clock, about: i18n.CondClock, says: s.say(trust), needsAPerson: trust != i18n.CondClockSystem},
		s.certificate(d.Certified))
}

// since says something of a time, or something else where there is none.
func (s sheet) since(t time.Time, said, otherwise i18n.Key) string {
	if t.IsZero() {
		return s.say(otherwise)
	}
	return s.say(said, s.lang.Moment(t, s.view.Now))
}

var levelWords = map[station.Level]i18n.Key{
	station.Ample: i18n.CondAmple, station.Low: i18n.CondLow, station.Full: i18n.CondFull,
}

var trustWords = map[event.ClockTrust]i18n.Key{
	event.ClockTrust_CLOCK_TRUST_SYSTEM: i18n.CondClockSystem,
	event.ClockTrust_CLOCK_TRUST_HUB:    i18n.CondClockHub,
	event.ClockTrust_CLOCK_TRUST_FLOOR:  i18n.CondClockFloor,
}

func (s sheet) certificate(until time.Time) gauge {
	f := gauge{icon: theme.Shield, about: i18n.CondCertified}
	switch {
	case until.IsZero():
		f.says, f.needsAPerson = s.say(i18n.CondCertNone), true
	case until.Before(s.view.Now):
		f.says, f.needsAPerson = s.say(i18n.CondCertOver), true
	default:
		f.says = s.say(i18n.CondCertTill, until.Format(time.DateOnly))
	}
	return f
}

// network never says that anything arrives: only receipts do.
func (s sheet) network(n flow.Network) fyne.CanvasObject {
	hub := gauge{icon: theme.Web, about: i18n.CondHub, says: s.say(i18n.CondUnheard), adds: s.say(i18n.CondOnlyProof)}
	if !n.Heard.IsZero() {
		hub.says = s.since(n.Heard, i18n.CondHeard, i18n.None)
	}
	hub.needsAPerson = n.Heard.IsZero()
	own := gauge{icon: theme.House, about: i18n.CondAddresses, says: strings.Join(n.Addresses, "  "), needsAPerson: len(n.Addresses) == 0}
	if len(n.Addresses) == 0 {
		own.says = s.say(i18n.CondNoAddress)
	}
	return s.gauges(2, hub, s.trouble(n), own, gauge{icon: theme.Phone, about: i18n.CondPhone, says: n.Phone})
}

// trouble is what keeps records from moving, or else what last went wrong.
func (s sheet) trouble(n flow.Network) gauge {
	f := gauge{icon: theme.Note, about: i18n.CondTrouble, says: s.say(i18n.CondNoTrouble)}
	code := string(n.Stuck)
	if code == "" {
		code = n.Trouble
	}
	if code == "" {
		return f
	}
	f.says = s.say(i18n.LinkOther, code)
	if known, ok := linkWords[code]; ok {
		f.says = s.say(known)
	}
	if !n.TroubleAt.IsZero() {
		f.adds = s.lang.Moment(n.TroubleAt, s.view.Now)
	}
	f.needsAPerson = n.Stuck != "" && n.Stuck != station.StuckSilent || n.Heard.IsZero()
	return f
}

// linkWords are the codes of docs/wire.md that an attendant can make something of.
var linkWords = map[string]i18n.Key{
	string(station.StuckForked):      i18n.LinkForked,
	string(station.StuckStaleEpoch):  i18n.LinkStale,
	string(station.StuckRecordsGone): i18n.LinkGone,
	string(station.StuckSilent):      i18n.LinkSilent,
	"refused":                        i18n.LinkRefused,
	"revoked":                        i18n.LinkRevoked,
	"replaced":                       i18n.LinkReplaced,
	"unreachable":                    i18n.LinkUnreachable,
	"connection_lost":                i18n.LinkLost,
	"station_file":                   i18n.LinkFile,
}
