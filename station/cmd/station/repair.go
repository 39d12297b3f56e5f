package main

import (
	"context"
	"flag"
	"fmt"
	"io"

	"github.com/nuanxin/station-kit/internal/build"
	"github.com/nuanxin/station-kit/internal/node"
	"github.com/nuanxin/station-kit/station"
)

func restore(_ context.Context, flags *flag.FlagSet, args []string, stdout io.Writer) error {
	folder, err := parse(flags, args, 1)
	if err != nil {
		return err
	}
	if flags.NArg() == 0 {
		return fmt.Errorf("restore which file? %w", errUsage)
	}
	cfg, err := node.StationConfig(folder, build.Version())
	if err != nil {
		return err
	}
	kept, err := station.Restore(cfg, flags.Arg(0))
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "Restored %s. A new epoch begins; places and points come anew from the hub.\n", flags.Arg(0))
	if kept != "" {
		fmt.Fprintf(stdout, "The file that was there is %s.\n", kept)
	}
	return nil
}

func compact(_ context.Context, flags *flag.FlagSet, args []string, stdout io.Writer) error {
	folder, err := parse(flags, args, 0)
	if err != nil {
		return err
	}
	cfg, err := node.StationConfig(folder, build.Version())
	if err != nil {
		return err
	}
	before, after, err := station.Compact(cfg)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%d bytes before, %d after.\n", before, after)
	return nil
}
