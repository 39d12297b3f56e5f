package pinyin

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/go-text/typesetting/font"
	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/kiosk/theme"
)

// firstPage is how many candidates the narrowest pad shows at a time.
const firstPage = 6

func firsts(letters string) []string {
	var first []string
	for _, c := range Candidates(letters) {
		if len(first) < firstPage {
			first = append(first, c.Word)
		}
	}
	return first
}

// TestWhatRidersWriteIsOnTheFirstPage, typed in full, by initials, or as it is
// said in the south.
func TestWhatRidersWriteIsOnTheFirstPage(t *testing.T) {
	for letters, want := range map[string]string{
		"laodongbaochou": "劳动报酬", "ldbc": "劳动报酬", "laodbc": "劳动报酬", "laodongbaoc": "劳动报酬",
		"gongshang": "工伤", "gshang": "工伤", "gongsh": "工伤", "gongsang": "工伤", "gongshan": "工伤",
		"pingtaikoukuan": "平台扣款", "ptkk": "平台扣款", "pintaikoukuan": "平台扣款",
		"chongdian": "充电", "congdian": "充电",
		"ludenghuaile": "路灯坏了", "nudenghuaile": "路灯坏了",
		"jiaotongshigu": "交通事故", "jtsg": "交通事故",
		"chaping": "差评", "chapin": "差评", "chaoshi": "超时", "chaosi": "超时",
		"qishou": "骑手", "paidan": "派单", "fakuan": "罚款", "dianpingche": "电瓶车", "ddc": "电动车",
		"xi'an": "西安", "xian": "先", "nver": "女儿", "lv": "绿", "lue": "略", "lve": "略",
		"xiaoqubaoanburangjin": "小区保安不让进",
		"a":                    "啊", "l": "了",
	} {
		if got := firsts(letters); !slices.Contains(got, want) {
			t.Errorf("%q gives %q, without %q", letters, got, want)
		}
	}
}

func TestChoosingTheFirstCandidateUsesUpWhatWasTyped(t *testing.T) {
	for _, letters := range []string{"xiaoqubaoanburangjin", "ldbc", "xi'an", "xian''", "gongzimeifa", "zh"} {
		if all := Candidates(letters); len(all) == 0 || all[0].Used != len(letters) {
			t.Errorf("%q: %+v", letters, all[:min(len(all), 1)])
		}
	}
}

func TestAShorterWordLeavesTheRest(t *testing.T) {
	all := Candidates("gongshangbaoxianma")
	i := slices.IndexFunc(all, func(c Candidate) bool { return c.Word == "工伤" })
	if i < 0 || all[i].Used != len("gongshang") {
		t.Fatalf("工伤 is at %d of %d", i, len(all))
	}
}

func TestWhatIsNoPinyinHasNoCandidates(t *testing.T) {
	for _, letters := range []string{"", "'", "''", "u", "i", "vvv", "1", "A", "劳"} {
		if got := Candidates(letters); len(got) > 0 {
			t.Errorf("%q gives %v", letters, got[:1])
		}
	}
}

// TestCandidatesAreOfWhatWasTyped holds for whatever a finger types: each is
// there once, those that use more come first, and each uses some of it.
func TestCandidatesAreOfWhatWasTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.StringMatching(`[a-z']{0,50}`).Draw(t, "letters")
		seen, last := map[string]bool{}, len(letters)
		for _, c := range Candidates(letters) {
			if c.Used < 1 || c.Used > last || seen[c.Word] || !utf8.ValidString(c.Word) || c.Word == "" {
				t.Fatalf("%q: %+v after one that uses %d, seen %v", letters, c, last, seen[c.Word])
			}
			last, seen[c.Word] = c.Used, true
		}
	})
}

func TestTheFontDrawsEveryWord(t *testing.T) {
	for _, weight := range [][]byte{theme.Regular.Content(), theme.Bold.Content()} {
		face, err := font.ParseTTF(bytes.NewReader(weight))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, all := range words.lengths {
			for i := range all.len() {
				n++
				for _, r := range all.at(i).text() {
					if _, ok := face.NominalGlyph(r); !ok {
						t.Errorf("%q in %q cannot be drawn", r, all.at(i).text())
					}
				}
			}
		}
		if n < 50_000 {
			t.Errorf("only %d words", n)
		}
	}
}

func TestTheTableIsInOrder(t *testing.T) {
	if !slices.IsSorted(words.syllables) {
		t.Error("the syllables are not")
	}
	for _, all := range words.lengths {
		for i := 1; i < all.len(); i++ {
			if a, b := all.at(i-1), all.at(i); strings.Compare(a.data[:2*a.n], b.data[:2*b.n]) > 0 {
				t.Fatalf("%s stands before %s", a.text(), b.text())
			}
		}
	}
}

// frame is how long a screen of 60 Hz shows one picture.
const frame = time.Second / 60

// BenchmarkCandidates types sentences letter by letter. The figures are of one
// key; the slowest is compared to the time one picture is shown.
func BenchmarkCandidates(b *testing.B) {
	var keys []string
	for _, s := range []string{"laodongbaochou", "ldbc", "xiaoqubaoanburangjin", "gongzimeifa", "sssssssssssssssssssssssssssssssssssssssss", "zhongguorenminjiefangjun"} {
		for i := range s {
			keys = append(keys, s[:i+1])
		}
	}
	var took []time.Duration
	for b.Loop() {
		for _, k := range keys {
			start := time.Now()
			Candidates(k)
			took = append(took, time.Since(start))
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "median-µs/key")
	b.ReportMetric(float64(took[len(took)-1].Microseconds()), "slowest-µs/key")
	b.ReportMetric(float64(frame)/float64(took[len(took)/2]), "medians/frame")
}
