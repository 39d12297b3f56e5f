// Package hub is what a hub knows and decides: which records it has received
// from each station, which places of which slot it has lent to whom, who may
// join. Every decision is made in one transaction of a Store, and answered
// after its commit. What follows from a record is the work of followers, which
// read the records in the order of commits.
package hub
