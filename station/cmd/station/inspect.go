package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/nuanxin/station-kit/internal/build"
	"github.com/nuanxin/station-kit/internal/durable"
	"github.com/nuanxin/station-kit/internal/node"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/control"
	"github.com/nuanxin/station-kit/station/event"
)

// with calls use with the running station, or with the file opened here.
func with(folder string, use func(control.Station) error) error {
	running, err := control.Dial(node.Socket(folder))
	if err == nil {
		return use(running)
	}
	if _, err := os.Stat(node.File(folder)); err != nil {
		return fmt.Errorf("no station runs in %s and none ever has: %w", folder, err)
	}
	n, err := node.Open(folder, node.Options{Version: build.Version()})
	if err != nil {
		return err
	}
	return errors.Join(use(n.Station), n.Station.Close())
}

func status(_ context.Context, flags *flag.FlagSet, args []string, stdout io.Writer) error {
	asJSON := flags.Bool("json", false, "as JSON")
	folder, err := parse(flags, args, 0)
	if err != nil {
		return err
	}
	return with(folder, func(s control.Station) error {
		st, err := s.Status()
		if err != nil {
			return err
		}
		all, err := devicesOf(s)
		if err != nil {
			return err
		}
		if *asJSON {
			return json.NewEncoder(stdout).Encode(report{st, all})
		}
		fmt.Fprintf(stdout, "station    %s, epoch %d\nrecords    %d\ndelivered  %d, %d waiting\nreceipt    %s\n",
			st.Station, st.Epoch, st.Last, st.Delivered, st.Waiting(), age(st.ReceiptAt, "none yet"))
		fmt.Fprintf(stdout, "oldest     %s\nconnected  %s\n", age(st.WaitingSince, "none waits"), age(st.Link.Connected, "no"))
		fmt.Fprintf(stdout, "clock      %s\nstorage    %s\n", trust[st.Trust], st.Storage)
		fmt.Fprintf(stdout, "certified  %s\n", certified(st.CertifiedUntil, time.Now()))
		if st.Link.LastError != "" {
			fmt.Fprintf(stdout, "trouble    %s, at %s\n", st.Link.LastError, st.Link.LastErrorAt.Format(time.DateTime))
		}
		if st.Forked && st.Link.Stuck == "" {
			st.Link.Stuck = station.StuckForked // told before the last restart
		}
		if st.Link.Stuck != "" {
			fmt.Fprintf(stdout, "STUCK      %s\n", stuck[st.Link.Stuck])
		}
		if st.Recovery.Happened() {
			fmt.Fprintf(stdout, "RECOVERED  %s\n           the damaged file is %s, restored from %q\n", st.Recovery.Cause, st.Recovery.SetAside, st.Recovery.Snapshot)
		}
		printDevices(stdout, all)
		return nil
	})
}

// trust says in words how far the clock can be trusted.
var trust = map[event.ClockTrust]string{
	event.ClockTrust_CLOCK_TRUST_SYSTEM: "the system's",
	event.ClockTrust_CLOCK_TRUST_HUB:    "the hub's, the system's is wrong: replace the battery, check the date",
	event.ClockTrust_CLOCK_TRUST_FLOOR:  "counted from the newest record, the system's is wrong: replace the battery, check the date",
	event.ClockTrust_CLOCK_TRUST_NONE:   "unknown, the system's is wrong: set the date",
}

// expiry is how long before its end a certificate should have been renewed.
const expiry = 300 * 24 * time.Hour

func certified(until, now time.Time) string {
	switch left := until.Sub(now); {
	case until.IsZero():
		return "not known"
	case left < 0:
		return until.Format(time.DateOnly) + " it ENDED; the station asks the hub for another as soon as it reaches it"
	case left < expiry:
		return "until " + until.Format(time.DateOnly) + "; the hub should have renewed it: has the station been connected?"
	}
	return "until " + until.Format(time.DateOnly) + ", the hub renews it"
}

// stuck says why waiting records do not move, and what to do.
var stuck = map[station.Stuck]string{
	station.StuckForked:      "the hub holds other records of this station: ask its operator",
	station.StuckStaleEpoch:  "another PC, or a restored file, has worked under this station's name since: ask the hub's operator",
	station.StuckRecordsGone: "the hub was restored from an old backup and asks for records that this station no longer has: ask the hub's operator for a newer backup; keep the station's own backups",
	station.StuckSilent:      "connected, but the hub receipts nothing; trying again. Is the hub running, and does the broker's access list name this station?",
}

func age(at time.Time, none string) string {
	if at.IsZero() {
		return none
	}
	return fmt.Sprintf("%s, %s ago", at.Format(time.DateTime), time.Since(at).Round(time.Second))
}

// errFaults is a file that the check found wrong: exit status 1.
var errFaults = errors.New("the file is damaged; keep it, and restore a backup")

func check(_ context.Context, flags *flag.FlagSet, args []string, stdout io.Writer) error {
	folder, err := parse(flags, args, 0)
	if err != nil {
		return err
	}
	return with(folder, func(s control.Station) error {
		r, err := s.Check()
		if err != nil {
			return err
		}
		for _, fault := range r.Faults {
			fmt.Fprintln(stdout, "fault:", fault)
		}
		fmt.Fprintf(stdout, "%d records, %d bookings, %d faults\n", r.Records, r.Bookings, len(r.Faults))
		if len(r.Faults) > 0 {
			return errFaults
		}
		return nil
	})
}

func backup(_ context.Context, flags *flag.FlagSet, args []string, stdout io.Writer) error {
	folder, err := parse(flags, args, 1)
	if err != nil {
		return err
	}
	if flags.NArg() == 0 {
		return fmt.Errorf("backup to which file? %w", errUsage)
	}
	return into(flags.Arg(0), folder, control.Station.Backup)
}

func export(_ context.Context, flags *flag.FlagSet, args []string, stdout io.Writer) error {
	folder, err := parse(flags, args, 1)
	if err != nil {
		return err
	}
	if flags.NArg() == 0 {
		return with(folder, func(s control.Station) error { return s.Export(stdout) })
	}
	return into(flags.Arg(0), folder, control.Station.Export)
}

// into writes a new file, which bears its name only once it is whole.
func into(path, folder string, write func(control.Station, io.Writer) error) error {
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("%s: %w", path, os.ErrExist)
	}
	return durable.Replace(path, func(w io.Writer) error {
		return with(folder, func(s control.Station) error { return write(s, w) })
	})
}
