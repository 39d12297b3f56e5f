package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/nuanxin/station-kit/internal/build"
	"github.com/nuanxin/station-kit/internal/node"
)

func enroll(ctx context.Context, flags *flag.FlagSet, args []string, stdout io.Writer) error {
	hub := flags.String("hub", "", "the hub's enrolment address, such as https://hub.example:8481")
	code := flags.String("code", "", "the one-time code of `nuanxin-hub enroll`")
	folder, err := parse(flags, args, 0)
	if err != nil {
		return err
	}
	if *hub == "" || *code == "" {
		return fmt.Errorf("--hub and --code are needed: %w", errUsage)
	}
	m, err := node.Enrol(ctx, folder, *hub, *code)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "Enrolled as %s (%s).\n", m.Station, m.NameZH)
	return nil
}

func serve(ctx context.Context, flags *flag.FlagSet, args []string, stdout io.Writer) error {
	var o node.Options
	flags.StringVar(&o.Broker, "broker", "", "another broker than the hub named, such as tls://host:8883")
	flags.BoolVar(&o.AtOnce, "at-once", false, "connect without the random wait")
	folder, err := parse(flags, args, 0)
	if err != nil {
		return err
	}
	o.Version = build.Version()
	o.Log = slog.New(slog.NewTextHandler(os.Stderr, nil))
	n, err := node.Open(folder, o)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "Station %s runs.\n", n.Membership.Station)
	return n.Run(ctx)
}
