package health

import (
	"github.com/nuanxin/station-kit/firmware-bridge/escpos"
	"github.com/nuanxin/station-kit/firmware-bridge/evdev"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/wedge"
)

// devices are asked first: they say more than the line does.
var devices = []func(error) (remedy.Advice, bool){
	escpos.AdviceOf, samv.AdviceOf, wedge.AdviceOf /* and scanner's */, evdev.AdviceOf, port.AdviceOf,
}

func adviceOf(err error) remedy.Advice {
	for _, of := range devices {
		if a, known := of(err); known {
			return a
		}
	}
	return unforeseen
}

// What no package knows of.
var (
	outOfOrder = remedy.Say("设备暂时不可用，请告诉工作人员", "A device is not available now: please tell the attendant")
	unforeseen = remedy.Advice{Rider: outOfOrder, Technician: remedy.Say(
		"原因不明：请重新插拔设备、断电重启；仍不行请运行 nuanxin-bridge doctor，并把日志交给技术支持。",
		"The cause is not known: plug the device in again and restore its power; else run nuanxin-bridge doctor and give the log to support.",
	)}
	unstable = remedy.Advice{Rider: outOfOrder, Technician: remedy.Say(
		"设备时断时续：请换一根线、换一个 USB 口（不要经过集线器），检查电源是否够用、插头是否松动。",
		"The device comes and goes: change its cable and its USB socket (no hub), see that its power supply suffices and no plug is loose.",
	)}
)
