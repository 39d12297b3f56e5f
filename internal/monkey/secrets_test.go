package monkey

import (
	"reflect"
	"strings"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/station/event"
)

// secrets are who may be seen when. A rider may be seen in the sessions that
// the rider came to; a pass, a receipt, a claim code or a text where it was
// made or handed in, and a receipt whenever its rider is there again.
type secrets struct {
	riders []rider
	may    map[string]map[uint64]bool
	owner  map[string]rune // of receipts: the mark of who was there when it was made
}

func newSecrets(riders []rider) secrets {
	return secrets{riders, map[string]map[uint64]bool{}, map[string]rune{}}
}

// allow lets a secret be seen in a session.
func (s secrets) allow(secret string, session uint64) {
	if s.may[secret] == nil {
		s.may[secret] = map[uint64]bool{}
	}
	s.may[secret][session] = true
}

// of finds the secrets reachable from v: riders by their marks and
// pseudonyms, and texts of codes.
func (s secrets) of(v any) map[string]bool {
	found := map[string]bool{}
	w := walker{seen: map[any]bool{}, visit: func(v reflect.Value) {
		if v.Kind() == reflect.String {
			s.find(v.String(), found)
			return
		}
		for _, r := range s.riders {
			if reflect.TypeFor[event.Pseudonym]() == v.Type() && pseudonymIn(v) == r.who {
				found[string(r.mark)] = true
			}
		}
	}}
	w.walk(reflect.ValueOf(v))
	return found
}

func (s secrets) find(text string, found map[string]bool) {
	for _, r := range s.riders {
		if strings.ContainsRune(text, r.mark) {
			found[string(r.mark)] = true
		}
	}
	marked(text, found)
	switch claim := claimOf(text); {
	case claim != "":
		found[claim] = true
	case strings.HasPrefix(text, "NX"):
		found[text] = true
	}
}

func pseudonymIn(v reflect.Value) (p event.Pseudonym) {
	for i := range p {
		p[i] = byte(v.Index(i).Uint())
	}
	return p
}

// walker visits every string and every pseudonym reachable from a value,
// unexported fields too. It does not enter the flow's configuration, where the
// station is, nor what functions have closed over.
type walker struct {
	seen  map[any]bool
	visit func(reflect.Value)
}

func (w walker) walk(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		w.visit(v)
	case reflect.Pointer:
		if key := [2]any{v.Pointer(), v.Type()}; !v.IsNil() && !w.seen[key] {
			w.seen[key] = true
			w.walk(v.Elem())
		}
	case reflect.Interface:
		if !v.IsNil() {
			w.walk(v.Elem())
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[flow.Config]() {
			return
		}
		for i := range v.NumField() {
			w.walk(v.Field(i))
		}
	case reflect.Array, reflect.Slice:
		w.walkAll(v)
	case reflect.Map:
		for _, key := range v.MapKeys() {
			w.walk(key)
			w.walk(v.MapIndex(key))
		}
	}
}

func (w walker) walkAll(v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[event.Pseudonym]():
		w.visit(v)
	case v.Type().Elem().Kind() == reflect.Uint8: // pixels
	default:
		for i := range v.Len() {
			w.walk(v.Index(i))
		}
	}
}
