package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/nuanxin/station-kit/firmware-bridge/capture"
	"github.com/nuanxin/station-kit/firmware-bridge/evdev"
	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/serve"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
	"github.com/nuanxin/station-kit/firmware-bridge/wedge"
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

// adviceFor is what to do about an error, in both languages; empty where nobody knows.
func adviceFor(err error) remedy.Text {
	for _, w := range words {
		if errors.Is(err, w.err) {
			return w.text
		}
	}
	if advice, ok := evdev.AdviceOf(err); ok {
		return advice.Technician
	}
	if advice, ok := wedge.AdviceOf(err); ok {
		return advice.Technician
	}
	if reason, advice := health.Of(err); reason != health.Unknown {
		return advice.Technician
	}
	advice, _ := port.AdviceOf(err)
	return advice.Technician
}

// words are what to do about the errors of this command and of what only it uses.
var words = []struct {
	err  error
	text remedy.Text
}{
	{errUnwell, remedy.Text{ZH: "没有找到能用的设备，请按上面的提示处理。", EN: "No device that works was found: see above for what to do."}},
	{errTrouble, remedy.Text{ZH: "发现问题，请按上面的提示处理。", EN: "Something is wrong: see above for what to do."}},
	{errControl, remedy.Text{ZH: "控制管道的路径已被别的文件占用：请换一个，或先删除它。", EN: "Another file is at the control pipe's path: choose another, or remove it."}},
	{errNothing, remedy.Text{ZH: "没有可打印的文字：请从标准输入送入文字，或不加 --stdin 打印测试页。", EN: "There is no text to print: give it on standard input, or print the test page without --stdin."}},
	{capture.ErrFormat, remedy.Text{ZH: "这不是录制文件：请选 nuanxin-bridge record 写出的文件。", EN: "This is no capture: choose a file that nuanxin-bridge record wrote."}},
	{capture.ErrVersion, remedy.Text{ZH: "录制文件来自更新的版本：请用那个版本回放。", EN: "A newer version made this capture: replay it with that one."}},
	{fs.ErrExist, remedy.Text{ZH: "文件已存在：请换一个名字，或先删除它。", EN: "The file exists: choose another name, or remove it."}},
	{samv.ErrPhoto, remedy.Text{ZH: "照片没有解码：请检查解码程序。", EN: "The photo was not decoded: check the decoder program."}},
	{serve.ErrNotLoopback, remedy.Text{ZH: "服务只供本机使用：请监听 127.0.0.1:端口 或 [::1]:端口。", EN: "The service is for this machine only: listen on 127.0.0.1:PORT or [::1]:PORT."}},
	{serve.ErrOrigin, remedy.Text{ZH: "这不是网页来源：请写成 https://主机 或 http://主机:端口，不带路径和 *。", EN: "This is no web page's origin: write https://host or http://host:port, without a path or *."}},
	{serve.ErrDialect, remedy.Text{ZH: "没有这种接口：请用 readmsg 或 readcard。", EN: "There is no such dialect: use readmsg or readcard."}},
	{serve.ErrToken, remedy.Text{ZH: "令牌太短：至少 16 个字符，可用 openssl rand -hex 16 生成。", EN: "The token is too short: 16 characters at least; openssl rand -hex 16 makes one."}},
	{sim.ErrPath, remedy.Text{ZH: "模拟设备的路径已被别的文件占用：请换一个，或先删除它。", EN: "Another file is at the simulated device's path: choose another, or remove it."}},
}

// explain says in the chosen language what is wrong and how to mend it, with the cause for whoever knows more.
func (a *app) explain(err error) string {
	text := adviceFor(err)
	if text == (remedy.Text{}) {
		return err.Error()
	}
	if errors.Is(err, errUnwell) || errors.Is(err, errTrouble) {
		return a.say(text.ZH, text.EN)
	}
	return fmt.Sprintf("%s (%v)", a.say(text.ZH, text.EN), err)
}
