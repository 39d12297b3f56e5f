package theme

// The icons of attendant's mode.
const (
	Key     Icon = `<circle cx="16" cy="32" r="9"/><path d="M22.500 25.500L41 7M33 15l6 6M38 10l4 4"/>`
	Joining Icon = `<circle cx="20" cy="16" r="8"/><path d="M5 42c1-17 29-17 30 0M38 14v14M31 21h14"/>`
	Printer Icon = `<path d="M13 18V6h22v12M13 34H7V18h34v16h-6"/><path d="M13 28h22v14H13zM33 23h3"/>`
	Scanner Icon = `<path d="M6 16V8h8M34 8h8v8M42 32v8h-8M14 40H6v-8M6 24h36"/>`
	Gauge   Icon = `<path d="M9 38a19 19 0 1 1 30 0M24 28l8-11"/><circle cx="24" cy="28" r="3"/>`
	Restart Icon = `<path d="M39 24a15 15 0 1 1-5-11M35 5v9h-9"/>`
	Power   Icon = `<path d="M24 6v17M14 12a16 16 0 1 0 20 0"/>`
	People  Icon = `<circle cx="17" cy="17" r="7"/><path d="M4 40c1-16 25-16 26 0M31 11a7 7 0 0 1 0 13M36 28c5 2 8 6 8 12"/>`
	Rub     Icon = `<path d="M16 10h26v28H16L5 24zM22 18l12 12M34 18L22 30"/>`
	Disk    Icon = `<ellipse cx="24" cy="11" rx="17" ry="6"/><path d="M7 11v26c0 8 34 8 34 0V11M7 24c0 8 34 8 34 0"/>`
	Sent    Icon = `<path d="M6 24L43 7 33 42l-9-12zM24 30L43 7"/>`
	Queue   Icon = `<path d="M8 10h32v9H8zM8 24h32v9H8zM14 40h20"/>`
	Web     Icon = `<rect x="17" y="5" width="14" height="11" rx="2"/><rect x="4" y="32" width="14" height="11" rx="2"/><rect x="30" y="32" width="14" height="11" rx="2"/><path d="M24 16v8M11 32v-8h26v8"/>`
)
