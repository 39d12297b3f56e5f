package event

import "time"

// Zone is China Standard Time, in which the kit shows times and counts days.
// The country has one zone; a mini-PC or a server set to another must not move
// a booking.
var Zone = time.FixedZone("CST", 8*60*60)

// Time reads a record's milliseconds since the Unix epoch.
func Time(ms int64) time.Time { return time.UnixMilli(ms).In(Zone) }
