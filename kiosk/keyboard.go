package main

import (
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/phone"
)

// keyboard has riders write on their phones what the screens ask for.
type keyboard struct{ page *phonePage }

func (k keyboard) Offer(a flow.Ask) string {
	return k.page.at(k.page.server.Offer(phone.Ask{
		ID: a.ID, Title: a.Title, Hint: a.Hint, Most: a.Most, English: a.Lang == i18n.EN,
	}))
}

func (k keyboard) Withdraw(id string) { k.page.server.Withdraw(id) }

// texts hands what was written to the screens; put is set before any request.
type texts struct{ put func(flow.Input) }

func (t *texts) Opened(id string)      { t.put(flow.Opened{ID: id}) }
func (t *texts) Typed(id, text string) { t.put(flow.Typed{ID: id, Text: text}) }
