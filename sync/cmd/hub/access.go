package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/access"
)

// accessVariable keeps the administrator's password out of the list of
// processes.
const accessVariable = "NUANXIN_HUB_ACCESS"

// accessFlags say how the list of stations at another's broker is kept.
type accessFlags struct {
	list, reload, password string
	replicas               list
}

func (a *accessFlags) flags(f *flags) {
	f.StringVar(&a.list, "access", os.Getenv(accessVariable), "keep the list of stations of the --broker: mosquitto=`FILE`, nats=FILE or rabbitmq=http://NAME@HOST:PORT; or $"+accessVariable)
	f.StringVar(&a.reload, "access-reload", "", "the shell `command` that has the broker read the list again, such as \"systemctl reload mosquitto\"")
	f.StringVar(&a.password, "access-password", "", "the `file` with the password of RabbitMQ's administrator")
	f.Var(&a.replicas, "access-replica", "the `name` of another hub of the same --store, for the list; may be given several times")
}

// open makes the list's keeper, nil where none is asked for.
func (a *accessFlags) open() (access.Broker, error) {
	if a.list == "" {
		return nil, nil
	}
	kind, at, _ := strings.Cut(a.list, "=")
	render := map[string]func(access.Stations) []byte{"mosquitto": access.MosquittoList, "nats": access.NATSList}[kind]
	switch {
	case kind == "rabbitmq":
		return a.rabbitMQ(at)
	case render == nil || at == "":
		return nil, usagef("--access %q: write mosquitto=FILE, nats=FILE or rabbitmq=URL", kind)
	case a.reload == "":
		return nil, usagef("--access %s needs --access-reload COMMAND, which has the broker read the list again", kind)
	}
	return &access.File{Path: at, Render: render, Reload: []string{"sh", "-c", a.reload}}, nil
}

func (a *accessFlags) rabbitMQ(at string) (access.Broker, error) {
	u, err := url.Parse(at)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User.Username() == "" {
		return nil, usagef("--access rabbitmq: write rabbitmq=http://NAME@HOST:PORT, the address of its management API and an administrator's name")
	}
	_, written := u.User.Password()
	switch {
	case written && os.Getenv(accessVariable) != a.list:
		return nil, usagef("--access: whoever lists the processes of this machine reads a password there: put it into a file for --access-password, or the whole into $%s", accessVariable)
	case a.password != "":
		secret, err := os.ReadFile(a.password)
		if err != nil {
			return nil, err
		}
		u.User = url.UserPassword(u.User.Username(), strings.TrimSpace(string(secret)))
	case !written:
		return nil, usagef("--access rabbitmq needs --access-password FILE, or the URL with its password in $%s", accessVariable)
	}
	return access.RabbitMQ{Admin: u}, nil
}

func (s *settings) checkAccess() (err error) {
	if s.listed, err = s.access.open(); err == nil && s.listed != nil && s.broker == "" {
		err = usagef("--access is for a --broker: the hub's own asks the hub")
	}
	return err
}

// watch acts on what becomes of stations' keys, at this hub or elsewhere.
func (n *node) watch(ctx context.Context) error {
	changed := make(chan struct{}, 1)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if n.listed != nil {
			access.Keep(ctx, n.listed, n.mayCome, changed, n.log)
		}
	}()
	defer func() { <-ended }()
	return n.hub.WatchKeys(ctx, func(stations []string) {
		select {
		case changed <- struct{}{}:
		default: // the list is read after it is told
		}
		n.cutOffRevoked(ctx, stations)
	})
}

// mayCome is the list as it should be.
func (n *node) mayCome(ctx context.Context) (access.Stations, error) {
	admitted, refused, err := n.hub.Access(ctx)
	s := access.Stations{Admitted: admitted, Refused: refused}
	if n.replica != "" {
		for _, name := range append([]string{n.replica}, n.access.replicas...) {
			s.Hubs = append(s.Hubs, hub.ReplicaName(name))
		}
		slices.Sort(s.Hubs)
		s.Hubs = slices.Compact(s.Hubs)
	}
	return s, err
}

// cutOffRevoked ends connections at the hub's own broker. A replaced PC's ended
// when it was replaced.
func (n *node) cutOffRevoked(ctx context.Context, stations []string) {
	if n.own == nil {
		return
	}
	_, refused, err := n.hub.Access(ctx)
	if err != nil {
		n.log.Error("a revoked station may still be connected", "cause", err)
		return
	}
	for _, station := range stations {
		if slices.Contains(refused, station) {
			n.cutOff(station)
		}
	}
}

// operator is who gives the command, for the record.
func operator() string {
	name := os.Getenv("SUDO_USER")
	if name == "" {
		name = os.Getenv("USER")
	}
	if name == "" {
		name = fmt.Sprint("uid ", os.Getuid())
	}
	return name
}
