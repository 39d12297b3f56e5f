package main

import (
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/phone"
)

// handover gives riders' passes to their phones.
type handover struct{ page *phonePage }

func (h handover) OfferPass(o flow.PassOffer) string {
	return h.page.at(h.page.server.OfferPass(phone.Handover{ID: o.ID, Rider: o.Rider, Visit: o.Visit, English: o.Lang == i18n.EN}))
}

func (h handover) WithdrawPass(id string)        { h.page.server.WithdrawPass(id) }
func (h handover) RecallPass(id string) []string { return h.page.server.RecallPass(id) }

// passes tells the screens what became of them; put is set before any request.
type passes struct{ put func(flow.Input) }

func (p *passes) PassOpened(id string) { p.put(flow.PassOpened{ID: id}) }
func (p *passes) PassTaken(id string)  { p.put(flow.PassTaken{ID: id}) }
