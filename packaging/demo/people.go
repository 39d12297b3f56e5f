package main

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/sim"
	"github.com/nuanxin/station-kit/internal/node"
	kit "github.com/nuanxin/station-kit/station"
)

// Who can sign in to attendant's mode of the demonstration. A real station's first account is made by
// nuanxin-station supervisor, whose PIN is drawn at random.
var (
	supervisor = account{kit.Attendant{ID: "demo", Name: "班长", Role: kit.RoleSupervisor}, "638027"}
	attendant  = account{kit.Attendant{ID: "xiao-ma", Name: "小马", Role: kit.RoleAttendant}, "417263"}
)

type account struct {
	kit.Attendant
	pin string
}

// people have been at the station before its kiosk starts, once a day: riders who do not exist, with bookings of
// today, a reward to be handed out, a task taken, a story offered.
func (d *demo) people(ctx context.Context) error {
	n, err := node.Open(d.in("station"), node.Options{AtOnce: true})
	if err != nil {
		return err
	}
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- n.Run(running) }() // closes the station
	err = d.live(ctx, n.Station)
	stop()
	return errors.Join(err, <-ended)
}

func (d *demo) live(ctx context.Context, s *kit.Station) error {
	err := until(ctx, func() (bool, error) { return furnished(s) })
	if err := errors.Join(err, staff(s)); err != nil {
		return err
	}
	today, err := s.Today()
	if err != nil || len(today) > 0 {
		return err
	}
	riders := invented(s)
	if err := errors.Join(visit(s, riders), book(s, riders), d.offerStory(s, riders[0])); err != nil {
		return err
	}
	return until(ctx, func() (bool, error) {
		st, err := s.Status()
		return st.Waiting() == 0, err
	})
}

// furnished reports whether what the hub sends has come.
func furnished(s *kit.Station) (bool, error) {
	slots, err1 := s.Slots("health-check")
	rewards, err2 := s.Rewards()
	notices, err3 := s.Notices()
	budget, err4 := s.PointsBudget()
	return len(slots) > 0 && len(rewards) > 0 && len(notices) > 0 && budget > 0, errors.Join(err1, err2, err3, err4)
}

// until waits for something to be so, for two minutes at most.
func until(ctx context.Context, so func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	look := time.NewTicker(100 * time.Millisecond)
	defer look.Stop()
	for {
		if yes, err := so(); yes || err != nil {
			return err
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func staff(s *kit.Station) error {
	all, err := s.Attendants()
	if err != nil || len(all) > 0 {
		return err
	}
	return errors.Join(
		s.InstallSupervisor(supervisor.ID, supervisor.Name, supervisor.pin),
		s.SetAttendant(attendant.Attendant, attendant.pin, supervisor.ID))
}

// invented are riders who do not exist, others every day.
func invented(s *kit.Station) []kit.Rider {
	random := rand.New(rand.NewPCG(uint64(s.Now().YearDay()), 1))
	var all []kit.Rider
	for _, name := range []string{"陈样例", "李样例", "王样例", "赵样例", "周样例"} {
		all = append(all, s.ByCard(name, sim.Invent(random).Number))
	}
	return all
}

// visit checks all in, has one redeem a reward, and another take a task.
func visit(s *kit.Station, riders []kit.Rider) error {
	var failed []error
	for _, r := range riders {
		_, err := s.CheckIn(r)
		failed = append(failed, err)
	}
	_, err := s.Redeem(riders[1], "water", 5)
	return errors.Join(append(failed, err, s.AcceptTask(riders[2], "snow-clearing"))...)
}

// book gives all but the last one a place today, the soonest first: one has come, one is called. Late at night there
// may be none left.
func book(s *kit.Station, riders []kit.Rider) error {
	var booked []kit.Booking
	for i, service := range []string{"health-check", "haircut", "health-check", "legal-aid"} {
		slot, found, err := s.Soonest(service)
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		b, err := s.Book(riders[i], slot.ID)
		if err != nil {
			return err
		}
		booked = append(booked, b)
	}
	if len(booked) < 3 {
		return nil
	}
	return errors.Join(s.Attend(booked[0].Who, booked[0].Ref, attendant.ID), s.Call(booked[2].Who, booked[2].Ref, attendant.ID))
}

// stories that riders have offered, as they are published.
const (
	storyZH = "去年冬天夜里送最后一单，看见一位老人坐在雪地里起不来。我把外套给她披上，打了 120，陪她等到车来。那一单超时了，可老人的儿子第二天专门来站里找我，说了好几声谢谢。——一名骑手"
	storyEN = "Last winter, on my last order of the night, I saw an old lady who could not get up from the snow. I put my coat around her, called 120 and waited with her. That order was late, but the next day her son came to the station to say thank you. (A rider)"
)

// offerStory has a rider offer a story, with consent.
func (d *demo) offerStory(s *kit.Station, r kit.Rider) error {
	return d.once("story-offered", func() error {
		if err := s.GiveConsent(r.Pseudonym, kit.PurposeStory, 1); err != nil {
			return err
		}
		_, err := s.OfferStory(r, storyZH)
		return err
	})
}

// publishStory publishes the story, as an editor would.
func (d *demo) publishStory(ctx context.Context) error {
	return d.once("story-published", func() error {
		ref := ""
		err := until(ctx, func() (bool, error) {
			said, err := d.tool(ctx, "nuanxin-hub", "stories", "--data", d.in("hub"))
			for line := range strings.Lines(string(said)) {
				if strings.HasPrefix(line, station+"/") {
					ref = strings.Fields(line)[0]
				}
			}
			return ref != "", err
		})
		if err != nil {
			return err
		}
		document, err := json.Marshal(map[string]any{"stories": []map[string]string{
			{"id": "snow-night", "offered": ref, "text_zh": storyZH, "text_en": storyEN},
		}})
		return errors.Join(err, d.publish(ctx, document))
	})
}
