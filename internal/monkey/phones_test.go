package monkey

import (
	"fmt"
	"strings"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
)

// asked is a text that the flow has asked a phone for, in a session.
type asked struct {
	flow.Ask
	session uint64 // 0 until its View has come
}

// Offer and Withdraw are the keyboard that the flow sees. Withdrawn asks stay
// in mind: some phone sends its text too late.
func (m *monkey) Offer(a flow.Ask) string {
	m.asks = append(m.asks, asked{Ask: a})
	return "https://192.168.10.20:8443/t/" + a.ID
}

// Withdraw does nothing on purpose.
func (m *monkey) Withdraw(string) {}

// lateAsk takes one of the last few asks, open or not.
func (m *monkey) lateAsk() (asked, bool) {
	if len(m.asks) == 0 {
		return asked{}, false
	}
	last := m.asks[max(0, len(m.asks)-3):]
	if m.rand.IntN(3) > 0 {
		return last[len(last)-1], true
	}
	return among(m.rand, last), true
}

func (m *monkey) phoneOpens() {
	if a, any := m.lateAsk(); any {
		m.note("a phone opens the page")
		m.put(flow.Opened{ID: a.ID})
	}
}

// phoneSends sends a text that is nobody else's.
func (m *monkey) phoneSends() {
	a, any := m.lateAsk()
	if !any {
		return
	}
	m.texts++
	text := fmt.Sprintf("%s%d%s", mark, m.texts, mark) + strings.Repeat(complaint, m.rand.IntN(30))
	m.note("a phone sends text %d", m.texts)
	m.secrets.allow(fmt.Sprint("text ", m.texts), a.session)
	m.put(flow.Typed{ID: a.ID, Text: string([]rune(text)[:min(len([]rune(text)), max(a.Most, 1))])})
}

// complaint is what riders write, again and again.
const complaint = "工资还没有发。"

// mark is around the number of a text, and nowhere else.
const mark = "§"

// marked finds the numbers of texts.
func marked(text string, found map[string]bool) {
	for parts := strings.Split(text, mark); len(parts) >= 3; parts = parts[2:] {
		found["text "+parts[1]] = true
	}
}

// claimOf is the claim code in a text, however it is written; "" for none.
func claimOf(text string) string {
	code, err := seal.ParseClaimCode(text)
	if err != nil {
		return ""
	}
	return "claim " + code.String()
}

// keepClaim remembers the claim code on the screen, as its rider would.
func (m *monkey) keepClaim() {
	if r, is := m.view.Screen.(flow.AppealReceipt); is && claimOf(r.Code) != "" {
		if len(m.claims) == 0 || m.claims[len(m.claims)-1] != r.Code {
			m.claims = append(m.claims, r.Code)
		}
	}
}

// scanClaim shows a claim code to the scanner: its rider, or who has it.
func (m *monkey) scanClaim() {
	if len(m.claims) == 0 {
		return
	}
	code := among(m.rand, m.claims)
	m.note("scan of a claim code")
	m.flow.Put(flow.Scanned{Text: code})
	m.expect(claimOf(code))
	m.settle()
}

// hubAnswers has the hub go on with an appeal.
func (m *monkey) hubAnswers() {
	if len(m.claims) == 0 {
		return
	}
	code, err := seal.ParseClaimCode(among(m.rand, m.claims))
	if err != nil {
		m.fail("%v", err)
	}
	claim := code.Claim()
	text, err := seal.SealReply("已经联系站点，请留意电话。", code.Public())
	if err != nil {
		m.fail("%v", err)
	}
	m.note("the hub goes on with an appeal")
	stationtest.Send(m, m.desk, &event.Down{Body: &event.Down_AppealReply{AppealReply: &event.AppealReply{
		Claim: claim[:], State: among(m.rand, answers), Round: uint32(m.rand.IntN(2)), Text: text,
	}}})
}

var answers = []event.AppealState{
	event.AppealState_APPEAL_STATE_ASSIGNED, event.AppealState_APPEAL_STATE_IN_PROGRESS,
	event.AppealState_APPEAL_STATE_ANSWERED, event.AppealState_APPEAL_STATE_ANSWERED,
}
