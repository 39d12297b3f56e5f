package health

import (
	"github.com/nuanxin/station-kit/firmware-bridge/escpos"
	"github.com/nuanxin/station-kit/firmware-bridge/evdev"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/wedge"
)

// Text is a sentence in both languages.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// Advice is what to do: for the rider who stands there, and for whoever looks after the device.
type Advice struct {
	Rider      Text `json:"rider"`
	Technician Text `json:"technician"`
}

// adviceOf asks the packages of the devices first: they say more than the line does.
func adviceOf(err error) Advice {
	if a, ok := escpos.AdviceOf(err); ok {
		return Advice{Text(a.Rider), Text(a.Technician)}
	}
	if a, ok := samv.AdviceOf(err); ok {
		return Advice{Text(a.Rider), Text(a.Technician)}
	}
	if a, ok := wedge.AdviceOf(err); ok { // scanner's too
		return Advice{Text(a.Rider), Text(a.Technician)}
	}
	if a, ok := evdev.AdviceOf(err); ok {
		return Advice{Text(a.Rider), Text(a.Technician)}
	}
	if a, ok := port.AdviceOf(err); ok {
		return Advice{Text(a.Rider), Text(a.Technician)}
	}
	return unforeseen
}

// What no package knows of.
var (
	outOfOrder = Text{"设备暂时不可用，请告诉工作人员", "A device is not available now: please tell the attendant"}
	unforeseen = Advice{outOfOrder, Text{
		"原因不明：请重新插拔设备、断电重启；仍不行请运行 nuanxin-bridge doctor，并把日志交给技术支持。",
		"The cause is not known: plug the device in again and restore its power; else run nuanxin-bridge doctor and give the log to support.",
	}}
	unstable = Advice{outOfOrder, Text{
		"设备时断时续：请换一根线、换一个 USB 口（不要经过集线器），检查电源是否够用、插头是否松动。",
		"The device comes and goes: change its cable and its USB socket (no hub), see that its power supply suffices and no plug is loose.",
	}}
)
