package slip

import (
	"strconv"

	"github.com/nuanxin/station-kit/firmware-bridge/escpos"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// proof is the receipt of a reward, whose number is what the attendant asks for, or of a hazard.
func (p *page) proof() (show, after i18n.Key) {
	proof := p.Proof
	p.add(escpos.Paragraph{Text: i18n.ZH.Say(proof.Title) + " " + i18n.EN.Say(proof.Title), Align: escpos.Center})
	p.both(proof.Name, escpos.Large)
	p.add(escpos.Feed{Dots: 12})
	show, after = i18n.None, i18n.SlipHazardHow
	if proof.Title == i18n.SlipReward {
		p.add(escpos.Paragraph{Text: i18n.ZH.Say(i18n.RewardNumber) + " " + i18n.EN.Say(i18n.RewardNumber), Align: escpos.Center})
		p.large(strconv.FormatUint(proof.Ref.Seq, 10))
		p.add(escpos.Feed{Dots: 12})
		show, after = i18n.SlipRewardHow, i18n.None
	}
	p.add(escpos.Rule{})
	p.row(i18n.SlipPlace, proof.Place)
	p.row(i18n.SlipName, station.Text{ZH: p.Masked})
	p.row(i18n.SlipMade, station.Text{ZH: proof.At.Format("2006-01-02 15:04")})
	p.row(i18n.SlipNumber, station.Text{ZH: proof.Ref.String()})
	return show, after
}
