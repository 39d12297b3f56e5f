package samv

import (
	"fmt"

	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
)

// Code is the status byte SW3 of a reply. Every code but the three successes is an error value:
// errors.Is(err, samv.NoCard). What the person at the reader and the technician should do stands in Advice.
//
// Codes 01, 02, 03, 05 and 09 of vendors' tables (port, timeout, transfer, port unusable, file) are return
// values of their software and never on the wire.
type Code byte

// The status codes of public vendor notes.
const (
	OK        Code = 0x90 // done
	NoContent Code = 0x91 // done; the item is empty (no further address on the card)
	Found     Code = 0x9F // a card is in the field

	BadChecksum      Code = 0x10 // the reader received a wrong checksum: a noisy line
	BadLength        Code = 0x11 // the reader received a wrong length
	BadCommand       Code = 0x21 // unknown command or parameter
	NotPermitted     Code = 0x23 // the command needs an earlier step
	Unrecognised     Code = 0x24 // error of unknown cause
	ModuleRejected   Code = 0x31 // the card did not accept the security module
	CardRejected     Code = 0x32 // the security module did not accept the card: worn, or not genuine
	InfoRejected     Code = 0x33 // the card's contents failed verification
	FingerprintError Code = 0x37 // the fingerprint failed verification
	InfoLength       Code = 0x3F // the card's contents have a wrong length
	UnknownCard      Code = 0x40 // not a card this reader knows
	ReadFailed       Code = 0x41 // reading broke off: the card moved
	RandomFailed     Code = 0x47 // the module could not make a random number
	SelfTestFailed   Code = 0x60 // the security module failed its self-test
	NotAuthorised    Code = 0x66 // the security module is not authorised
	NoCard           Code = 0x80 // nothing found, or the same card has not been lifted since it was read
	SelectFailed     Code = 0x81 // the card found could not be selected
)

// Success reports whether the command was carried out.
func (c Code) Success() bool { return c == OK || c == NoContent || c == Found }

// Error says what the code means, with the code itself for the technician.
func (c Code) Error() string { return fmt.Sprintf("%s (%02X)", c.entry().meaning, byte(c)) }

// CardFault reports whether lifting the card and placing it again may help. Other codes concern the reader.
func (c Code) CardFault() bool {
	switch c {
	case ModuleRejected, CardRejected, InfoRejected, InfoLength, UnknownCard, ReadFailed, SelectFailed, NoCard:
		return true
	}
	return false
}

// entry is what is known of a code.
type entry struct {
	meaning    string
	rider      remedy.Text // empty for successes
	technician remedy.Text
}

func (c Code) entry() entry {
	if e, known := codes[c]; known {
		return e
	}
	return undocumented
}

