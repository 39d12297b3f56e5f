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
