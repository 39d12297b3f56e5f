package main

import (
	"context"
	"errors"
	"fmt"
	"image/color"
	"io"
	"strings"
	"time"

	"golang.org/x/image/font/opentype"

	"github.com/nuanxin/station-kit/firmware-bridge/escpos"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
	"github.com/nuanxin/station-kit/station/pass/qr"
)

// errNothing means that there was no text to print.
var errNothing = errors.New("no text")

// printing is what to print, and on what.
type printing struct {
	port    port.Config
	paper   string
	charset string
	font    string
	cutter  bool
	stdin   bool
}

var papers = map[string]escpos.Paper{"58": escpos.Paper58, "80": escpos.Paper80}

var charsets = map[string]escpos.Charset{"gbk": escpos.GBK, "gb18030": escpos.GB18030, "gb2312": escpos.GB2312, "ascii": escpos.ASCII}

// printText prints a test page, or the text that comes on standard input.
func (a *app) printText(ctx context.Context, args []string) error {
	var s printing
	f := a.flags("print")
	f.StringVar(&s.port.Path, "port", "", "the `device`, best under /dev/serial/by-id")
	f.IntVar(&s.port.Baud, "baud", printerBaud, "baud `rate`, as on the printer's self-test page")
	f.StringVar(&s.paper, "paper", "58", "paper `width` in mm, 58 or 80")
	f.StringVar(&s.charset, "charset", "gbk", "what the printer's ROM has: `gbk`, gb18030, gb2312, ascii")
	f.StringVar(&s.font, "font", sim.SystemFont, "OpenType `font` for characters that the ROM lacks")
	f.BoolVar(&s.cutter, "cut", true, "the printer has a cutter")
	f.BoolVar(&s.stdin, "stdin", false, "print the text on standard input instead of a test page")
	if err := parse(f, args, "port"); err != nil {
		return err
	}
	encoder, err := s.encoder()
	if err != nil {
		return err
	}
	document, err := a.document(s, encoder.Paper)
	if err != nil {
		return err
	}
	return a.printDocument(ctx, s, encoder, document)
}

// printerBaud is what receipt printers are set to most often.
const printerBaud = 9600

func (s printing) encoder() (escpos.Encoder, error) {
	paper, known := papers[s.paper]
	if !known {
		return escpos.Encoder{}, fmt.Errorf("%w: --paper is 58 or 80", errUsage)
	}
	charset, known := charsets[s.charset]
	if !known {
		return escpos.Encoder{}, fmt.Errorf("%w: --charset is gbk, gb18030, gb2312 or ascii", errUsage)
	}
	fonts, err := s.fonts()
	return escpos.Encoder{Paper: paper, Charset: charset, TearBar: !s.cutter, Fonts: fonts}, err
}

// fonts is the one to draw characters with. Without the system's own the printer does as well as it can.
func (s printing) fonts() ([]*opentype.Font, error) {
	font, err := sim.LoadFont(s.font)
	if err != nil && s.font == sim.SystemFont {
		return nil, nil
	}
	return []*opentype.Font{font}, err
}

// document is what to print.
func (a *app) document(s printing, paper escpos.Paper) (escpos.Document, error) {
	if !s.stdin {
		return a.testPage(s, paper), nil
	}
	text, err := io.ReadAll(io.LimitReader(a.in, maxText))
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(string(text)) == "" {
		return nil, errNothing
	}
	return escpos.Document{escpos.Paragraph{Text: strings.TrimRight(string(text), "\n")}, escpos.Cut{}}, nil
}

const maxText = 64 << 10 // bytes; five metres of paper

// testPage shows whether paper width, character set, code and cutter are as they should be.
func (a *app) testPage(s printing, paper escpos.Paper) escpos.Document {
	ruler := strings.Repeat("1234567890", 5)[:paper.Columns()]
	return escpos.Document{
		escpos.Paragraph{Text: "打印测试", Size: escpos.Large, Align: escpos.Center},
		escpos.Rule{},
		escpos.Paragraph{Text: ruler},
		escpos.Paragraph{Text: a.say("上面的数字应当正好一行。", "The digits above should fill just one line.")},
		escpos.Row{Left: a.say("纸宽", "Paper"), Right: s.paper + " mm"},
		escpos.Row{Left: a.say("波特率", "Baud rate"), Right: fmt.Sprint(s.port.Baud)},
		escpos.Row{Left: a.say("字库", "Character set"), Right: s.charset},
		escpos.Paragraph{Text: "汉字：骑手 鑫 㙍 ①℃￥", Size: escpos.Normal},
		escpos.QR{Text: testCode, Modules: modules(testCode)},
		escpos.Paragraph{Text: a.say("用手机扫上面的码，应读出", "A phone should read in the code") + " " + testCode, Align: escpos.Center},
		escpos.Cut{},
	}
}

const testCode = "NUANXIN PRINT TEST"

// modules are the rows of a code without its quiet zone.
func modules(text string) (rows [][]bool) {
	const quiet = 4
	picture, err := qr.Image(text, -1) // one dot a module
	if err != nil {
		return nil // such a code is refused when it is printed
	}
	side := picture.Bounds().Dx() - 2*quiet
	for y := range side {
		row := make([]bool, side)
		for x := range side {
			row[x] = color.GrayModel.Convert(picture.At(x+quiet, y+quiet)).(color.Gray).Y < 128
		}
		rows = append(rows, row)
	}
	return rows
}

// printDocument prints until the receipt is out, or until it is clear that it will not come.
func (a *app) printDocument(ctx context.Context, s printing, encoder escpos.Encoder, document escpos.Document) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	p := &escpos.Printer{Encoder: encoder, Baud: s.port.Baud, Fresh: time.Minute, Emit: func(e escpos.Event) {
		if ctx.Err() == nil {
			a.printEvent(e, cancel)
		}
	}}
	if err := p.Submit(escpos.Receipt{ID: "test", Document: document}); err != nil {
		return err
	}
	return a.follow(ctx, source{port: s.port}, func(ctx context.Context, line *port.Port, _ func()) error { return p.Run(ctx, line) })
}

func (a *app) printEvent(e escpos.Event, end context.CancelCauseFunc) {
	switch e := e.(type) {
	case escpos.Condition:
		if e.Err != nil {
			fmt.Fprintln(a.err, a.explain(e.Err))
		} else if err := lowPaper(e.Status); err != nil {
			fmt.Fprintln(a.err, a.explain(err))
		}
	case escpos.Printed:
		fmt.Fprintln(a.out, a.printed(e.Sure))
		end(nil)
	case escpos.Kept:
		end(e.Err)
	}
}

func lowPaper(s escpos.Status) error {
	if s.PaperLow {
		return escpos.ErrPaperLow
	}
	return nil
}

func (a *app) printed(sure bool) string {
	if sure {
		return a.say("已打印，打印机已确认。", "Printed, and the printer says so.")
	}
	return a.say("已发送；这台打印机不报告状态，请看纸上。", "Sent. This printer does not say how it is: look at the paper.")
}
