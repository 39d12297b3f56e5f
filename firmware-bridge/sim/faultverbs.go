package sim

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
)

// addVerbs are the verbs of every device's faults: VERB [NUMBER] [TIME] [of COMMAND] [N times | always | for TIME].
func (f *Faults) addVerbs(v verbs) {
	for name, make := range spoilers {
		v[name] = func(rest string) (string, error) { return f.inject(name, rest, make) }
	}
	v["mend"] = func(string) (string, error) { f.Mend(); return "mended", nil }
	v["chaos"] = f.chaosVerb
}

// spoilers are the faults by their verb.
var spoilers = map[string]func(terms) Fault{
	"tear":          func(t terms) Fault { return Tear(t.number(-1)) },
	"flip":          func(t terms) Fault { return Flip(t.number(1), rand.Uint64()) },
	"garbage":       func(t terms) Fault { return Garbage(t.number(8), rand.Uint64()) },
	"garbage-after": func(t terms) Fault { return GarbageAfter(t.number(8), rand.Uint64()) },
	"bad-xor":       func(terms) Fault { return BadChecksum() },
	"bad-length":    func(t terms) Fault { return BadLength(t.number(5)) },
	"silent":        func(terms) Fault { return Silence() },
	"late":          func(t terms) Fault { return Late(t.time(1500 * time.Millisecond)) },
	"stall":         func(t terms) Fault { return Stall(t.number(10), t.time(200*time.Millisecond)) },
}

func (f *Faults) inject(name, rest string, make func(terms) Fault) (string, error) {
	t, err := parseTerms(rest)
	if err != nil {
		return "", err
	}
	f.Inject(t.limit(make(t)))
	return strings.TrimSpace(name + " " + rest), nil
}

// at is the form of lift and unplug in the middle of something.
func (f *Faults) at(name, rest string, make func(int) Fault) (string, error) {
	where, isAt := strings.CutPrefix(rest, "at ")
	if !isAt {
		return "", badLine("%s takes at and a number of bytes, such as %s at 10", name, name)
	}
	return f.inject(name+" at", where, func(t terms) Fault { return make(t.number(0)) })
}

func (f *Faults) unplugVerb(rest string, now func()) (string, error) {
	if rest == "" {
		now()
		return "unplugged", nil
	}
	return f.at("unplug", rest, UnplugAt)
}

// chaosVerb takes a seed and rates: chaos 7 0.01, chaos 7 tear=0.02 late=0.01, chaos off.
func (f *Faults) chaosVerb(rest string) (string, error) {
	words := strings.Fields(rest)
	if rest == "off" {
		f.Mend()
		return "mended", nil
	}
	if len(words) < 2 {
		return "", badLine("chaos takes a seed and rates, such as chaos 7 0.01 or chaos 7 tear=0.02 late=0.01; or off")
	}
	seed, err := strconv.ParseUint(words[0], 10, 64)
	if err != nil {
		return "", badLine("the seed %q is no number", words[0])
	}
	c := Chaos{Seed: seed, Rates: map[string]float64{}}
	for _, word := range words[1:] {
		name, value, named := strings.Cut(word, "=")
		if !named {
			value = name
		}
		rate, err := strconv.ParseFloat(value, 64)
		if err != nil || rate < 0 || rate > 1 {
			return "", badLine("%q is no rate from 0 to 1", word)
		}
		if named {
			c.Rates[name] = rate
		} else {
			maps.Copy(c.Rates, Even(rate))
		}
	}
	return c.String(), f.Chaos(c)
}

// terms are what follows a fault's verb.
type terms struct {
	numbers []int
	times   []time.Duration
	limit   func(Fault) Fault
}

func (t terms) number(otherwise int) int {
	if len(t.numbers) == 0 {
		return otherwise
	}
	return t.numbers[0]
}

func (t terms) time(otherwise time.Duration) time.Duration {
	if len(t.times) == 0 {
		return otherwise
	}
	return t.times[0]
}

func parseTerms(rest string) (t terms, err error) {
	t.limit = func(f Fault) Fault { return f }
	words := strings.Fields(rest)
	for len(words) > 0 && err == nil {
		words, err = t.take(words)
	}
	return t, err
}

// take takes the next term.
func (t *terms) take(words []string) ([]string, error) {
	inner, next := t.limit, ""
	if len(words) > 1 {
		next = words[1]
	}
	if words[0] == "of" {
		command, known := commandNames[next]
		if !known {
			return nil, badLine("%q is no command; there are %s", next, strings.Join(slices.Sorted(maps.Keys(commandNames)), ", "))
		}
		t.limit = func(f Fault) Fault { return inner(f).On(command) }
		return words[2:], nil
	}
	if words[0] == "for" {
		length, err := time.ParseDuration(next)
		if err != nil {
			return nil, badLine("for takes a time, such as for 3s")
		}
		t.limit = func(f Fault) Fault { return inner(f).For(length) }
		return words[2:], nil
	}
	if words[0] == "always" {
		t.limit = func(f Fault) Fault { return inner(f).Times(-1) }
		return words[1:], nil
	}
	return t.takeNumber(words, next)
}

func (t *terms) takeNumber(words []string, next string) ([]string, error) {
	inner := t.limit
	n, err := strconv.Atoi(words[0])
	length, err2 := time.ParseDuration(words[0])
	switch {
	case err == nil && next == "times":
		t.limit = func(f Fault) Fault { return inner(f).Times(n) }
		return words[2:], nil
	case err == nil:
		t.numbers = append(t.numbers, n)
	case err2 == nil:
		t.times = append(t.times, length)
	default:
		return nil, badLine("%q: a fault takes numbers, times such as 2s, of COMMAND, N times, always, for TIME", words[0])
	}
	return words[1:], nil
}

var commandNames = map[string]uint16{
	"reset": CommandReset, "status": CommandStatus, "id": CommandID, "find": CommandFind, "select": CommandSelect,
	"read": CommandRead, "address": CommandAddress, "body": CommandBody, "fingerprint": CommandFingerprint, "rf": CommandRF,
}
