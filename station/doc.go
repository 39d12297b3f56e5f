// Package station is what a station knows and decides: riders, services,
// slots, bookings and the journal of it all, in one bbolt file. A rule is
// applied and its record appended in one transaction, on disk before the
// caller hears yes.
package station
