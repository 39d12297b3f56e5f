package broker

import (
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"regexp"
)

// Role is what a client is: the OrganizationalUnit of its certificate.
type Role string

// The roles.
const (
	Station Role = "station"
	Hub     Role = "hub"
)

// ErrIdentity says that a certificate names nobody this broker could let in.
var ErrIdentity = errors.New("not an identity of the kit")

var (
	namePattern  = regexp.MustCompile(`^[a-z0-9-]{1,32}$`)
	oidName      = asn1.ObjectIdentifier{2, 5, 4, 3}  // CommonName, RFC 5280 appendix A.1
	oidUnit      = asn1.ObjectIdentifier{2, 5, 4, 11} // OrganizationalUnitName
	errAmbiguous = fmt.Errorf("%w: a certificate needs exactly one common name and one organizational unit", ErrIdentity)
)

// identity reads role and name from a certificate's subject. A name that could
// act as a wildcard or as several levels of a topic is refused, and so is
// a subject with two names: other software might read the other one.
func identity(cert *x509.Certificate) (Role, string, error) {
	names, units := 0, 0
	for _, n := range cert.Subject.Names {
		switch {
		case n.Type.Equal(oidName):
			names++
		case n.Type.Equal(oidUnit):
			units++
		}
	}
	if names != 1 || units != 1 {
		return "", "", errAmbiguous
	}
	role, name := Role(cert.Subject.OrganizationalUnit[0]), cert.Subject.CommonName
	if role != Station && role != Hub {
		return "", "", fmt.Errorf("%w: organizational unit %q is neither %q nor %q", ErrIdentity, role, Station, Hub)
	}
	if !namePattern.MatchString(name) {
		return "", "", fmt.Errorf("%w: common name %q is not 1 to 32 of a-z, 0-9 and -", ErrIdentity, name)
	}
	return role, name, nil
}
