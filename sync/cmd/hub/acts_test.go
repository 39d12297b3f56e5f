package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/keyring"
	"github.com/nuanxin/station-kit/sync/hub/sqlite"
	"github.com/nuanxin/station-kit/sync/wire"
)

// says runs a command that has to succeed.
func says(t *testing.T, args ...string) string {
	t.Helper()
	status, out := command(args...)
	if status != 0 {
		t.Fatalf("%v: %d %s", args, status, out)
	}
	return out
}

// refuses runs a command line that has to be refused.
func refuses(t *testing.T, why string, args ...string) {
	t.Helper()
	if status, out := command(args...); status != 2 || !strings.Contains(out, why) {
		t.Errorf("%v: %d %s", args, status, out)
	}
}

// deliver enrols a station beside the hub's commands and delivers its records.
func deliver(t *testing.T, data, id string, make func(seal func(string, event.Ref) *event.Envelope) []*event.Record) {
	t.Helper()
	ctx := context.Background()
	keys, err1 := keyring.Open(filepath.Join(data, "keys"), time.Now())
	store, err2 := sqlite.Open(ctx, filepath.Join(data, "hub.db"))
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	defer store.Close()
	h := hub.New(hub.Config{Store: store, Key: keys.HubKey, Authority: keys})
	secret, err := h.Invite(ctx, id, "", "")
	if err != nil {
		t.Fatal(err)
	}
	public, private, _ := ed25519.GenerateKey(nil)
	m, err := h.Admit(ctx, wire.Enrolment{Code: wire.NewEnrolCode(secret, nil).Secret, PublicKey: public})
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := seal.NewSealer(m.SealKey)
	if err != nil {
		t.Fatal(err)
	}
	b := wire.Batch{Station: id, Epoch: m.Epoch, First: 1, Prev: event.Genesis(id, m.Epoch)}
	for i, r := range make(func(text string, ref event.Ref) *event.Envelope { e, _ := sealer.SealText(text, ref); return e }) {
		r.Stamp = &event.Stamp{WallMs: time.Now().UnixMilli(), Boot: 1, MonoMs: int64(i)}
		encoded, _ := event.Encode(r)
		b.Records = append(b.Records, encoded)
	}
	message, err := wire.EncodeBatch(b, private)
	if err != nil {
		t.Fatal(err)
	}
	if _, receipt, err := h.Ingest(ctx, message); err != nil || receipt.UpTo != uint64(len(b.Records)) {
		t.Fatal(receipt, err)
	}
	if err := h.CatchUp(ctx); err != nil {
		t.Fatal(err)
	}
}

func TestAppealsByCommand(t *testing.T) {
	data := filepath.Join(t.TempDir(), "hub")
	says(t, "enroll", "st-0", "--data", data)
	code, _ := seal.NewClaimCode(rand.Reader)
	claim := code.Claim()
	deliver(t, data, "st-1", func(sealed func(string, event.Ref) *event.Envelope) []*event.Record {
		return []*event.Record{{Body: &event.Record_AppealFiled{AppealFiled: &event.AppealFiled{
			Category: event.AppealCategory_APPEAL_CATEGORY_LABOUR_RIGHTS, Claim: claim[:], ClaimKey: code.Public(),
			Text: sealed("平台扣款", event.Ref{Station: "st-1", Epoch: 1, Seq: 1}),
		}}}}
	})
	short := hex.EncodeToString(claim[:4])
	with := func(args ...string) []string { return append([]string{"appeals"}, append(args, "--data", data)...) }
	if out := says(t, with("list")...); !strings.Contains(out, short) || !strings.Contains(out, "labour_rights") || strings.Contains(out, "OVERDUE") {
		t.Errorf("%s", out)
	}
	if out := says(t, with("list", "--overdue")...); strings.Contains(out, short) {
		t.Errorf("%s", out)
	}
	refuses(t, "--as NAME is missing", with("read", short)...)
	if out := says(t, with("read", short, "--as", "li")...); !strings.Contains(out, "平台扣款") {
		t.Errorf("%s", out)
	}
	refuses(t, "no such appeal", with("read", "deadbeef", "--as", "li")...)
	refuses(t, "the deadline is past", with("route", short, "--department", "劳动监察", "--due", "2020-01-01 09:00", "--as", "li")...)
	says(t, with("route", short, "--department", "劳动监察", "--as", "li")...)
	says(t, with("start", short, "--as", "wang")...)
	if out := says(t, with("list", "--department", "劳动监察")...); !strings.Contains(out, "in_progress") {
		t.Errorf("%s", out)
	}
	file := filepath.Join(t.TempDir(), "answer.txt")
	os.WriteFile(file, []byte("已退还\n"), 0o600)
	says(t, with("answer", short, "--file", file, "--as", "wang")...)
	refuses(t, "has been answered", with("answer", short, "--file", file, "--as", "wang")...)
	if out := says(t, "audit", "--data", data); strings.Count(out, "wang") != 2 || !strings.Contains(out, "read appeal") || strings.Contains(out, "已退还") {
		t.Errorf("%s", out)
	}
}

