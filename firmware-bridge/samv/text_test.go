package samv_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/firmware-bridge/samv"
)

func decode(t *testing.T, b []byte) samv.Card {
	t.Helper()
	c, err := samv.DecodeText(b)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// failer is a testing.TB or a rapid.T.
type failer interface {
	Helper()
	Fatal(args ...any)
}

func toJSON(t failer, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestLayouts decodes a block of each kind whose fields stand at the offsets of the public layouts.
func TestLayouts(t *testing.T) {
	for name, test := range map[string]struct {
		fields map[int]string
		want   samv.Card
	}{
		"citizen": {
			map[int]string{
				0: "张小满", 30: "1", 32: "01", 36: "19900307", 52: "样本路1号", 122: "110101199003071014",
				158: "某市公安局", 188: "20190520", 204: "长期",
			},
			samv.Card{
				Kind: samv.Citizen, Name: "张小满", Number: "110101199003071014", Sex: samv.Male, SexCode: "1", Nation: "汉",
				NationCode: "01", Birth: "1990-03-07", Address: "样本路1号", Issuer: "某市公安局", ValidFrom: "2019-05-20",
				ValidTo: samv.Permanent,
			},
		},
		"permit": {
			map[int]string{
				0: "黃樣本", 30: "2", 36: "19940823", 52: "样本路4号", 122: "810000199408230021", 158: "某市公安局",
				188: "20240901", 204: "20290901", 220: "H00000001", 238: "01", 248: "J",
			},
			samv.Card{
				Kind: samv.Permit, Name: "黃樣本", Number: "810000199408230021", Sex: samv.Female, SexCode: "2",
				Birth: "1994-08-23", Address: "样本路4号", Issuer: "某市公安局", ValidFrom: "2024-09-01", ValidTo: "2029-09-01",
				PassNumber: "H00000001", IssueCount: "01",
			},
		},
		"foreigner 2017": {
			map[int]string{
				0: "SPECIMEN, ALIYA", 120: "2", 122: "KAZ110090123105", 152: "KAZ", 158: "样本", 188: "20180102",
				204: "20280101", 220: "19901231", 236: "01", 240: "1500", 248: "I",
			},
			samv.Card{
				Kind: samv.Foreigner2017, Name: "样本", LatinName: "SPECIMEN, ALIYA", Number: "KAZ110090123105",
				Sex: samv.Female, SexCode: "2", Nation: "KAZ", Birth: "1990-12-31", Issuer: "1500",
				ValidFrom: "2018-01-02", ValidTo: "2028-01-01", CardVersion: "01",
			},
		},
		"foreigner 2023": {
			map[int]string{
				0: "样例", 30: "1", 32: "00", 36: "19800101", 52: "SPECIMEN, MUHAMMAD ABDULLAH IBN YUS", 122: "931586198001010028",
				188: "20240115", 204: "20340114", 220: "UF KHAN", 242: "PAK", 248: "Y", 250: "123",
			},
			samv.Card{
				Kind: samv.Foreigner2023, Name: "样例", LatinName: "SPECIMEN, MUHAMMAD ABDULLAH IBN YUSUF KHAN",
				Number: "931586198001010028", Sex: samv.Male, SexCode: "1", Nation: "PAK", Birth: "1980-01-01",
				ValidFrom: "2024-01-15", ValidTo: "2034-01-14", IssueCount: "00", OldNumber: "123",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got, want := toJSON(t, decode(t, block(test.fields))), toJSON(t, test.want); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestNames(t *testing.T) {
	lone := block(map[int]string{0: "王"})
	binary.LittleEndian.PutUint16(lone[2:], 0xD842) // the first half of 𠮷
	fifteen := strings.Repeat("𠮷", 7) + "王"
	for name, test := range map[string]struct {
		block            []byte
		want, onCard     string
		warning, noOther samv.Warning
	}{
		"supplementary":        {block(map[int]string{0: "赵𠮷"}), "赵𠮷", "", "", samv.WarnPrivateUse},
		"full width":           {block(map[int]string{0: fifteen}), fifteen, "", "", samv.WarnSurrogate},
		"mapped private use":   {block(map[int]string{0: "赵\uE863"}), "赵䶮", "赵\uE863", "", samv.WarnPrivateUse},
		"unmapped private use": {block(map[int]string{0: "赵\uE000"}), "赵\uE000", "", samv.WarnPrivateUse, samv.WarnSurrogate},
		"lone surrogate":       {lone, "王\uFFFD", "", samv.WarnSurrogate, samv.WarnPrivateUse},
		"name separator":       {block(map[int]string{0: "古丽·样本"}), "古丽·样本", "", "", samv.WarnPrivateUse},
		"bullet":               {block(map[int]string{0: "古丽•样•本"}), "古丽·样·本", "古丽•样•本", "", samv.WarnPrivateUse},
		"katakana dot":         {block(map[int]string{0: "古丽・样本"}), "古丽·样本", "古丽・样本", "", samv.WarnPrivateUse},
		"full stop":            {block(map[int]string{0: "古丽.样本"}), "古丽·样本", "古丽.样本", "", samv.WarnPrivateUse},
		"full stop at the end": {block(map[int]string{0: "古丽."}), "古丽.", "", "", samv.WarnPrivateUse},
		"initials":             {block(map[int]string{0: "A.B.样本"}), "A.B.样本", "", "", samv.WarnPrivateUse},
		"before a letter":      {block(map[int]string{0: "古丽.Ali"}), "古丽.Ali", "", "", samv.WarnPrivateUse},
		"ideographic spaces":   {block(map[int]string{0: "王五　　"}), "王五", "", "", samv.WarnPrivateUse},
		"fifteen hanzi": {
			block(map[int]string{0: "买买提·艾力热合曼江阿不都热依"}), "买买提·艾力热合曼江阿不都热依", "", "", samv.WarnSurrogate,
		},
		"padded with NUL": {block(map[int]string{0: "王五\x00\x00\x00"}), "王五", "", "", samv.WarnSurrogate},
	} {
		t.Run(name, func(t *testing.T) {
			c := decode(t, test.block)
			if c.Name != test.want || c.NameOnCard != test.onCard {
				t.Errorf("got %+q (%+q on the card), want %+q (%+q)", c.Name, c.NameOnCard, test.want, test.onCard)
			}
			if test.warning != "" && !slices.Contains(c.Warnings, test.warning) || slices.Contains(c.Warnings, test.noOther) {
				t.Errorf("warnings %v", c.Warnings)
			}
		})
	}
}

// TestRareAddress: addresses hold rare characters too.
func TestRareAddress(t *testing.T) {
	if c := decode(t, block(map[int]string{52: "\uE863\uE81E路1号"})); c.Address != "䶮龴路1号" {
		t.Errorf("%+q", c.Address)
	}
}

func TestWarnings(t *testing.T) {
	sound := map[int]string{
		0: "张小满", 30: "1", 32: "01", 36: "19900307", 122: "110101199003071014", 188: "20190520", 204: "20390520",
	}
	for name, test := range map[string]struct {
		at    int
		value string
		want  []samv.Warning
	}{
		"none":           {0, "张小满", nil},
		"check digit":    {122, "110101199003071015", []samv.Warning{samv.WarnNumber}},
		"no number":      {122, strings.Repeat(" ", 18), []samv.Warning{samv.WarnEmpty, samv.WarnNumber}},
		"no name":        {0, "   ", []samv.Warning{samv.WarnEmpty}},
		"another birth":  {36, "19900308", []samv.Warning{samv.WarnBirth}},
		"another sex":    {30, "2", []samv.Warning{samv.WarnSex}},
		"no date":        {188, "20190230", []samv.Warning{samv.WarnDate}},
		"unknown nation": {32, "57", []samv.Warning{samv.WarnNation}},
		"no province":    {122, "73010119900307101X", []samv.Warning{samv.WarnRegion}},
		"lower-case x":   {122, "11010119900307029x", nil},
		"fifteen digits": {122, "110101900307101   ", nil},
	} {
		t.Run(name, func(t *testing.T) {
			b := block(sound)
			copy(b[test.at:], block(map[int]string{0: test.value})[:2*len([]rune(test.value))])
			if c := decode(t, b); !slices.Equal(c.Warnings, test.want) {
				t.Errorf("got %v, want %v", c.Warnings, test.want)
			}
		})
	}
}

func TestSexAndNationCodes(t *testing.T) {
	for code, want := range map[string]samv.Sex{"0": samv.Unknown, "1": samv.Male, "2": samv.Female, "9": samv.Unstated, "x": samv.Unknown} {
		if c := decode(t, block(map[int]string{30: code})); c.Sex != want || c.SexCode != code {
			t.Errorf("code %s: %s, raw %q", code, c.Sex, c.SexCode)
		}
	}
	for code, want := range map[string]string{"01": "汉", "15": "土家", "44": "俄罗斯", "56": "基诺", "97": "其他", "57": "", "1": ""} {
		if c := decode(t, block(map[int]string{32: code})); c.Nation != want || c.NationCode != code {
			t.Errorf("code %s: %s, raw %q", code, c.Nation, c.NationCode)
		}
	}
}

func TestUnreadableText(t *testing.T) {
	for name, b := range map[string][]byte{
		"empty": nil, "short": make([]byte, 255), "long": make([]byte, 257), "unknown flag": block(map[int]string{248: "K"}),
	} {
		if _, err := samv.DecodeText(b); !errors.Is(err, samv.ErrText) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestExpired(t *testing.T) {
	c := samv.Card{ValidTo: "2026-05-20"}
	for at, want := range map[string]bool{"2026-05-20 23:59": false, "2026-05-21 00:00": true} {
		now, err := time.ParseInLocation("2006-01-02 15:04", at, time.Local)
		if err != nil {
			t.Fatal(err)
		}
		if c.Expired(now) != want {
			t.Errorf("at %s: expired %v", at, !want)
		}
		if (samv.Card{ValidTo: samv.Permanent}).Expired(now) {
			t.Error("a permanent card expired")
		}
	}
}

// TestCardsDoNotLeak formats and logs a card in every way that happens by accident.
func TestCardsDoNotLeak(t *testing.T) {
	card := samv.Card{Kind: samv.Citizen, Name: "张小满", Number: "110101199003071014", Birth: "1990-03-07"}
	var out bytes.Buffer
	for _, log := range []*slog.Logger{slog.New(slog.NewTextHandler(&out, nil)), slog.New(slog.NewJSONHandler(&out, nil))} {
		log.Info("read", "card", card, "pointer", &card, "event", samv.Placed{Card: card})
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		fmt.Fprintf(&out, verb, card)
		fmt.Fprintf(&out, verb, &card)
		fmt.Fprintf(&out, verb, samv.Placed{Card: card})
		fmt.Fprintf(&out, verb, []samv.Event{samv.Placed{Card: card}})
	}
	for _, secret := range []string{"张小满", "19900307", "1990-03-07", "e5bca0"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("%q leaked:\n%s", secret, out.String())
		}
	}
	if !strings.Contains(out.String(), "citizen") {
		t.Error("the kind is not shown")
	}
}

// TestAnyTextDecodes: whatever names and numbers a card holds, they come back as they were.
func TestAnyTextDecodes(t *testing.T) {
	hanzi := rapid.OneOf(rapid.RuneFrom([]rune("王李张䶮𠮷𫖯·")), rapid.Rune())
	rapid.Check(t, func(t *rapid.T) {
		name := strings.Trim(rapid.StringOfN(hanzi, 1, 7, -1).Draw(t, "name"), " \x00\u3000")
		if strings.ContainsRune(name, '\uFFFD') {
			t.Skip("stands for broken text")
		}
		c, err := samv.DecodeText(block(map[int]string{0: name, 122: "110101199003071014"}))
		if err != nil {
			t.Fatal(err)
		}
		stored := c.Name
		if c.NameOnCard != "" {
			stored = c.NameOnCard
		}
		if stored != name || c.Number != "110101199003071014" {
			t.Fatalf("got %+q, want %+q", stored, name)
		}
	})
}
