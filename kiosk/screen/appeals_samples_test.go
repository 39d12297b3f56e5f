package screen

import (
	"strings"
	"time"

	"github.com/nuanxin/station-kit/kiosk/choice"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station/event"
)

func draftSample(chosen, chars int) flow.AppealDraft {
	v := flow.AppealDraft{Category: choice.Categories[0], Chars: chars, Ready: chosen+chars > 0}
	for i, p := range v.Category.Phrases {
		v.Phrases = append(v.Phrases, flow.Phrase{Choice: p, Chosen: i%2 == 0 && i < chosen})
	}
	return v
}

func confirmSample(chosen, chars int) flow.AppealConfirm {
	return flow.AppealConfirm{Category: choice.Categories[0], Chosen: choice.Categories[0].Phrases[:chosen], Chars: chars}
}

func receiptSample(named bool, paper i18n.Key) flow.AppealReceipt {
	return flow.AppealReceipt{
		Code: "7KQ2MZ-9WB4TX-N5HD8G", Text: "NXC17KQ2MZ9WB4TXN5HD8G", Named: named, Paper: paper, CanPrint: paper == i18n.SlipHot,
		Ref: event.Ref{Station: "wangjing-03", Epoch: 2, Seq: 42107},
	}
}

func mineSample() flow.MyAppeals {
	v := flow.MyAppeals{Page: page2}
	for i, state := range []event.AppealState{
		event.AppealState_APPEAL_STATE_ANSWERED, event.AppealState_APPEAL_STATE_ASSIGNED,
		event.AppealState_APPEAL_STATE_REOPENED,
	} {
		v.Filed = append(v.Filed, flow.FiledAppeal{Category: choice.Categories[i], At: now.AddDate(0, 0, -i), State: state})
	}
	return v
}

func stagesSample(done int) []flow.Stage {
	var all []flow.Stage
	for i, state := range []event.AppealState{
		event.AppealState_APPEAL_STATE_RECEIVED, event.AppealState_APPEAL_STATE_ASSIGNED,
		event.AppealState_APPEAL_STATE_IN_PROGRESS, event.AppealState_APPEAL_STATE_ANSWERED,
	} {
		st := flow.Stage{State: state, Done: i < done}
		if i < done && i != 2 {
			st.At = now.AddDate(0, 0, i-9).Add(time.Duration(i) * time.Hour)
		}
		all = append(all, st)
	}
	return all
}

// answerSample is as long as flow lets a page be.
func answerSample() string {
	return "您反映的九月工资拖欠问题已经查清。我们到站点核对了考勤、派单和转账记录，站点承认晚发十二天，也承认少算了三个夜班的补贴。" +
		"站点将在三个工作日内补发工资和补贴，并按规定支付加付赔偿；合同里“押一个月工资”的条款无效，已经要求改正，其他骑手的一并退回。" +
		"下个月我们会再查一次。如果到期没有收到钱，请点“没解决，再反映”，我们直接移交劳动监察处理，您不用再跑一趟。谢谢您告诉我们，您的信息只有经办人知道。"
}

func shownSample(round int, chosen bool) flow.AppealShown {
	v := flow.AppealShown{
		State: event.AppealState_APPEAL_STATE_ANSWERED, Round: round, Stages: stagesSample(4), Answered: true, Page: page1,
		Reply: flow.Reply{At: now.Add(-time.Hour), State: event.AppealState_APPEAL_STATE_ANSWERED, Text: answerSample()},
	}
	if chosen {
		v.Stars = 4
	}
	return v
}

func ratedSample() flow.AppealShown {
	v := shownSample(2, false)
	v.State, v.Rated, v.Page = event.AppealState_APPEAL_STATE_RATED, true, page2
	v.Stages[0].State = event.AppealState_APPEAL_STATE_REOPENED
	return v
}

func waitingSample(late bool) flow.AppealShown {
	return flow.AppealShown{State: event.AppealState_APPEAL_STATE_ASSIGNED, Round: 1, Stages: stagesSample(2), Due: now.AddDate(0, 0, 3), Overdue: late, Page: page1}
}

func unreadableSample() flow.AppealShown {
	v := shownSample(1, false)
	v.Reply.Text, v.Reply.Unreadable = "", true
	return v
}

func writingSample(phone flow.PhoneState) flow.Writing {
	v := flow.Writing{Title: i18n.AppealText, Hint: i18n.AppealTextHint, Phone: phone}
	switch phone {
	case flow.PhoneAwaited:
		v.Address = "https://192.168.10.20:8443/t/ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	case flow.PhoneSent:
		v.Text = strings.Repeat("九月的工资到现在还没有发，站长说月底，月底又说下月。\n", 18)
	}
	return v
}

func padSample(plane flow.Plane, letters string) flow.Pad {
	v := flow.Pad{Title: i18n.AppealText, Plane: plane, Home: plane, Phone: true, Letters: letters, Page: page1}
	switch {
	case plane == flow.PlaneSigns:
		v.Home = flow.PlanePinyin
		v.Text = "超时"
	case letters != "":
		v.Text = strings.Repeat("站点拖欠工资两个月，我在送单路上受伤，", 6)
		v.Candidates = []string{"工伤保险", "工伤", "工商", "供"}
		v.Page = page2
	}
	return v
}
