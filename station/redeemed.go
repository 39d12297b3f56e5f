package station

import (
	"bytes"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
)

// ErrRedeemedElsewhere: the receipt is of another station, which alone knows
// whether the reward was handed out.
var ErrRedeemedElsewhere error = rule("the receipt is of another station: the reward is handed out there")

// RedemptionReceipt is the text of the QR code by which an attendant finds a
// redemption; it says nothing of what was redeemed or by whom. It returns
// ErrNoEntry.
func (s *Station) RedemptionReceipt(who event.Pseudonym, redemption event.Ref) (string, error) {
	proof := pass.Receipt{Ref: redemption}
	err := s.view(func(v *view) error {
		one, err := v.redeemed(who, redemption)
		row := v.Bucket(bucketLedger).Get(riderKey(who, redemption))
		copy(proof.Link[:], row)
		proof.Made = one.At
		return err
	})
	if err != nil {
		return "", err
	}
	return s.issuer().Receipt(proof), nil
}

// RedemptionByReceipt finds the redemption whose receipt was scanned. Beside the
// errors of ReadReceipt it returns ErrRedeemedElsewhere, and ErrNoEntry where the
// receipt is of something else or its rider was erased.
func (s *Station) RedemptionByReceipt(text string) (Redemption, error) {
	proof, err := s.ReadReceipt(text)
	switch {
	case err != nil:
		return Redemption{}, err
	case proof.Ref.Station != s.id:
		return Redemption{}, ErrRedeemedElsewhere
	}
	return s.findRedemption(journalKey(proof.Ref.Epoch, proof.Ref.Seq), proof.Link[:])
}

// RedemptionByNumber finds the redemption whose number a rider says: that of its
// record, of the newest epoch that has such a redemption. It returns ErrNoEntry.
func (s *Station) RedemptionByNumber(seq uint64) (Redemption, error) {
	return s.findRedemption(journalKey(0, seq)[4:], nil)
}

// findRedemption looks through the ledger, because the journal's own record may
// have been thinned away: for where a redemption stands, or the end of that, and
// for what its row begins with.
func (s *Station) findRedemption(at, link []byte) (found Redemption, err error) {
	err = s.view(func(v *view) error {
		var best []byte
		for key, row := range each(v.Tx, bucketLedger) {
			older := best != nil && bytes.Compare(key[len(key)-filedAt:], best[len(best)-filedAt:]) < 0
			if older || !bytes.HasSuffix(key, at) || !bytes.HasPrefix(row, link) {
				continue
			}
			if r, err := recordOf(row); err == nil && r.GetPointsRedeemed() != nil {
				best = bytes.Clone(key)
			}
		}
		if best == nil {
			return ErrNoEntry
		}
		who := event.PseudonymFrom(best[:len(best)-filedAt])
		found, err = v.redeemed(who, s.refIn(best[len(who):]))
		return err
	})
	return found, err
}
