package station

import (
	"slices"

	"github.com/nuanxin/station-kit/station/event"
)

// ErrNoOrganisation: the directory does not list the organisation.
var ErrNoOrganisation error = rule("no such organisation")

// bucketOrganisations: identifier to the event.Down with the latest
// OrganisationListed.
var bucketOrganisations = []byte("organisations")

var directory = subject{buckets: [][]byte{bucketOrganisations}, apply: applyOrganisation}

// The four dimensions of the directory.
const (
	Platform  = "platform"
	Industry  = "industry"
	Territory = "territory"
	Online    = "online"
)

// Dimensions are all four, in the order of the screen.
var Dimensions = []string{Platform, Industry, Territory, Online}

// Organisation is a node of the directory.
type Organisation struct {
	ID        string
	Name      Text
	Dimension string
}

// Organisations lists those of one dimension by identifier; of "" those of
// all, dimension by dimension.
func (s *Station) Organisations(dimension string) ([]Organisation, error) {
	var listed []Organisation
	err := s.view(func(v *view) error {
		for id := range each(v.Tx, bucketOrganisations) {
			o, err := v.organisation(string(id))
			if err == nil && (dimension == "" || o.Dimension == dimension) {
				listed = append(listed, o)
			}
		}
		return nil
	})
	slices.SortStableFunc(listed, func(a, b Organisation) int {
		return slices.Index(Dimensions, a.Dimension) - slices.Index(Dimensions, b.Dimension)
	})
	return listed, err
}

// Organisation finds one by its identifier. It returns ErrNoOrganisation, also
// for one that was withdrawn.
func (s *Station) Organisation(id string) (o Organisation, err error) {
	err = s.view(func(v *view) error {
		o, err = v.organisation(id)
		return err
	})
	return o, err
}

func (v *view) organisation(id string) (Organisation, error) {
	row := v.Bucket(bucketOrganisations).Get([]byte(id))
	d, err := event.DecodeDown(row)
	if o := d.GetOrganisationListed(); row != nil && err == nil && !o.GetWithdrawn() {
		return Organisation{o.GetId(), Text{o.GetNameZh(), o.GetNameEn()}, o.GetDimension()}, nil
	}
	return Organisation{}, ErrNoOrganisation
}

func applyOrganisation(c *change, d *event.Down) error {
	o := d.GetOrganisationListed()
	if o == nil || !identifiers(o.Id) || !o.Withdrawn && !slices.Contains(Dimensions, o.Dimension) {
		return nil
	}
	return c.putDown(bucketOrganisations, []byte(o.Id), d)
}
