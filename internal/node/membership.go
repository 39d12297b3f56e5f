package node

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/nuanxin/station-kit/internal/durable"
	"github.com/nuanxin/station-kit/sync/wire"
)

// ErrNotEnrolled says that the folder holds no membership yet.
var ErrNotEnrolled = errors.New("this station is not enrolled: run `nuanxin-hub enroll STATION --qr -` at the hub, then `nuanxin-station enroll --scan PORT`, or `--hub URL --code CODE`, here")

// Files of a station's folder.
const (
	membershipFile = "membership.json"
	stationFile    = "station.db"
	socketFile     = "control.sock"
)

// Socket is where a running station in a folder answers commands.
func Socket(folder string) string { return filepath.Join(folder, socketFile) }

// File is the station's bbolt file in a folder.
func File(folder string) string { return filepath.Join(folder, stationFile) }

// Membership is what enrolment left at the station: the hub's answer and the
// station's own key.
type Membership struct {
	wire.Membership
	Key ed25519.PrivateKey `json:"key"`
	// Hub is the address it enrolled at, where it can have its certificate
	// renewed without one that is good.
	Hub string `json:"hub"`
}

// since is when it enrolled, by the hub's clock; zero where the hub did not say.
func (m Membership) since() time.Time {
	if m.HubMS == 0 {
		return time.Time{}
	}
	return time.UnixMilli(m.HubMS)
}

// LoadMembership reads a folder's. It returns ErrNotEnrolled where there is
// none.
func LoadMembership(folder string) (Membership, error) {
	var m Membership
	b, err := os.ReadFile(filepath.Join(folder, membershipFile))
	if errors.Is(err, os.ErrNotExist) {
		return m, fmt.Errorf("%s: %w", folder, ErrNotEnrolled)
	}
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return m, fmt.Errorf("%s: %w", membershipFile, err)
	}
	if len(m.Key) != ed25519.PrivateKeySize || len(m.HubKey) != ed25519.PublicKeySize {
		return m, fmt.Errorf("%s: a key is missing or cut short; enrol again", membershipFile)
	}
	return m, nil
}

// save writes the membership so that power lost at any moment leaves the old
// one or the new one.
func (m Membership) save(folder string) error {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	return durable.Replace(filepath.Join(folder, membershipFile), func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	})
}
