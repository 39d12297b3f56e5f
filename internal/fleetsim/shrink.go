package fleetsim

// Shrink looks for a smaller run of a seed that fails: with fewer stations, and
// without one fault after the other. It returns the smallest found and the
// faults it does without. It takes a few dozen runs, and no store but memory.
func Shrink(o Options) (Result, []string) {
	best := Run(o)
	try := func(smaller Options) {
		if r := Run(smaller); r.Err != nil && r.Steps <= best.Steps {
			o, best = smaller, r
		}
	}
	for stations := 4; stations >= 1; stations-- {
		smaller := o
		smaller.Stations = stations
		try(smaller)
	}
	for _, fault := range faults {
		smaller := o
		smaller.Without = append(append([]string{}, o.Without...), fault.name)
		try(smaller)
	}
	return best, o.Without
}
