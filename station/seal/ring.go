package seal

import (
	"fmt"

	"github.com/nuanxin/station-kit/station/event"
)

// Ring is every key a hub has handed out, so that it opens what was sealed
// before a rotation too.
type Ring []*Opener

// Key is the opener that an envelope names, or ErrOtherKey.
func (r Ring) Key(id string) (*Opener, error) {
	for _, o := range r {
		if o.ID == id {
			return o, nil
		}
	}
	return nil, fmt.Errorf("to %q, none of the %d keys here: %w", id, len(r), ErrOtherKey)
}

// Open is Opener.Open with the key that the envelope names.
func (r Ring) Open(e *event.Envelope, ref event.Ref) (*event.Identity, error) {
	o, err := r.Key(e.GetKeyId())
	if err != nil {
		return nil, err
	}
	return o.Open(e, ref)
}

// OpenText is Opener.OpenText with the key that the envelope names.
func (r Ring) OpenText(e *event.Envelope, ref event.Ref) (string, error) {
	o, err := r.Key(e.GetKeyId())
	if err != nil {
		return "", err
	}
	return o.OpenText(e, ref)
}

// OpenMember is Opener.OpenMember with the key that the envelope names.
func (r Ring) OpenMember(e *event.Envelope, ref event.Ref) (*event.MemberDetails, error) {
	o, err := r.Key(e.GetKeyId())
	if err != nil {
		return nil, err
	}
	return o.OpenMember(e, ref)
}
