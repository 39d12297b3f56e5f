package access

import (
	"fmt"
	"strings"

	"github.com/nuanxin/station-kit/sync/wire"
)

// MosquittoList is an acl_file. It lets every certificate of the authority
// reach its own topics ("%u" is its common name), so that it stays short
// however many stations there are, and denies those refused. Mosquitto asks the
// list for every message, so one that is connected is cut off too.
func MosquittoList(s Stations) []byte {
	var b strings.Builder
	for _, station := range s.Refused {
		fmt.Fprintf(&b, "user %s\ntopic deny %s/%s/#\n\n", station, wire.Root, station)
	}
	for _, name := range s.hubs() {
		fmt.Fprintf(&b, "user %s\n", name)
		topics(&b, "topic read", "+", upward)
		topics(&b, "topic write", "+", downward)
		b.WriteString("\n")
	}
	topics(&b, "pattern write", "%u", upward)
	topics(&b, "pattern read", "%u", downward)
	return []byte(b.String())
}

func topics(b *strings.Builder, right, station string, channels []wire.Channel) {
	for _, c := range channels {
		fmt.Fprintf(b, "%s %s\n", right, c.Topic(station))
	}
}
