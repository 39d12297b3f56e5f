package slip

import (
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/firmware-bridge/escpos"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// proven is a receipt of something that is no booking.
func proven(p flow.Proof) flow.Slip {
	s := sample()
	p.Ref, p.At = s.Held.Booking.Ref, s.Now
	s.Held, s.Proof = flow.Held{}, p
	return s
}

func lacks(t *testing.T, lines []string, never ...string) {
	t.Helper()
	for _, line := range lines {
		for _, no := range never {
			if strings.Contains(line, no) {
				t.Errorf("it has %q", line)
			}
		}
	}
}

func TestARewardSaysItsNumberAndWhereToGetIt(t *testing.T) {
	s := proven(flow.Proof{Title: i18n.SlipReward, Name: station.Text{ZH: "充电宝租借一次", EN: "Power bank for two hours"}})
	s.Masked = "张**"
	for name, width := range map[string]escpos.Paper{"reward-58": escpos.Paper58, "reward-80": escpos.Paper80} {
		got := paper(t, name, width, s)
		has(t, got, "兑换领取单", "充电宝租借一次", "Power bank", "领取编号", "4211", "heping-01/1/4211", "张**", "凭这张小票", "2026-11-23 14:32")
		lacks(t, got.Lines, "不能来", "到时出示", "预约")
	}
}

func TestAHazardSaysWhatAndWhereAndNobody(t *testing.T) {
	s := proven(flow.Proof{Title: i18n.SlipHazard, Name: station.Text{ZH: "道路坑洼", EN: "Road damage"}, Place: station.Text{ZH: "街道、路口", EN: "Street or crossing"}})
	s.Masked = ""
	got := paper(t, "hazard-58", escpos.Paper58, s)
	has(t, got, "隐患上报回执", "道路坑洼", "街道、路口", "heping-01/1/4211", "管这件事的部门")
	lacks(t, got.Lines, "不能来", "到时出示", "姓名  ", "凭这张小票")
}
