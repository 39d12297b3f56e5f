package access

import (
	"fmt"
	"strings"

	"github.com/nuanxin/station-kit/sync/wire"
)

// NATSList is a file to include in a NATS server's authorization block. Users
// are the subjects of certificates (verify_and_map), as RFC 2253 writes them.
// On a reload NATS disconnects who is no longer listed.
func NATSList(s Stations) []byte {
	var b strings.Builder
	b.WriteString("users = [\n")
	for _, name := range s.hubs() {
		natsUser(&b, "hub", name, "*", downward, upward)
	}
	for _, station := range s.Admitted {
		natsUser(&b, "station", station, station, upward, downward)
	}
	b.WriteString("]\n")
	return []byte(b.String())
}

func natsUser(b *strings.Builder, role, name, station string, publish, subscribe []wire.Channel) {
	fmt.Fprintf(b, "  {user: \"CN=%s,OU=%s\", permissions: {publish: %s, subscribe: %s}}\n",
		name, role, subjects(station, publish), subjects(station, subscribe))
}

// subjects are topics as NATS writes them, with dots for slashes.
func subjects(station string, channels []wire.Channel) string {
	var all []string
	for _, c := range channels {
		all = append(all, `"`+strings.ReplaceAll(c.Topic(station), "/", ".")+`"`)
	}
	return "[" + strings.Join(all, ", ") + "]"
}
