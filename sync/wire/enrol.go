package wire

// EnrolPath is where a hub takes enrolments: POST an Enrolment as JSON over
// HTTPS, get a Membership.
const EnrolPath = "/enrol/v1"

// RenewPath is where a hub renews certificates: POST a signed greeting
// (EncodeGreeting), as the station sends it on Hello, get a Renewal. It is for those whom
// a broker does not let in; others are sent theirs in the down-journal.
const RenewPath = "/renew/v1"

// Renewal is the hub's word for the key a station has; see Membership.
type Renewal struct {
	Certificate string `json:"certificate"`
	CA          string `json:"ca"`
	Endorsement []byte `json:"endorsement"`
	HubMS       int64  `json:"hub_ms"`
}

// Codes of a Refusal.
const (
	CodeRevoked  = "revoked"
	CodeReplaced = "replaced"
)

// Enrolment is what a new station asks with. It keeps its private key.
type Enrolment struct {
	// Code is the one-time secret that `nuanxin-hub enroll` printed.
	Code string `json:"code"`
	// PublicKey is the station's Ed25519 key (32 bytes): it signs the station's
	// batches and holds its certificate.
	PublicKey []byte `json:"public_key"`
}

// Membership is what makes a station one of its hub's. Keys are raw bytes
// (base64 in JSON), certificates PEM.
type Membership struct {
	Station string `json:"station"`
	// Epoch is the one a new journal of this station begins with: later than
	// any the hub has seen, so that a replaced PC never repeats a reference. A
	// station that still has its journal goes on with its own.
	Epoch uint32 `json:"epoch"`
	// Names for the screen.
	NameZH string `json:"name_zh"`
	NameEN string `json:"name_en"`
	// Broker is the URL of the MQTT broker, "tls://host:port".
	Broker      string `json:"broker"`
	Certificate string `json:"certificate"`
	CA          string `json:"ca"`
	// HubKey verifies receipts and the down-journal (Ed25519).
	HubKey []byte `json:"hub_key"`
	// SealKey and SealKeyID are the hub's current HPKE key
	// (DHKEM(X25519, HKDF-SHA256)) for identities.
	SealKey   []byte `json:"seal_key"`
	SealKeyID string `json:"seal_key_id"`
	// FleetSecret keys the pseudonyms (32 bytes), the same at every station.
	FleetSecret []byte `json:"fleet_secret"`
	// Endorsement lets every station verify passes this station issues: the
	// hub's signature over the station's key (see station/pass).
	Endorsement []byte `json:"endorsement"`
	// Replaces says that the station had another PC before, or lost its file;
	// Bookings is how many open ones its new file is given.
	Replaces bool `json:"replaces,omitempty"`
	Bookings int  `json:"bookings,omitempty"`
	// HubMS is the hub's time, in milliseconds since the Unix epoch: a new PC's
	// own clock may stand in any year.
	HubMS int64 `json:"hub_ms"`
}

// Refusal is the body of an answer other than 200.
type Refusal struct {
	// Error says, for a technician, what is wrong and what to do.
	Error string `json:"error"`
	// Code, where a program is to know too.
	Code string `json:"code,omitempty"`
}
