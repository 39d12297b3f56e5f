package sim

// troubles are the printer's verbs that begin and end something.
var troubles = map[string]struct {
	trouble Trouble
	on      bool
	done    string
}{
	"paper out":  {PaperOut, true, "out of paper"},
	"paper low":  {PaperLow, true, "little paper left"},
	"cover open": {CoverOpen, true, "cover open"},
	"cover shut": {CoverOpen, false, "cover shut"},
	"jam":        {Jam, true, "jammed"},
	"clear":      {Jam, false, "jam cleared"},
	"offline":    {Offline, true, "offline"},
	"online":     {Offline, false, "online"},
	"silent":     {Silent, true, "silent"},
	"answer":     {Silent, false, "answers"},
}

// Obey carries out a verb of the receipt printer.
func (p *Printer) Obey(verb, rest string) (string, error) {
	line := verb
	if rest != "" {
		line += " " + rest
	}
	if t, ok := troubles[line]; ok {
		p.Set(t.trouble, t.on)
		return t.done, nil
	}
	switch line {
	case "paper in":
		p.Set(PaperOut, false)
		p.Set(PaperLow, false)
		return "new roll", nil
	case "restart":
		p.Restart()
		return "switched off and on", nil
	case "unplug":
		p.Unplug()
		return "unplugged", nil
	case "plug":
		return "plugged", p.Plug()
	}
	return "", badLine("%q is not a command; use paper out, paper low, paper in, cover open, cover shut, jam, clear, "+
		"offline, online, silent, answer, restart, unplug or plug", line)
}
