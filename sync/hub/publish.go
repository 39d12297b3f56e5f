package hub

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/nuanxin/station-kit/station/event"
)

// identifierForm is what stations take for the name of something.
var identifierForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$`)

// faults are what is wrong with an item.
type faults []string

func (f *faults) when(wrong bool, format string, args ...any) {
	if wrong {
		*f = append(*f, fmt.Sprintf(format, args...))
	}
}

func (f *faults) id(name, id string) {
	f.when(!identifierForm.MatchString(id), "%s %q: write 1 to 64 letters, digits and . _ : -, such as health-check", name, id)
}

// both languages have to be there.
func (f *faults) both(name, zh, en string) {
	f.when(strings.TrimSpace(zh) == "", "%s_zh is missing", name)
	f.when(strings.TrimSpace(en) == "", "%s_en is missing", name)
}

func (f *faults) err() error {
	if len(*f) == 0 {
		return nil
	}
	return errors.New(strings.Join(*f, "; "))
}

func (p *publisher) service(s *event.ServiceOffered, _ extra) error {
	var f faults
	f.id("id", s.Id)
	if !s.Withdrawn {
		f.both("name", s.NameZh, s.NameEn)
		f.when(s.MaxAge != 0 && s.MaxAge < s.MinAge, "max_age %d is below min_age %d", s.MaxAge, s.MinAge)
		f.when(s.Consent != "" && !p.noticed(s.Consent), "consent %q: there is no notice for this purpose, so nobody could consent", s.Consent)
	}
	if err := f.err(); err != nil {
		return err
	}
	return p.announce(s.Id, &event.Down{Body: &event.Down_ServiceOffered{ServiceOffered: s}})
}

// noticed reports whether riders can consent to a purpose.
func (p *publisher) noticed(purpose string) bool {
	all, err := p.tx.Announced("notice_published", purpose)
	return err == nil && len(all) > 0
}

func (p *publisher) notice(n *event.NoticePublished, _ extra) error {
	var f faults
	f.when(n.Purpose == "" || len(n.Purpose) > 64, "purpose %q: write 1 to 64 bytes", n.Purpose)
	f.both("text", n.TextZh, n.TextEn)
	last, err := lastOf[*event.NoticePublished](p.tx, "notice_published", n.Purpose)
	if err != nil {
		return err
	}
	same := proto.Equal(last, n)
	f.when(n.Version <= last.GetVersion() && !same, "version %d is not above %d, the one published: stations would pass over it", n.Version, last.GetVersion())
	if err := f.err(); err != nil {
		return err
	}
	return p.announce(n.Purpose, &event.Down{Body: &event.Down_NoticePublished{NoticePublished: n}})
}

// lastOf is what the fleet was last told of a kind about a subject; the zero M
// where nothing.
func lastOf[M proto.Message](tx Fleet, kind, subject string) (last M, err error) {
	all, err := tx.Announced(kind, subject)
	if err != nil || len(all) == 0 {
		return last, err
	}
	d, err := event.DecodeDown(all[len(all)-1].Bytes)
	if err != nil {
		return last, err
	}
	r := d.ProtoReflect()
	field := r.WhichOneof(r.Descriptor().Oneofs().ByName("body"))
	last, _ = r.Get(field).Message().Interface().(M)
	return last, nil
}

var dimensions = []string{"platform", "industry", "territory", "online"}

func (p *publisher) organisation(o *event.OrganisationListed, _ extra) error {
	var f faults
	f.id("id", o.Id)
	if !o.Withdrawn {
		f.both("name", o.NameZh, o.NameEn)
		f.when(!slices.Contains(dimensions, o.Dimension), "dimension %q: there are %s", o.Dimension, strings.Join(dimensions, ", "))
	}
	if err := f.err(); err != nil {
		return err
	}
	return p.announce(o.Id, &event.Down{Body: &event.Down_OrganisationListed{OrganisationListed: o}})
}

func (p *publisher) rule(r *event.PointsRule, _ extra) error {
	var f faults
	f.id("id", r.Id)
	f.when(!earning(r.Kind), "kind %q: points are earned by a record of a rider's, such as check_in or quiz_taken", r.Kind)
	f.when(r.Points < 0 || r.Points > mostPoints, "points %d: write 1 to %d, or 0 to end the rule", r.Points, mostPoints)
	if r.Points > 0 {
		f.both("name", r.NameZh, r.NameEn)
	}
	if err := f.err(); err != nil {
		return err
	}
	return p.announce(r.Id, &event.Down{Body: &event.Down_PointsRule{PointsRule: r}})
}

// earning reports whether records of a kind can earn points: they have a rider,
// and are not of points themselves.
func earning(kind string) bool {
	field := (&event.Record{}).ProtoReflect().Descriptor().Oneofs().ByName("body").Fields().ByName(protoreflect.Name(kind))
	return field != nil && field.Message().Fields().ByName("pseudonym") != nil &&
		!slices.Contains([]string{"points_earned", "points_redeemed", "person_erased", "person"}, kind)
}

func (p *publisher) reward(r *event.RewardOffered, _ extra) error {
	var f faults
	f.id("id", r.Id)
	if !r.Withdrawn {
		f.both("name", r.NameZh, r.NameEn)
		f.when(r.Points < 1 || r.Points > mostPoints, "points %d: write 1 to %d", r.Points, mostPoints)
	}
	if err := f.err(); err != nil {
		return err
	}
	return p.announce(r.Id, &event.Down{Body: &event.Down_RewardOffered{RewardOffered: r}})
}

func (p *publisher) settings(s *event.Settings, _ extra) error {
	all, err := lastOf[*event.Settings](p.tx, "settings", "all")
	if err != nil {
		return err
	}
	if all == nil {
		all = new(event.Settings)
	}
	proto.Merge(all, s) // 0 leaves one as it is
	var f faults
	f.when(all.RepeatMinutes > 24*60, "repeat_minutes %d: a day at most", all.RepeatMinutes)
	f.when(s.RetentionDays != 0 && s.RetentionDays < 7, "retention_days %d: 7 at least", s.RetentionDays)
	if err := f.err(); err != nil {
		return err
	}
	return p.announce("all", &event.Down{Body: &event.Down_Settings{Settings: all}})
}

func (p *publisher) pack(m *event.PackManifest, _ extra) error {
	var f faults
	f.id("id", m.Id)
	f.when(m.Version < 1, "version is missing: they count from 1")
	if !m.Withdrawn {
		f.both("title", m.TitleZh, m.TitleEn)
		f.when(len(m.Pages) == 0, "it has no pages")
		f.when(int(m.PassMark) > len(m.Quiz), "pass_mark %d, and there are %d questions", m.PassMark, len(m.Quiz))
	}
	for i, page := range m.Pages {
		f.when(page.TextZh == "", "pages[%d]: text_zh is missing", i)
		f.when(len(page.Picture) != 0 && !p.pictured(page.Picture), "pages[%d]: there is no such picture: publish its file first, and write what that says", i)
	}
	for i, q := range m.Quiz {
		f.when(q.TextZh == "" || len(q.ChoicesZh) < 2, "quiz[%d]: it needs text_zh and two choices_zh", i)
		f.when(len(q.ChoicesEn) > len(q.ChoicesZh), "quiz[%d]: more choices_en than choices_zh", i)
		f.when(int(q.Right) >= len(q.ChoicesZh), "quiz[%d]: right is %d, the choices count from 0", i, q.Right)
	}
	last, err := p.lastPack(m.Id)
	if err != nil {
		return err
	}
	f.when(m.Version <= last.GetVersion() && !proto.Equal(last, m), "version %d is not above %d, the one published: stations would pass over it", m.Version, last.GetVersion())
	if err := f.err(); err != nil {
		return err
	}
	return p.sign(m)
}

func (p *publisher) lastPack(id string) (*event.PackManifest, error) {
	last, err := lastOf[*event.LearningPack](p.tx, "learning_pack", id)
	m := new(event.PackManifest)
	if err != nil || last == nil {
		return m, err
	}
	return m, proto.Unmarshal(last.Manifest, m)
}

// sign has stations trust a pack: see event.LearningPack.
func (p *publisher) sign(m *event.PackManifest) error {
	if len(p.Key) != ed25519.PrivateKeySize {
		return errors.New("a pack needs the hub's key to sign it")
	}
	manifest, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		return err
	}
	signature := ed25519.Sign(p.Key, append([]byte("nuanxin/v1/pack\x00"), manifest...))
	return p.announce(m.Id, &event.Down{Body: &event.Down_LearningPack{LearningPack: &event.LearningPack{Manifest: manifest, Signature: signature}}})
}
