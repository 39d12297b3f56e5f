package seal

import "github.com/nuanxin/station-kit/station/event"

const replyInfo = "nuanxin/v1/claim-reply"

// SealReply closes a reply to a claim code's public key: it opens with that
// code and for that claim alone. It returns ErrKey.
func SealReply(text string, public []byte) (*event.Envelope, error) {
	s, err := NewSealer(public)
	if err != nil {
		return nil, err
	}
	claim := ClaimOf(public)
	return s.seal(replyInfo, []byte(text), claim[:])
}

// OpenReply returns the text of a reply, or ErrOtherKey or ErrOpen.
func (c ClaimCode) OpenReply(e *event.Envelope) (string, error) {
	claim := c.Claim()
	text, err := c.opener.open(replyInfo, e, claim[:])
	return string(text), err
}
