package stationtest

import (
	"crypto/ed25519"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Rule sends a rule: so many points for a kind of record, at most perDay times
// a day.
func Rule(t testing.TB, s *station.Station, id, kind string, points int64, perDay uint32) {
	t.Helper()
	Send(t, s, &event.Down{Body: &event.Down_PointsRule{PointsRule: &event.PointsRule{
		Id: id, Kind: kind, Points: points, PerDay: perDay,
	}}})
}

// Budget lends points.
func Budget(t testing.TB, s *station.Station, points int64) {
	t.Helper()
	Send(t, s, &event.Down{Body: &event.Down_PointsBudget{PointsBudget: &event.PointsBudget{Points: points}}})
}

// Reward offers something for points, or withdraws it for 0.
func Reward(t testing.TB, s *station.Station, id string, points int64) {
	t.Helper()
	Send(t, s, &event.Down{Body: &event.Down_RewardOffered{RewardOffered: &event.RewardOffered{
		Id: id, Points: points, Withdrawn: points == 0,
	}}})
}

// Balance sends what the hub knows of a rider's points, holding the station's
// records up to known.
func Balance(t testing.TB, s *station.Station, who event.Pseudonym, points int64, known event.Ref) {
	t.Helper()
	Send(t, s, &event.Down{Body: &event.Down_PointsBalance{PointsBalance: &event.PointsBalance{
		Pseudonym: who.Bytes(), Points: points, KnownEpoch: known.Epoch, KnownSeq: known.Seq,
	}}})
}

// Pack is a learning pack signed by the fleet's hub.
func (f *Fleet) Pack(t testing.TB, m *event.PackManifest) *event.LearningPack {
	t.Helper()
	manifest, err := proto.Marshal(m)
	must(t, err)
	signature := ed25519.Sign(f.Hub, append([]byte("nuanxin/v1/pack\x00"), manifest...))
	return &event.LearningPack{Manifest: manifest, Signature: signature}
}

// SendPack applies a learning pack as the next entry.
func SendPack(t testing.TB, s *station.Station, pack *event.LearningPack) {
	t.Helper()
	Send(t, s, &event.Down{Body: &event.Down_LearningPack{LearningPack: pack}})
}
