package monkey

import (
	"slices"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/kiosk/flow"
)

// judge looks at what has just been drawn.
func (m *monkey) judge() {
	m.Helper()
	if slices.Contains(sizes, m.board.Size()) {
		if faults := m.board.Misfits(); len(faults) > 0 {
			m.fail("at %v, %+v:\n%s", m.board.Size(), m.view.Look, strings.Join(faults, "\n"))
		}
	}
	if _, home := m.view.Screen.(flow.Home); home && m.view.Busy == 0 {
		m.nobody()
		return
	}
	if m.view.Attendant != nil {
		return // whose list has riders on it
	}
	for what, where := range m.places() {
		for secret := range m.secrets.of(where) {
			m.seen[what]++
			m.meet(secret)
		}
	}
}

// places are where a rider could be found.
func (m *monkey) places() map[string]any {
	return map[string]any{"the view": m.view, "the board": m.board, "the flow": m.flow}
}

// meet is a secret found in a session; one never met before was made in it.
func (m *monkey) meet(secret string) {
	m.Helper()
	there := m.view.Who != nil
	if m.secrets.may[secret] == nil {
		m.secrets.allow(secret, m.view.Session)
		if there && strings.HasPrefix(secret, "NXR1") {
			m.secrets.owner[secret] = m.latest
		}
	}
	if owner, known := m.secrets.owner[secret]; there && known && owner == m.latest {
		return
	}
	if !m.secrets.may[secret][m.view.Session] {
		m.fail("%q is held while another is there", secret)
	}
}

// nobody: at home there is nothing of anyone, neither on the screen nor in
// what draws it nor in the flow.
func (m *monkey) nobody() {
	m.Helper()
	for what, where := range m.places() {
		if found := m.secrets.of(where); len(found) > 0 {
			m.fail("at home %s holds %v", what, found)
		}
	}
}

// patience is how long a kiosk left alone may take to be home again.
const patience = 5 * time.Minute

// goHome leaves in one of the two ways there are: by the button, where one is
// drawn, or by doing nothing.
func (m *monkey) goHome() {
	m.Helper()
	m.takeIn()
	if target, drawn := m.target(flow.Finish{}); drawn && m.rand.IntN(2) == 0 {
		m.note("finish")
		m.tapAt(target)
		if !m.atHome() {
			m.fail("the finish button does not lead home")
		}
		return
	}
	m.note("leave it alone")
	for waited := time.Duration(0); !m.atHome(); waited += time.Second {
		if waited > patience {
			m.fail("left alone for %v, it is not home", patience)
		}
		m.pass(time.Second)
	}
}

func (m *monkey) atHome() bool {
	_, home := m.view.Screen.(flow.Home)
	return home && m.view.Who == nil && m.view.Busy == 0
}
