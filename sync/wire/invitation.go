package wire

import "strings"

// Invitation is what a technician carries to a new station: the code and, where
// it is known, the https URL at which the hub takes enrolments.
type Invitation struct {
	Hub  string
	Code EnrolCode
}

// String is one text for a QR code, "https://hub.example:8481#CODE", or the code
// alone. What follows the # never leaves the device that opens such a URL.
func (i Invitation) String() string {
	if i.Hub == "" {
		return i.Code.String()
	}
	return i.Hub + "#" + i.Code.String()
}

// ParseInvitation reads what String wrote, or a code alone as ParseEnrolCode
// does, with whatever blanks a scanner adds. It returns ErrCode.
func ParseInvitation(text string) (Invitation, error) {
	hub, code, both := strings.Cut(strings.TrimSpace(text), "#")
	if !both {
		hub, code = "", hub
	}
	c, err := ParseEnrolCode(code)
	return Invitation{strings.TrimSpace(hub), c}, err
}
