package theme

// The icons of what riders come for beside a service.
const (
	Bell     Icon = `<path d="M10 36c3-4 4-8 4-14a10 10 0 0 1 20 0c0 6 1 10 4 14zM20 41a4.500 4.500 0 0 0 8 0M24 12V7"/>`
	Question Icon = `<circle cx="24" cy="24" r="18"/><path d="M18.500 19a5.500 5.500 0 1 1 8 5c-2 1-2.500 2-2.500 4M24 34v1"/>`
	Gift     Icon = `<rect x="7" y="18" width="34" height="8" rx="2"/><path d="M10 26v16h28V26M24 18v24M24 18c-6 0-11-3-10-7s8-3 10 7c2-10 9-11 10-7s-4 7-10 7z"/>`
	Rows     Icon = `<path d="M16 12h26M16 24h26M16 36h26M7 12h1M7 24h1M7 36h1"/>`
	Book     Icon = `<path d="M24 12c-5-4-12-5-18-4v29c6-1 13 0 18 4 5-4 12-5 18-4V8c-6-1-13 0-18 4zM24 12v29"/>`
	Hand     Icon = `<path d="M16 26V12a3 3 0 0 1 6 0v10M22 22V8a3 3 0 0 1 6 0v14M28 22V11a3 3 0 0 1 6 0v17c0 9-5 14-11 14-7 0-10-4-13-11l-3-6a3 3 0 0 1 5-3l4 5"/>`
	House    Icon = `<path d="M5 42h38M10 42V15l14-9 14 9v27M18 21v2M24 21v2M30 21v2M18 29v2M30 29v2M21 42V33h6v9"/>`
	Story    Icon = `<rect x="8" y="6" width="32" height="36" rx="4"/><path d="M24 27c-6-4-8-7-7-10 1.500-3.500 5.500-3.500 7 0 1.500-3.500 5.500-3.500 7 0 1 3-1 6-7 10zM16 35h16"/>`
	Posted   Icon = `<rect x="9" y="11" width="30" height="32" rx="3"/><path d="M24 16v1M24 5v6M20 5h8M16 24h16M16 32h10"/>`
	Chair    Icon = `<path d="M14 6v20h20v16M14 26v16M14 34h20M14 14h12v12"/>`
	Shield   Icon = `<path d="M24 5l15 6v12c0 10-6 16-15 20-9-4-15-10-15-20V11z"/><path d="M17 23l5 5 9-10"/>`
	Bin      Icon = `<path d="M8 13h32M18 13V7h12v6M12 13l2 29h20l2-29M20 21v13M28 21v13"/>`
	Urgent   Icon = `<path d="M8 20v9h6l16 9V11L14 20zM36 18c3 4 3 9 0 13M14 29l3 11h5l-3-8"/>`
	Take     Icon = `<path d="M24 6v24M14 21l10 10 10-10M7 36v6h34v-6"/>`
	Flag     Icon = `<path d="M11 44V6M11 8c9-5 15 5 26 0v18c-11 5-17-5-26 0"/>`
	Cross    Icon = `<path d="M11 11l26 26M37 11L11 37"/>`
	Case     Icon = `<rect x="5" y="15" width="38" height="26" rx="4"/><path d="M17 15V9h14v6M5 27h38M24 24v6"/>`
	Scooter  Icon = `<circle cx="12" cy="36" r="6"/><circle cx="37" cy="36" r="6"/><path d="M18 36h13c0-6 2-9 5-11L32 10h-6M6 28h14l4 8M8 14h12v10H8z"/>`
	Parcel   Icon = `<path d="M24 5l17 9v20l-17 9-17-9V14zM7 14l17 9 17-9M24 23v20M15 9.500l17 9"/>`
	Car      Icon = `<path d="M5 34V25l5-3 5-9h18l5 9 5 3v9zM10 22h28M5 34v5h6v-5M37 34v5h6v-5M12 28h3M33 28h3"/>`
	Truck    Icon = `<path d="M4 12h24v24H4zM28 20h9l7 8v8h-16"/><circle cx="13" cy="37" r="4.500"/><circle cx="35" cy="37" r="4.500"/>`
)
