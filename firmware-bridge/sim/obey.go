package sim

import (
	"errors"
	"fmt"
	"io/fs"
	"unicode/utf8"
)

// Obey carries out a verb of the card reader.
func (r *Reader) Obey(verb, rest string) (string, error) {
	switch verb {
	case "place":
		return r.placeNamed(rest)
	case "lift":
		r.Lift()
		return "lifted", nil
	case "unplug":
		r.Unplug()
		return "unplugged", nil
	case "plug":
		return "plugged", r.Plug()
	}
	return "", badLine("%q is not a command; use place FILE.json, lift, unplug or plug", verb)
}

// placeNamed takes a file, or the name of a sample card where there is no such file.
func (r *Reader) placeNamed(name string) (string, error) {
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

// Obey carries out a verb of the code scanner.
func (s *Scanner) Obey(verb, rest string) (string, error) {
	switch {
	case verb == "scan" && rest != "":
		return fmt.Sprintf("scanned %d characters", utf8.RuneCountInString(rest)), s.Scan(rest)
	case verb == "unplug":
		s.Unplug()
		return "unplugged", nil
	case verb == "plug":
		return "plugged", s.Plug()
	}
	return "", badLine("%q is not a command; use scan TEXT, unplug or plug", verb)
}
