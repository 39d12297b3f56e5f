// Package node wires what the kiosk and the headless station have in common: a
// folder with the station's membership and its file, the agent, its carrier
// and the control socket.
package node
