package seal

import (
	"fmt"

	"google.golang.org/protobuf/proto"

	"github.com/nuanxin/station-kit/station/event"
)

const (
	textInfo   = "nuanxin/v1/text"
	memberInfo = "nuanxin/v1/member"
)

// SealText closes what a rider said into the record ref: it opens nowhere
// else.
func (s *Sealer) SealText(text string, ref event.Ref) (*event.Envelope, error) {
	return s.seal(textInfo, []byte(text), []byte(ref.String()))
}

// OpenText returns the text sealed into the record ref, or ErrOtherKey or
// ErrOpen.
func (o *Opener) OpenText(e *event.Envelope, ref event.Ref) (string, error) {
	text, err := o.open(textInfo, e, []byte(ref.String()))
	return string(text), err
}

// SealMember closes a registration's details into the record ref.
func (s *Sealer) SealMember(d *event.MemberDetails, ref event.Ref) (*event.Envelope, error) {
	plain, err := proto.Marshal(d)
	if err != nil {
		return nil, err
	}
	return s.seal(memberInfo, plain, []byte(ref.String()))
}

// OpenMember returns the details sealed into the record ref, or ErrOtherKey or
// ErrOpen.
func (o *Opener) OpenMember(e *event.Envelope, ref event.Ref) (*event.MemberDetails, error) {
	plain, err := o.open(memberInfo, e, []byte(ref.String()))
	if err != nil {
		return nil, err
	}
	d := new(event.MemberDetails)
	if err := proto.Unmarshal(plain, d); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrOpen, err)
	}
	return d, nil
}
