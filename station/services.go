package station

import (
	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	// ErrNoService: the hub has never offered the service here.
	ErrNoService error = rule("no such service")
	// ErrWithdrawn: the service is no longer offered; bookings made stand.
	ErrWithdrawn error = rule("the service is no longer offered")
	// ErrAge: the rider's age at the slot's start is outside the service's
	// limits.
	ErrAge error = rule("the service is for other ages")
	// ErrConsentNeeded: the rider must consent to the service's purpose first.
	ErrConsentNeeded error = rule("the service needs the rider's consent")
)

// bucketServices: identifier to the event.Down that last offered it.
var bucketServices = []byte("services")

var services = subject{buckets: [][]byte{bucketServices}, apply: applyService}

// Service is something a station offers. Place and duration are its slots'.
type Service struct {
	ID       string // stable, such as "health-check"
	Name     Text
	Note     Text // what to bring and how to prepare, may be empty
	Provider Text // who gives it, may be empty
	// Consent is the purpose a rider must have consented to, "" for none.
	Consent string
	// MinAge and MaxAge are whole years at the slot's start, both included; 0
	// is no limit.
	MinAge, MaxAge int
	// Waitlist is how many may wait for a place in one slot; 0 is no waitlist.
	Waitlist int
	// Withdrawn is set where it is no longer offered; its bookings stand.
	Withdrawn bool
}

func applyService(c *change, d *event.Down) error {
	if d.GetServiceOffered() == nil {
		return nil
	}
	row, err := event.EncodeDown(d)
	if err != nil {
		return err
	}
	return c.put(bucketServices, []byte(d.GetServiceOffered().Id), row)
}

// Services lists what the station offers now, by identifier.
func (s *Station) Services() ([]Service, error) {
	var all []Service
	err := s.view(func(v *view) error {
		for id := range each(v.Tx, bucketServices) {
			if o := serviceOf(v.Tx, string(id)); !o.Withdrawn {
				all = append(all, o)
			}
		}
		return nil
	})
	return all, err
}

// Service is one that was ever offered, withdrawn or not; or ErrNoService.
func (s *Station) Service(id string) (Service, error) {
	var o Service
	err := s.view(func(v *view) error {
		if v.Bucket(bucketServices).Get([]byte(id)) == nil {
			return ErrNoService
		}
		o = serviceOf(v.Tx, id)
		return nil
	})
	return o, err
}

// serviceOf knows no limits of a service whose entry is missing: the hub may
// lend a slot first.
func serviceOf(tx *bolt.Tx, id string) Service {
	d, err := event.DecodeDown(tx.Bucket(bucketServices).Get([]byte(id)))
	o := d.GetServiceOffered()
	if err != nil || o == nil {
		return Service{ID: id}
	}
	return Service{
		ID:        o.Id,
		Name:      Text{o.NameZh, o.NameEn},
		Note:      Text{o.NoteZh, o.NoteEn},
		Provider:  Text{o.ProviderZh, o.ProviderEn},
		Consent:   o.Consent,
		MinAge:    int(o.MinAge),
		MaxAge:    int(o.MaxAge),
		Waitlist:  int(o.Waitlist),
		Withdrawn: o.Withdrawn,
	}
}
