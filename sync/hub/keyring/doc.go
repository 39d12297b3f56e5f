// Package keyring is a hub's secrets on disk and what it signs with them: the
// authority that issues certificates, the key of receipts, the key identities
// are sealed to, the secret of the fleet.
package keyring
