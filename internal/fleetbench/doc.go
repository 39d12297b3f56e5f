// Package fleetbench measures stations, broker and hub together: one station
// that drains what gathered offline, a country's day, and thousands of clients
// that come back after an outage. What is compared is measured in the same run,
// through the same Mosquitto, as docs/brokers.md sets it up.
//
// The hub is a process of its own, made of what `nuanxin-hub run` is made of: a
// store, a link, followers. So is the station that drains. Their memory and CPU
// time are theirs alone, but all share the machine: what the table calls load is
// its load average when the clock stopped.
//
// Sizes are in the environment: FLEET_RECORDS (200,000), FLEET_STATIONS (20,000),
// FLEET_CLIENTS (1,000), FLEET_OUTAGE (90s). FLEET_PROFILE is a folder for the
// hub's CPU profiles, BENCH_CACHE one that keeps the filled journals.
package fleetbench
