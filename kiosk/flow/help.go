package flow

// CardsPerPage is how many cards of a title and a line or two the smallest screen has room for, and as many rows.
const CardsPerPage = 4

// Help says what everything is, and calls the attendant. Without Entries the page is on the ways to check in.
type Help struct {
	Entries []Entry
	Page
}

func (Help) screen() {}

// helping is where help is read. Its first page is on checking in.
type helping struct{ page int }

func (h helping) screen(m *machine) Screen {
	entries, page := cut(m.explained(), h.page-1, CardsPerPage)
	page = Page{page.Index + 1, page.Count + 1}
	if h.page <= 0 {
		entries, page.Index = nil, 0
	}
	return Help{entries, page}
}

// explained are all entries but help itself.
func (m *machine) explained() []Entry {
	var all []Entry
	for _, e := range m.entries() {
		if e != EnterHelp {
			all = append(all, e)
		}
	}
	return all
}

func (h helping) act(m *machine, a Action) {
	switch a := a.(type) {
	case Turn:
		m.goTo(helping{m.turned(a)})
	case Enter:
		m.enter(a.Entry)
	}
	leaveOnBack(m, a)
}