// codes holds the meaning of each code and what to do about it.
var codes = map[Code]entry{
	OK:        {meaning: "done"},
	NoContent: {meaning: "no content"},
	Found:     {meaning: "card found"},
	BadChecksum: {"the reader received a wrong checksum", tryAgain, remedy.Say(
		"读卡器收到的命令校验错误，线路有干扰：换一根更短、带屏蔽的线，远离电源和电机，检查接地。",
		"The command reached the reader with a wrong checksum, so the line is noisy: use a shorter, shielded cable, away from mains and motors; check the ground.",
	)},
	BadLength: {"the reader received a wrong length", tryAgain, remedy.Say(
		"读卡器收到的命令长度错误，线路丢字节：检查接线和 USB 转串口线，确认没有别的程序在用这个串口。",
		"The command reached the reader with a wrong length, so the line loses bytes: check wiring and USB adapter, and that no other program uses the port.",
	)},
	BadCommand: {"the reader does not know the command", tryAgain, remedy.Say(
		"读卡器不支持这条命令：多为旧型号，读证不受影响；若连读证也报此错，请升级或更换读卡器。",
		"The reader does not know this command: usual for old models and harmless there; if reading itself is refused, update or replace the reader.",
	)},
	NotPermitted: {"the reader does not permit the command now", liftAgain, remedy.Say(
		"命令顺序不对，读卡器未允许：拿开证件再试；反复出现请给读卡器断电重启。",
		"The reader does not permit the command at this step: lift the card and try again; if it keeps coming back, cut the reader's power and restore it.",
	)},
	Unrecognised: {"the reader reports an unknown error", liftAgain, remedy.Say(
		"读卡器报告无法识别的错误：请断电重启；反复出现请联系供应商。",
		"The reader reports an error it cannot name: cut its power and restore it; if it keeps coming back, ask its supplier.",
	)},
	ModuleRejected: {"the card does not accept the security module", liftAgain, remedy.Say(
		"证件不认可安全模块：换一张证件试，都不行则是安全模块的问题，请联系供应商。",
		"The card did not accept the security module: try another card; if none works, the module is at fault: ask the supplier.",
	)},
	CardRejected: {"the security module does not accept the card", notThisCard, remedy.Say(
		"安全模块不认可这张证件：证件芯片可能已损坏，或不是真证；换一张证件试，都不行请更换读卡器。",
		"The security module did not accept this card: its chip may be worn out, or it is not genuine; try another card; if none works, replace the reader.",
	)},
	InfoRejected: {"the card's contents failed verification", notThisCard, remedy.Say(
		"证件内容校验失败：芯片可能已损坏；换一张证件试，都不行请检查读卡器。",
		"The card's contents failed verification, so its chip may be damaged; try another card; if none works, check the reader.",
	)},
	FingerprintError: {"the fingerprint failed verification", liftAgain, remedy.Say(
		"指纹校验错误：本系统从不读取指纹，出现此代码说明有别的程序在用这个读卡器，请先关闭它。",
		"A fingerprint failed verification: this system never asks for one, so another program uses this reader: stop it.",
	)},
	InfoLength: {"the card's contents have a wrong length", notThisCard, remedy.Say(
		"证件内容长度错误：芯片可能已损坏，或读卡器固件太旧、不认识新版证件，请升级固件。",
		"The card's contents have a wrong length: its chip may be damaged, or the reader's firmware is too old for this kind of card: update it.",
	)},
	UnknownCard: {"unknown kind of card", wrongCard, remedy.Say(
		"读卡器不认识这种卡：可能不是身份证件，或读卡器固件太旧、不支持永久居留证和居住证，请升级固件。",
		"The reader does not know this kind of card: it may be no identity card, or the firmware predates residence permits: update it.",
	)},
	ReadFailed: {"reading the card broke off", liftAgain, remedy.Say(
		"读证中断：证件被移动，或旁边有其他卡、金属或无线干扰；确认感应区干净、平整，读卡器供电充足。",
		"Reading broke off: the card moved, or another card, metal or radio noise is near; keep the pad clean and flat and the reader's power ample.",
	)},
	RandomFailed: {"the security module made no random number", askStaff, remedy.Say(
		"安全模块取随机数失败：请断电重启；反复出现请更换读卡器。",
		"The security module made no random number: cut its power and restore it; replace the reader if it keeps coming back.",
	)},
	SelfTestFailed: {"the security module failed its self-test", askStaff, remedy.Say(
		"安全模块自检失败：请断电等十秒再上电；仍失败请更换读卡器。",
		"The security module failed its self-test: cut its power, wait ten seconds, restore it; replace the reader if that does not help.",
	)},
	NotAuthorised: {"the security module is not authorised", askStaff, remedy.Say(
		"安全模块未经授权：重启无用，请联系供应商。",
		"The security module is not authorised: restarting does not help; ask the supplier.",
	)},
	NoCard: {"no card", placeCard, remedy.Say(
		"没有找到证件：若证件一直放着，须先拿开再放；始终找不到请检查天线和供电。",
		"No card found: one that was already read must be lifted first; if none is ever found, check the antenna and the power.",
	)},
	SelectFailed: {"the card could not be selected", oneCard, remedy.Say(
		"选证失败：感应区可能不止一张卡，或证件放得太偏；只放一张，平放在中间。",
		"The card could not be selected: several cards may lie there, or it lies off centre; leave only one, flat in the middle.",
	)},
}

var undocumented = entry{"the reader reports a code that is not documented", liftAgain, remedy.Say(
	"读卡器返回了公开资料里没有的代码：请断电重启；反复出现请记下代码并联系供应商。",
	"The reader returned a code that no public note documents: cut its power and restore it; if it keeps coming back, note the code and ask the supplier.",
)}
