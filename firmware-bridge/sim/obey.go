package sim

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// verbs are what a device obeys, by name. Each gets the rest of its line.
type verbs map[string]func(rest string) (done string, err error)

func (v verbs) obey(verb, rest string) (string, error) {
	if do := v[verb]; do != nil {
		return do(rest)
	}
	return "", badLine("%q is not a command; use %s", verb, strings.Join(slices.Sorted(maps.Keys(v)), ", "))
}

// Obey carries out a verb of the card reader; see README.md.
func (r *Reader) Obey(verb, rest string) (string, error) {
	v := verbs{
		"place":  r.placeNamed,
		"lift":   r.liftVerb,
		"quirk":  r.quirkVerb,
		"echo":   func(rest string) (string, error) { return onOff(rest, r.SetEcho) },
		"baud":   func(rest string) (string, error) { return number("baud", rest, r.SetBaud) },
		"unplug": func(rest string) (string, error) { return r.unplugVerb(rest, r.Unplug) },
		"plug":   func(string) (string, error) { return "plugged", r.Plug() },
	}
	r.addVerbs(v)
	return v.obey(verb, rest)
}

// placeNamed takes a file, or the name of a sample card where there is no such file. "any" is someone invented
// anew.
func (r *Reader) placeNamed(name string) (string, error) {
	if name == "any" {
		card := Invent(rand.New(rand.NewPCG(rand.Uint64(), 0)))
		return "placed " + card.Kind, r.Place(card)
	}
	card, err := LoadCard(name)
	if errors.Is(err, fs.ErrNotExist) {
		var none error
		if card, none = Sample(name); none != nil {
			return "", fmt.Errorf("%w; %w", err, none)
		}
	} else if err != nil {
		return "", err
	}
	return "placed " + card.Kind, r.Place(card)
}

// liftVerb lifts now, or "at 600 of read".
func (r *Reader) liftVerb(rest string) (string, error) {
	if rest == "" {
		r.Lift()
		return "lifted", nil
	}
	return r.at("lift", rest, LiftAt)
}

// quirkVerb takes one quirk at a time; "none" ends all.
func (r *Reader) quirkVerb(rest string) (string, error) {
	name, value, _ := strings.Cut(rest, " ")
	r.mu.Lock()
	q := r.quirks
	r.mu.Unlock()
	target := map[string]*byte{"unwell": &q.Unwell, "card": &q.CardStatus, "first-id": &q.FirstID, "no-address": &q.NoAddress}[name]
	status, err := strconv.ParseUint(value, 16, 8)
	switch {
	case rest == "none":
		q = Quirks{}
	case rest == "finds-again":
		q.FindsAgain = true
	case target != nil && value == "mute":
		*target = Mute
	case target != nil && err == nil:
		*target = byte(status)
	default:
		return "", badLine("quirk takes none, finds-again, or unwell, card, first-id, no-address and a status such as 21, or mute")
	}
	r.SetQuirks(q)
	return "quirk " + rest, nil
}

// Obey carries out a verb of the code scanner; see README.md.
func (s *Scanner) Obey(verb, rest string) (string, error) {
	v := verbs{
		"scan":   s.scanVerb,
		"hold":   s.holdVerb,
		"away":   func(string) (string, error) { s.Away(); return "away", nil },
		"half":   s.halfVerb,
		"set":    s.setVerb,
		"baud":   func(rest string) (string, error) { return number("baud", rest, s.SetBaud) },
		"unplug": func(rest string) (string, error) { return s.unplugVerb(rest, s.Unplug) },
		"plug":   func(string) (string, error) { return "plugged", s.Plug() },
	}
	s.addVerbs(v)
	return v.obey(verb, rest)
}

func (s *Scanner) scanVerb(text string) (string, error) {
	if text == "" {
		return "", badLine("scan takes the text of a code")
	}
	return fmt.Sprintf("scanned %d characters", utf8.RuneCountInString(text)), s.Scan(text)
}

// holdEvery is how often a scanner sends a code that is held before it.
const holdEvery = 300 * time.Millisecond

func (s *Scanner) holdVerb(text string) (string, error) {
	if text == "" {
		return "", badLine("hold takes the text of a code")
	}
	s.Hold(text, holdEvery)
	return fmt.Sprintf("holding %d characters", utf8.RuneCountInString(text)), nil
}

// halfVerb sends half a code, then the scanner is unplugged.
func (s *Scanner) halfVerb(text string) (string, error) {
	if text == "" {
		return "", badLine("half takes the text of a code")
	}
	if err := s.Half(text); err != nil {
		return "", err
	}
	return "unplugged in the middle", nil
}

// setVerb changes one of the scanner's settings.
func (s *Scanner) setVerb(rest string) (string, error) {
	name, value, _ := strings.Cut(rest, " ")
	marks := map[string]string{"cr": "", "lf": "\n", "crlf": "\r\n", "etx": "\x03", "tab": "\t", "none": "none"}
	mark, isMark := marks[value]
	_, isFamily := families[value]
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case name == "suffix" && isMark:
		s.options.Suffix = mark
	case name == "prefix":
		s.options.Prefix = strings.ReplaceAll(value, "stx", "\x02")
	case name == "code" && (value == "gbk" || value == "utf-8"):
		s.options.GBK = value == "gbk"
	case name == "family" && isFamily:
		s.options.Family = value
	case name == "on-demand" && (value == "on" || value == "off"):
		s.options.OnDemand = value == "on"
	default:
		return "", badLine("set takes suffix cr, lf, crlf, etx, tab or none; prefix TEXT, where stx is the character; " +
			"code gbk or utf-8; family honeywell, newland or gm65; on-demand on or off")
	}
	return "set " + rest, nil
}

func onOff(rest string, set func(bool)) (string, error) {
	if rest != "on" && rest != "off" {
		return "", badLine("use on or off")
	}
	set(rest == "on")
	return rest, nil
}

func number(name, rest string, set func(int) error) (string, error) {
	n, err := strconv.Atoi(rest)
	if err != nil {
		return "", badLine("%s takes a number", name)
	}
	return name + " " + rest, set(n)
}
