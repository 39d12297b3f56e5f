package station_test

import (
	"bytes"
	"errors"
	"os"
	"testing"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

func TestMemberRegistersOnceAndOfFreeWill(t *testing.T) {
	s, fleet := open(t)
	who := s.ByCard(name, number)
	d := station.MemberDetails{Home: "某县某镇党支部"}
	if _, err := s.RegisterMember(station.Anonymous(), d); !errors.Is(err, station.ErrAnonymous) {
		t.Errorf("nobody: %v", err)
	}
	if _, err := s.RegisterMember(who, d); !errors.Is(err, station.ErrNoConsent) {
		t.Errorf("without consent: %v", err)
	}
	agrees(t, s, who.Pseudonym, station.PurposeMembership)
	if _, err := s.RegisterMember(station.Rider{Pseudonym: who.Pseudonym}, d); !errors.Is(err, station.ErrUnnamed) {
		t.Errorf("without a name: %v", err)
	}
	f, err := s.RegisterMember(who, d)
	if err != nil {
		t.Fatal(err)
	}
	got, err := fleet.Opener.OpenMember(last(t, s).GetMemberRegistered().Details, f.Ref)
	if err != nil || got.Name != name || got.Number != number || got.Home != d.Home {
		t.Errorf("the hub reads %v, %v", got, err)
	}
	if _, err := s.RegisterMember(who, d); !errors.Is(err, station.ErrRegistered) {
		t.Errorf("twice: %v", err)
	}
	raw, err := os.ReadFile(s.Path)
	if err != nil || bytes.Contains(raw, []byte(name)) || bytes.Contains(raw, []byte(number)) || bytes.Contains(raw, []byte(d.Home)) {
		t.Errorf("the file holds a member's details (%v)", err)
	}
}

func TestMemberIsNamedByThemselvesOrByAnEarlierCard(t *testing.T) {
	s, _ := open(t)
	byPass := rider(1)
	agrees(t, s, byPass.Pseudonym, station.PurposeMembership)
	if _, err := s.RegisterMember(byPass, station.MemberDetails{Name: name}); err != nil {
		t.Errorf("who said the name: %v", err)
	}
	byCard := s.ByCard(name, number)
	if _, err := s.CheckIn(byCard); err != nil {
		t.Fatal(err)
	}
	if err := s.GiveConsent(byCard.Pseudonym, station.PurposeMembership, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := s.RegisterMember(station.Rider{Pseudonym: byCard.Pseudonym}, station.MemberDetails{}); err != nil {
		t.Errorf("whose card was read before: %v", err)
	}
}

func TestMembershipShowsWhatTheOrganisationSays(t *testing.T) {
	s, fleet := open(t)
	who := rider(1)
	if _, err := s.RequestAsMember(who, station.RequestDues, ""); !errors.Is(err, station.ErrNoConsent) {
		t.Errorf("without consent: %v", err)
	}
	agrees(t, s, who.Pseudonym, station.PurposeMembership)
	for kind, want := range map[string]error{"": station.ErrNotOffered, "loan": station.ErrNotOffered} {
		if _, err := s.RequestAsMember(who, kind, ""); !errors.Is(err, want) {
			t.Errorf("%q: %v", kind, err)
		}
	}
	registered, err := s.RegisterMember(who, station.MemberDetails{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	transfer, err := s.RequestAsMember(who, station.RequestTransfer, "转到本街道")
	if err != nil {
		t.Fatal(err)
	}
	if text, err := fleet.Opener.OpenText(last(t, s).GetMemberRequest().Details, transfer.Ref); err != nil || text != "转到本街道" {
		t.Errorf("the hub reads %q, %v", text, err)
	}
	dues, err := s.RequestAsMember(who, station.RequestDues, "")
	if err != nil {
		t.Fatal(err)
	}
	says := func(request *event.Reference, state string) {
		stationtest.Send(t, s, &event.Down{Body: &event.Down_MemberStatus{MemberStatus: &event.MemberStatus{
			Pseudonym: who.Pseudonym.Bytes(), Request: request, StateZh: state, StateEn: state,
		}}})
	}
	says(nil, "registered")
	says(&event.Reference{Epoch: 1, Seq: transfer.Ref.Seq}, "received")
	says(&event.Reference{Epoch: 1, Seq: transfer.Ref.Seq}, "transferred")
	stationtest.Send(t, s, &event.Down{Body: &event.Down_MemberStatus{MemberStatus: &event.MemberStatus{StateZh: "of nobody"}}})
	m, err := s.Membership(who.Pseudonym)
	if err != nil || !m.Registered.Equal(registered.Made) || m.State.EN != "registered" || len(m.Requests) != 2 {
		t.Fatalf("%+v, %v", m, err)
	}
	if r := m.Requests[0]; r.Ref != transfer.Ref || r.Kind != station.RequestTransfer || r.State.EN != "transferred" {
		t.Errorf("transfer: %+v", r)
	}
	if r := m.Requests[1]; r.Ref != dues.Ref || r.Kind != station.RequestDues || r.State != (station.Text{}) {
		t.Errorf("dues: %+v", r)
	}
	if m, err := s.Membership(rider(2).Pseudonym); err != nil || !m.Registered.IsZero() || len(m.Requests) > 0 || m.State != (station.Text{}) {
		t.Errorf("another rider sees %+v, %v", m, err)
	}
	if _, err := s.Membership(event.Pseudonym{}); !errors.Is(err, station.ErrAnonymous) {
		t.Errorf("nobody: %v", err)
	}
}
