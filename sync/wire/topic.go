package wire

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Root is the first part of every topic. The version changes only when a hub
// could no longer serve both.
const Root = "nuanxin/v1"

// Channel is the last part of a topic.
type Channel string

// The channels of a station: it publishes on Up, Hello, Presence and Telemetry
// and subscribes to Down.
const (
	Up        Channel = "up"
	Down      Channel = "down"
	Hello     Channel = "hello"
	Presence  Channel = "presence"
	Telemetry Channel = "telemetry"
)

var channels = []Channel{Up, Down, Hello, Presence, Telemetry}

// ErrTopic says that a topic is not one of the kit's.
var ErrTopic = errors.New("not a topic of the kit")

// Topic is "nuanxin/v1/STATION/CHANNEL".
func (c Channel) Topic(station string) string {
	return Root + "/" + station + "/" + string(c)
}

// Filter is the MQTT filter that matches the channel of every station.
func (c Channel) Filter() string { return c.Topic("+") }

// ParseTopic splits what Topic joined.
func ParseTopic(topic string) (station string, c Channel, err error) {
	rest, ok := strings.CutPrefix(topic, Root+"/")
	station, channel, ok2 := strings.Cut(rest, "/")
	c = Channel(channel)
	if !ok || !ok2 || station == "" || !slices.Contains(channels, c) {
		return "", "", fmt.Errorf("%q: %w", topic, ErrTopic)
	}
	return station, c, nil
}
