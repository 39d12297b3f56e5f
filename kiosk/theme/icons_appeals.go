package theme

// The icons of appeals, hazards and writing.
const (
	Voice    Icon = `<path d="M6 20v9h7l17 9V11l-17 9z"/><path d="M36 18c3 3 3 10 0 13M41 13c6 6 6 17 0 23M14 29l3 11h5l-2-8"/>`
	Envelope Icon = `<rect x="5" y="10" width="38" height="28" rx="4"/><path d="M6 13l18 14 18-14"/>`
	Wage     Icon = `<circle cx="24" cy="24" r="18"/><path d="M17 14l7 10 7-10M24 24v12M17 26h14M17 31h14"/>`
	Network  Icon = `<circle cx="24" cy="10" r="5"/><circle cx="10" cy="36" r="5"/><circle cx="38" cy="36" r="5"/><path d="M21.500 14.500L12.500 31.500M26.500 14.500l9 17M15 36h18"/>`
	Fine     Icon = `<path d="M12 5h24v38l-5-4-5 4-4-4-5 4-5-4z"/><path d="M18 15h12M18 22h12M18 29h7"/>`
	Cap      Icon = `<path d="M24 9L3 19l21 10 21-10z"/><path d="M12 24v10c6 6 18 6 24 0V24M42 21v12"/>`
	Dots     Icon = `<circle cx="24" cy="24" r="18"/><path d="M15 24v.1M24 24v.1M33 24v.1" stroke-width="5"/>`
	Pen      Icon = `<path d="M8 40l2-10L33 7l8 8-23 23z"/><path d="M28 12l8 8M8 40l10-2"/>`
	Keys     Icon = `<rect x="4" y="12" width="40" height="25" rx="4"/><path d="M11 20h1M19 20h1M27 20h1M35 20h1M11 26h1M19 26h1M27 26h1M35 26h1M16 32h16"/>`
	Rubber   Icon = `<path d="M17 10h26v28H17L5 24z"/><path d="M23 18l12 12M35 18L23 30"/>`
	Again    Icon = `<path d="M39 14a18 18 0 1 0 3 12"/><path d="M41 5v10H31"/>`
	Mask     Icon = `<path d="M4 16c14-5 26-5 40 0 1 14-9 19-15 13-3-3-7-3-10 0-6 6-16 1-15-13z"/><path d="M12 20c3-1 5 0 6 2M36 20c-3-1-5 0-6 2"/>`
	Lock     Icon = `<rect x="9" y="21" width="30" height="22" rx="4"/><path d="M15 21v-6a9 9 0 0 1 18 0v6M24 30v5"/>`
	Danger   Icon = `<path d="M24 6L45 42H3z"/><path d="M24 19v11M24 35.500v1"/>`
	Bike     Icon = `<circle cx="11" cy="34" r="7"/><circle cx="37" cy="34" r="7"/><path d="M11 34l8-14h12l6 14M19 20l5 14h13M15 20h7M31 20l-2-9h-5"/>`
	Flame    Icon = `<path d="M24 4c2 8 14 13 14 25a14 14 0 0 1-28 0c0-6 3-10 6-13 0 5 2 7 4 8 3-5 1-13 4-20z"/><path d="M19 41c-3-6 3-8 5-12 3 4 7 7 4 12"/>`
	Road     Icon = `<path d="M16 6L6 42M32 6l10 36M24 7v6M24 20v7M24 34v8"/>`
	Drop     Icon = `<path d="M24 5c8 10 13 16 13 23a13 13 0 0 1-26 0c0-7 5-13 13-23z"/><path d="M17 29c0 4 3 7 7 7"/>`
	Wire     Icon = `<path d="M27 4L12 27h11l-3 17 16-24H25z"/>`
	Gas      Icon = `<path d="M13 42c-7-7 6-11 0-18M24 36c-8-9 8-14 0-24M35 42c-7-7 6-11 0-18M13 14V9M35 14V9"/>`
	Wall     Icon = `<path d="M6 10h36v28H6zM6 19h36M6 29h36M18 10v9M31 10v9M12 19v10M25 19v10M37 19v10M18 29v9M31 29v9"/>`
	Bag      Icon = `<path d="M9 16h30l3 27H6z"/><path d="M17 20v-6a7 7 0 0 1 14 0v6"/>`
	Office   Icon = `<rect x="11" y="5" width="26" height="38" rx="2"/><path d="M18 13h3M27 13h3M18 21h3M27 21h3M18 29h3M27 29h3M21 43v-7h6v7"/>`
	Cone     Icon = `<path d="M24 5L12 40M24 5l12 35M5 41h38M20.500 16h7M17 27h14"/>`
)

// ForCategory is the icon of a category of appeals by its identifier.
func ForCategory(id string) Icon {
	switch id {
	case "labour-rights":
		return Wage
	case "algorithm-fairness":
		return Network
	case "industry-norms":
		return Fine
	case "social-insurance":
		return Shield
	case "schooling":
		return Cap
	case "station":
		return Cup
	}
	return Dots
}

// ForHazard is the icon of a kind of hazard by its identifier.
func ForHazard(id string) Icon {
	switch id {
	case "electric-bike":
		return Bike
	case "fire":
		return Flame
	case "road":
		return Road
	case "water":
		return Drop
	case "wires":
		return Wire
	case "gas":
		return Gas
	case "building":
		return Wall
	case "person":
		return Person
	}
	return Danger
}

// ForPlace is the icon of a place by its identifier.
func ForPlace(id string) Icon {
	switch id {
	case "station":
		return Cup
	case "street":
		return Road
	case "estate":
		return House
	case "shops":
		return Bag
	case "offices":
		return Office
	case "school":
		return Cap
	case "site":
		return Cone
	}
	return Place
}
