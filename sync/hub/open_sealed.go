package hub

import (
	"context"
	"errors"
	"strings"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	// ErrNotSealed says that a record holds nothing sealed.
	ErrNotSealed = errors.New("the record holds nothing that is sealed")
	// ErrWhy says that nobody said why something is to be opened.
	ErrWhy = errors.New("say why it is to be opened: the reason is kept for the record")
	// ErrNoRecord says that the hub does not hold a record.
	ErrNoRecord = errors.New("the hub holds no such record")
)

// Opener opens what stations have sealed, of the record it was sealed in.
type Opener interface {
	TextOpener
	Open(*event.Envelope, event.Ref) (*event.Identity, error)
	OpenMember(*event.Envelope, event.Ref) (*event.MemberDetails, error)
}

// Opened is what a record held sealed, line by line.
type Opened struct {
	Kind  string
	Lines [][2]string // what it is, and what it says
}

// OpenRecord opens what one record holds sealed: a text, a member's details or an
// identity. That it was opened, by whom and why, is noted first. It returns
// ErrWhy, ErrNoRecord or ErrNotSealed.
func (h *Hub) OpenRecord(ctx context.Context, ref event.Ref, why string, keys Opener) (o Opened, err error) {
	if why = strings.TrimSpace(why); why == "" {
		return o, ErrWhy
	}
	var record *event.Record
	err = h.act(ctx, "open record", func(tx Tx, a *Act) error {
		a.Subject, a.Detail = ref.String(), why
		if _, record, err = recordNamed(tx, ref.String(), ""); record == nil {
			return errors.Join(ErrNoRecord, err)
		}
		if o.Kind = record.Kind(); sealedIn(record) == nil {
			return ErrNotSealed
		}
		return err
	})
	if err != nil {
		return o, err
	}
	o.Lines, err = opened(record, ref, keys)
	return o, err
}

// sealedIn is the envelope of a record, nil where it has none.
func sealedIn(r *event.Record) *event.Envelope {
	switch body := r.GetBody().(type) {
	case *event.Record_Person:
		return body.Person.Identity
	case *event.Record_MemberRegistered:
		return body.MemberRegistered.Details
	case *event.Record_AppealFiled:
		return body.AppealFiled.Text
	case *event.Record_AppealReopened:
		return body.AppealReopened.Reason
	case *event.Record_HazardReported:
		return body.HazardReported.Text
	case *event.Record_StoryOffered:
		return body.StoryOffered.Text
	case *event.Record_MemberRequest:
		return body.MemberRequest.Details
	}
	return nil
}

func opened(r *event.Record, ref event.Ref, keys Opener) ([][2]string, error) {
	switch {
	case r.GetPerson() != nil:
		who, err := keys.Open(sealedIn(r), ref)
		return [][2]string{{"name", who.GetName()}, {"number", who.GetNumber()}}, err
	case r.GetMemberRegistered() != nil:
		m, err := keys.OpenMember(sealedIn(r), ref)
		return [][2]string{{"name", m.GetName()}, {"number", m.GetNumber()}, {"home", m.GetHome()}, {"words", m.GetWords()}}, err
	}
	text, err := keys.OpenText(sealedIn(r), ref)
	return [][2]string{{"text", text}}, err
}