func TestLostByCommand(t *testing.T) {
	data := filepath.Join(t.TempDir(), "hub")
	says(t, "enroll", "st-1", "--data", data)
	says(t, "slots", "add", "--data", data, "--service", "counselling", "--start", tomorrow(), "--capacity", "3", "--station", "st-1")
	refuses(t, "no such station", "lost", "st-9", "--as", "li", "--data", data)
	if out := says(t, "lost", "st-1", "--as", "li", "--data", data); !strings.Contains(out, "3 places") {
		t.Errorf("%s", out)
	}
	refuses(t, "declared lost", "slots", "add", "--data", data, "--service", "counselling", "--start", tomorrow(), "--capacity", "3", "--station", "st-1")
	refuses(t, "STATION/EPOCH/SEQUENCE", "settle", "st-1", "--dismiss", "--as", "li", "--data", data)
	refuses(t, "--honour or --dismiss", "settle", "st-1/1/2", "--as", "li", "--data", data)
	refuses(t, "no such open conflict", "settle", "st-1/1/2", "--honour", "--as", "li", "--data", data)
	if out := says(t, "conflicts", "--all", "--data", data); strings.Count(out, "\n") != 1 {
		t.Errorf("%s", out)
	}
}

func TestContentByCommand(t *testing.T) {
	data := filepath.Join(t.TempDir(), "hub")
	says(t, "enroll", "st-1", "--data", data)
	file := filepath.Join(t.TempDir(), "content.json")
	write := func(text string) { os.WriteFile(file, []byte(text), 0o600) }
	write(`{"rewards": [{"id": "water", "name_zh": "水", "points": 10}]}`)
	refuses(t, "rewards[0]: name_en is missing", "publish", file, "--as", "li", "--data", data)
	write(`{"rewards": [{"id": "water", "name_zh": "水", "name_en": "Water", "points": 10}],
		"packs": [{"id": "road", "version": 1, "title_zh": "路", "title_en": "Road", "pages": [{"text_zh": "慢"}]}]}`)
	refuses(t, "--as NAME is missing", "publish", file, "--data", data)
	if out := says(t, "publish", file, "--as", "li", "--data", data); !strings.Contains(out, "2 items") {
		t.Errorf("%s", out)
	}
	if out := says(t, "content", "--data", data); !strings.Contains(out, "water") || !strings.Contains(out, "childcare") || !strings.Contains(out, "road") {
		t.Errorf("%s", out)
	}
	if out := says(t, "content", "packs", "--json", "--data", data); !strings.Contains(out, `"title_en"`) || strings.Contains(out, "water") {
		t.Errorf("%s", out)
	}
	says(t, "withdraw", "packs", "road", "--as", "li", "--data", data)
	refuses(t, "nothing of that name", "withdraw", "packs", "road", "--as", "li", "--data", data)
	if out := says(t, "stories", "--data", data); strings.Count(out, "\n") != 1 {
		t.Errorf("%s", out)
	}
}

func TestAPictureByCommand(t *testing.T) {
	data, file := filepath.Join(t.TempDir(), "hub"), filepath.Join(t.TempDir(), "rain.png")
	says(t, "enroll", "st-1", "--data", data)
	os.WriteFile(file, []byte("no picture"), 0o600)
	refuses(t, "PNG or JPEG", "picture", file, "--as", "li", "--data", data)
	var drawn bytes.Buffer
	if err := png.Encode(&drawn, image.NewGray(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	os.WriteFile(file, drawn.Bytes(), 0o600)
	sum := sha256.Sum256(drawn.Bytes())
	if out := says(t, "picture", file, "--as", "li", "--data", data); !strings.Contains(out, base64.StdEncoding.EncodeToString(sum[:])) {
		t.Errorf("%s", out)
	}
}

func TestPointsAndOpeningByCommand(t *testing.T) {
	data := filepath.Join(t.TempDir(), "hub")
	says(t, "enroll", "st-0", "--data", data)
	deliver(t, data, "st-1", func(sealed func(string, event.Ref) *event.Envelope) []*event.Record {
		return []*event.Record{{Body: &event.Record_HazardReported{HazardReported: &event.HazardReported{
			Kind: "road", Text: sealed("井盖坏了", event.Ref{Station: "st-1", Epoch: 1, Seq: 1}),
		}}}, {Body: &event.Record_BudgetReturned{BudgetReturned: &event.BudgetReturned{Points: 5}}}}
	})
	refuses(t, "lend 1 to", "points", "lend", "st-1", "0", "--as", "li", "--data", data)
	refuses(t, "no number", "points", "lend", "st-1", "many", "--as", "li", "--data", data)
	if out := says(t, "points", "lend", "st-1", "50", "--as", "li", "--data", data); !strings.Contains(out, "50 points") {
		t.Errorf("%s", out)
	}
	if out := says(t, "points", "budgets", "--data", data); !strings.Contains(out, "st-1") {
		t.Errorf("%s", out)
	}
	refuses(t, "say why", "open", "st-1/1/1", "--as", "li", "--data", data)
	refuses(t, "nothing that is sealed", "open", "st-1/1/2", "--because", "x", "--as", "li", "--data", data)
	refuses(t, "no such record", "open", "st-1/1/9", "--because", "x", "--as", "li", "--data", data)
	if out := says(t, "open", "st-1/1/1", "--because", "to mend it", "--as", "li", "--data", data); !strings.Contains(out, "井盖坏了") {
		t.Errorf("%s", out)
	}
	if out := says(t, "audit", "--data", data); !strings.Contains(out, "to mend it") || !strings.Contains(out, "enroll") || strings.Contains(out, "井盖") {
		t.Errorf("%s", out)
	}
}
