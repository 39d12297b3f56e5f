package station

import (
	"bytes"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	// ErrNotCard: only an ID card signs in, not a pass, which can be copied.
	ErrNotCard error = rule("only an ID card can do this")
	// ErrNoCard: the card signs nobody in.
	ErrNoCard error = rule("the card belongs to no account")
	// ErrCardTaken: the card signs another account in.
	ErrCardTaken error = rule("the card belongs to another account")
)

// bucketCards: the pseudonym of an ID card to the identifier of the account
// that it signs in. As PINs are, cards are in no record: which riders are also
// attendants stays at the station.
var bucketCards = []byte("attendant-cards")

// cardOf is the card of an account, nobody where it has none.
func cardOf(tx *bolt.Tx, id string) event.Pseudonym {
	for card, of := range each(tx, bucketCards) {
		if string(of) == id {
			return event.PseudonymFrom(bytes.Clone(card))
		}
	}
	return event.Pseudonym{}
}

// BindCard has an ID card sign an attendant in from now on, instead of the one
// that did; they have to be signed in. It is recorded as a change of the
// account. It returns ErrNotCard, ErrNoAttendant or ErrCardTaken.
func (s *Station) BindCard(id string, card Rider) error {
	if card.Means != event.Means_MEANS_CARD || !card.Pseudonym.Known() {
		return ErrNotCard
	}
	return s.change(func(c *change) error {
		a, found := attendantOf(c.Tx, id)
		held := c.Bucket(bucketCards).Get(card.Pseudonym[:])
		switch {
		case !found:
			return ErrNoAttendant
		case held != nil && string(held) != id:
			return ErrCardTaken
		case held != nil:
			return nil
		}
		if err := c.dropCard(id); err != nil {
			return err
		}
		if err := c.put(bucketCards, bytes.Clone(card.Pseudonym[:]), []byte(id)); err != nil {
			return err
		}
		return c.setAttendant(a, nil, id)
	})
}

// UnbindCard has an attendant's card sign in no more; it is recorded, where
// there was one. It returns ErrNoAttendant.
func (s *Station) UnbindCard(id string) error {
	return s.change(func(c *change) error {
		a, found := attendantOf(c.Tx, id)
		switch {
		case !found:
			return ErrNoAttendant
		case !cardOf(c.Tx, id).Known():
			return nil
		}
		if err := c.dropCard(id); err != nil {
			return err
		}
		return c.setAttendant(a, nil, id)
	})
}

// SignInByCard signs in whoever bound the card, also while wrong PINs keep
// their account locked. It is recorded. It returns ErrNotCard or ErrNoCard,
// which is not recorded: the card may be any rider's.
func (s *Station) SignInByCard(card Rider) (Session, error) {
	if card.Means != event.Means_MEANS_CARD || !card.Pseudonym.Known() {
		return Session{}, ErrNotCard
	}
	var in Session
	err := s.change(func(c *change) error {
		a, found := attendantOf(c.Tx, string(c.Bucket(bucketCards).Get(card.Pseudonym[:])))
		if !found {
			return ErrNoCard
		}
		in = Session{a.ID, a.Name, a.Role}
		return c.recordSignIn(a.ID)
	})
	if err != nil {
		return Session{}, err
	}
	return in, nil
}

func (c *change) dropCard(id string) error {
	if card := cardOf(c.Tx, id); card.Known() {
		return c.drop(bucketCards, card[:])
	}
	return nil
}

// checkCards: each is of an account there is, which has no other.
func checkCards(v *view, r *Report) {
	seen := map[string]bool{}
	for card, of := range each(v.Tx, bucketCards) {
		id := string(of)
		if _, found := attendantOf(v.Tx, id); !found || seen[id] || !event.PseudonymFrom(card).Known() {
			r.fault("attendants: a card of account %s is one too many", id)
		}
		seen[id] = true
	}
}

// CardItem is an attendant's card as "my data" shows it.
type CardItem struct {
	Account string `json:"account"`
}

func cardHeld(v *view, who event.Pseudonym) ([]Item, error) {
	of := v.Bucket(bucketCards).Get(who[:])
	if of == nil {
		return nil, nil
	}
	return []Item{{"attendant card", v.now(), CardItem{string(of)}}}, nil
}

func eraseCard(c *change, who event.Pseudonym) error { return c.drop(bucketCards, who[:]) }
