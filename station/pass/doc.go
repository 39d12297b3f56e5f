// Package pass is what a rider can carry or scan: passes, receipts and the
// presence codes on a kiosk's screen. Passes and receipts are signed by the
// station that made them and verified offline at every station of the fleet,
// with the hub's public key alone.
package pass
