package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"io"
	"math/big"
	"os"
	"strings"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/control"
)

// supervisor makes a supervisor's account for attendant's mode. A PIN is never an argument, which others on the
// machine could read.
func supervisor(_ context.Context, flags *flag.FlagSet, args []string, stdout io.Writer) error {
	id := flags.String("id", "supervisor", "the account's `identifier`: lower-case letters, digits and hyphens")
	name := flags.String("name", "站长", "the `name` that the kiosk shows")
	from := flags.String("pin", "", "- reads the PIN from standard input; otherwise one is drawn at random and printed")
	folder, err := parse(flags, args, 0)
	if err != nil {
		return err
	}
	pin, err := chosenPIN(*from, os.Stdin)
	if err != nil {
		return err
	}
	if err := with(folder, func(s control.Station) error { return s.InstallSupervisor(*id, *name, pin) }); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "Account %s (%s) signs in at the kiosk: tap the cup at the top of the first page.\n", *id, *name)
	if *from == "" {
		fmt.Fprintf(stdout, "Its PIN is %s. Write it down: it is shown only here. It can be changed at the kiosk.\n", pin)
	}
	return nil
}

func chosenPIN(from string, typed io.Reader) (string, error) {
	switch from {
	case "":
		return drawPIN()
	case "-":
		line, err := bufio.NewReader(typed).ReadString('\n')
		if pin := strings.TrimSpace(line); pin != "" {
			return pin, nil
		}
		return "", fmt.Errorf("no PIN on standard input: %w", err)
	}
	return "", fmt.Errorf("--pin takes only -, which reads the PIN from standard input: %w", errUsage)
}

// drawPIN draws six digits that are not easy to guess.
func drawPIN() (string, error) {
	for {
		n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
		if err != nil {
			return "", err
		}
		if pin := fmt.Sprintf("%06d", n); station.GoodPIN(pin) == nil {
			return pin, nil
		}
	}
}
