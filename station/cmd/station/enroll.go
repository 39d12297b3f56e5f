package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
	"github.com/nuanxin/station-kit/internal/node"
	"github.com/nuanxin/station-kit/sync/wire"
)

func enroll(ctx context.Context, flags *flag.FlagSet, args []string, stdout io.Writer) error {
	hub := flags.String("hub", "", "the hub's enrolment address, such as https://hub.example:8481; not needed where the QR code holds it")
	code := flags.String("code", "", "the one-time code of `nuanxin-hub enroll`")
	from := flags.String("scan", "", "read the code from a QR scanner on this serial `port`, or for - from one that types, or from a pipe")
	baud := flags.Int("baud", scannerBaud, "the scanner's `rate`")
	folder, err := parse(flags, args, 0)
	if err != nil {
		return err
	}
	if (*code == "") == (*from == "") {
		return fmt.Errorf("either --code CODE or --scan PORT is needed: %w", errUsage)
	}
	if *from != "" {
		fmt.Fprintln(stdout, "请扫描枢纽显示的二维码。\nScan the QR code that `nuanxin-hub enroll STATION --qr -` shows.")
		if *code, err = scanned(ctx, *from, *baud, os.Stdin, func(text string) bool {
			_, err := invited(text, *hub)
			if err != nil {
				fmt.Fprintf(stdout, "扫到的不是枢纽的二维码，请再扫一次。\nThat was not the hub's QR code, please scan again: %v\n", err)
			}
			return err == nil
		}); err != nil {
			return err
		}
	}
	i, err := invited(*code, *hub)
	if err != nil {
		return err
	}
	m, err := node.Enrol(ctx, folder, i.Hub, i.Code.String())
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "Enrolled as %s (%s).\n", m.Station, m.NameZH)
	if m.Replaces {
		fmt.Fprintf(stdout, replacement, m.Bookings, m.Bookings)
	}
	return nil
}

// replacement is what a technician has to know at the place of a dead PC.
const replacement = `
本机接替了本站原来的电脑。首次连上枢纽后，自动恢复：服务、时段、%d 个未结束的预约、设置、公告与学习内容；骑手原有的通行码继续有效。
不会恢复：服务人员账号和密码（请重新设置）；骑手姓名（下次刷卡后显示）；原电脑没有送达的记录；今天已结束的到访与预约明细。
原电脑如果修好，请勿再用本站名称开机；如系被盗，请在枢纽运行 nuanxin-hub revoke --former。

This PC takes the place of the station's earlier one. With the first connection come back by themselves: services, slots, %d
bookings that are not over, settings, notices and learning packs; riders' passes stay good.
What does not: attendants' accounts and PINs (set them anew); riders' names (shown again after their card is next read);
records that the old PC had not delivered; the details of today's visits and bookings that are over.
Should the old PC come back to life, do not run it under this name; if it was stolen, run nuanxin-hub revoke --former at the hub.
`

// scannerBaud is what serial scanners are set to most often.
const scannerBaud = 9600

// invited understands a code, which may say where the hub is.
func invited(text, hub string) (wire.Invitation, error) {
	i, err := wire.ParseInvitation(text)
	if err != nil {
		return i, err
	}
	if i.Hub = cmp.Or(hub, i.Hub); i.Hub == "" {
		return i, fmt.Errorf("the code does not say where the hub is, --hub URL is needed: %w", errUsage)
	}
	_, err = node.Door(i.Hub)
	return i, err
}

// scanned waits for one code; from a line, for one that is good.
func scanned(ctx context.Context, from string, baud int, typed io.Reader, good func(string) bool) (string, error) {
	if from != "-" {
		return scanLine(ctx, from, baud, good)
	}
	lines := bufio.NewScanner(typed)
	for lines.Scan() {
		if text := strings.TrimSpace(lines.Text()); text != "" {
			return text, nil
		}
	}
	return "", errors.Join(lines.Err(), wire.ErrCode)
}

// scanLine passes over what is not good: the line may have been opened amid a
// code, and another code may lie before the scanner.
func scanLine(ctx context.Context, path string, baud int, good func(string) bool) (text string, err error) {
	line, err := port.Open(port.Config{Path: path, Baud: baud})
	if err != nil {
		return "", err
	}
	defer line.Close()
	until, done := context.WithCancel(ctx)
	defer done()
	r := scanner.Reader{Emit: func(s scanner.Scan) {
		if text == "" && good(s.Text) {
			text = s.Text
			done()
		}
	}}
	if err := r.Run(until, line); err != nil {
		return "", err
	}
	return text, ctx.Err()
}
