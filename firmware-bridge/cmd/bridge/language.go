package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
)

// language is zh where the environment says so, as the C library would look for it, else en.
func language(env func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := env(name); value != "" {
			if strings.HasPrefix(value, "zh") {
				return "zh"
			}
			return "en"
		}
	}
	return "en"
}

// say is one of two texts.
func (a *app) say(zh, en string) string {
	if a.lang == "zh" {
		return zh
	}
	return en
}

// remedies tell for each kind of failure what is wrong and how to mend it. The first that fits is taken.
var remedies = []struct {
	err    error
	zh, en string
}{
	{
		port.ErrNotFound, "没有这个串口设备：请检查连线，或用 nuanxin-bridge list 查看设备路径。",
		"No such serial device: check the cable, or see nuanxin-bridge list for the path.",
	},
	{
		port.ErrPermission, "没有权限打开串口：请运行 sudo usermod -aG dialout 用户名，然后重新登录。",
		"No permission to open the port: run sudo usermod -aG dialout USER and log in again.",
	},
	{
		port.ErrInUse, "串口正被其他程序占用：请先关闭该程序（可用 sudo fuser -v 路径 查看；常见的是 ModemManager 和 brltty）。",
		"Another program uses the port: stop it first (sudo fuser -v PATH shows which; ModemManager and brltty are usual).",
	},
	{
		port.ErrNotTTY, "这不是串口设备：请用 nuanxin-bridge list 查看正确的路径。",
		"This is not a serial device: see nuanxin-bridge list for the right path.",
	},
	{
		port.ErrBaud, "不支持这个波特率：常用的是 115200 和 9600。",
		"This baud rate does not exist: 115200 and 9600 are usual.",
	},
	{
		port.ErrGone, "设备已断开，或该串口后面没有硬件：请重新插好连线。",
		"The device is gone, or there is no hardware behind this port: plug it in again.",
	},
	{
		port.ErrTimeout, "设备不接收数据：请重新插拔设备。",
		"The device takes no data: unplug it and plug it in again.",
	},
	{
		samv.ErrSilent, "没有应答：请检查读卡器电源、收发线是否接反、波特率是否正确；也可能不是身份证读卡器。",
		"No answer: check the reader's power, crossed wires and the baud rate; or it is no ID-card reader.",
	},
	{
		samv.ErrGarbled, "应答混乱：波特率可能不对，或线路有干扰，或不是身份证读卡器。",
		"The answer is garbled: wrong baud rate, a noisy line, or it is no ID-card reader.",
	},
	{
		samv.ErrEcho, "只收到自己发出的数据：收发线短接，或线的另一端没有读卡器；请检查接线。",
		"Only what was sent came back: the wires are looped, or no reader is at the other end; check the wiring.",
	},
	{
		samv.SelfTestFailed, "读卡器安全模块自检失败：请断电重启；仍失败请更换读卡器。",
		"The reader's security module failed its self-test: cut its power; replace the reader if that does not help.",
	},
	{
		errUnwell, "没有找到可用的身份证读卡器。",
		"See above for what to do.",
	},
	{
		samv.NotAuthorised, "读卡器安全模块未授权：请联系供应商。",
		"The reader's security module is not authorised: ask its supplier.",
	},
}

// explain says in the chosen language what is wrong and how to mend it, with the cause for whoever knows more.
func (a *app) explain(err error) string {
	for _, r := range remedies {
		if errors.Is(err, r.err) {
			return fmt.Sprintf("%s (%v)", a.say(r.zh, r.en), err)
		}
	}
	var code samv.Code
	if errors.As(err, &code) && code.CardFault() {
		return fmt.Sprintf("%s (%v)", a.say("读卡失败：请把卡拿开再放一次。", "The card could not be read: lift it and place it again."), err)
	}
	return err.Error()
}
