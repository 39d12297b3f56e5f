package port

import (
	"strings"

	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
)

// bulkReader is the USB identity of ID-card modules that carry the same frames and are no serial device.
const bulkReader = "0400:c35a"

// bridges are the USB-to-serial chips met in stations. A bridge does not tell what hangs behind it.
var bridges = map[string]string{
	"1a86:7522": "CH340",
	"1a86:7523": "CH340",
	"1a86:55d3": "CH343",
	"1a86:55d4": "CH9102",
	"10c4:ea60": "CP210x",
	"0403:6001": "FTDI",
	"0403:6015": "FTDI",
	"067b:2303": "PL2303",
	"067b:23a3": "PL2303",
}

// makers are vendors of scanners, whose devices are what they seem.
var makers = map[string]string{"0c2e": "Honeywell", "1eab": "Newland", "05e0": "Zebra"}

var unknownLine = remedy.Say("串行设备", "serial device")

// seems tells from the USB identity what a line may be.
func seems(usb, product string) remedy.Text {
	vendor, _, _ := strings.Cut(usb, ":")
	switch {
	case bridges[usb] != "":
		return remedy.Say(bridges[usb]+" 转接口：可能是读卡器、扫码器或打印机", bridges[usb]+" bridge: card reader, scanner or printer")
	case makers[vendor] != "":
		return remedy.Say(makers[vendor]+" 扫码器", makers[vendor]+" scanner")
	case product != "":
		return remedy.Say(product, product)
	case usb != "":
		return remedy.Say("USB 串口设备", "USB serial device")
	}
	return remedy.Say("本机串口", "serial port of the machine")
}
