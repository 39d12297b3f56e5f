// Package fleetsim simulates a fleet: many stations, hubs that share a store,
// and everything that can go wrong between and inside them, in one process, on
// one goroutine, in virtual time, out of one seed. After each step and at the
// end it compares what is with what was promised.
//
// The station's core (sync/edge), the hub (sync/hub) and, where asked for, the
// station itself on bbolt and the hub's store on SQLite are the real ones. The
// world around them is not: see docs/simulation.md.
package fleetsim
