// Package phone is the page a rider's phone sees after scanning the code on
// the kiosk's screen: the flows of the screen that make sense on a phone, and
// the keyboard for a text that the screen asks for.
//
// Every page is plain HTML with plain forms, complete without JavaScript, and
// loads nothing from anywhere else, so it works in the oldest WebView and on a
// network that ends at the kiosk's own access point. Where a text is written, a
// few lines of script count its characters and keep a draft. That network is
// the limit of its secrecy, too: a station has no public name to hold a
// certificate for, so the page is plain HTTP, and carries no name, number or
// telephone.
//
// Who a rider is, the phone's pass says; without one a phone is a rider of its
// own from its first record on. Whom the screen knows by card takes a pass over
// from there (handover.go), and is the same rider on both. A pass is looked at
// with every request: one that is revoked ends on the phone at once. A session opens only for whoever scanned the
// screen, lives in memory, and ends after half an hour unused. A check-in or a
// redemption wants a scan of the last quarter of an hour. Who lends their phone
// takes the pass off it, and the pass stays good (/leave).
//
// # Addresses
//
// routes.go holds the table; a test holds this list to it.
//
//	in         GET  /s/{token}  the code on the screen      GET  /t/{id}  the code of a text
//	           GET  /h/{id}     the code of a rider's pass
//	files      GET  /f/HASH.css  /f/HASH.svg  /f/HASH.js  /favicon.ico
//	visit      GET  /  /checked-in  /pass  /pass.png        POST /check-in  /new-pass
//	                                                        POST /other-pass  /leave  /h/{id}
//	booking    GET  /service  /confirm  /bookings           POST /book  /reschedule  /cancel
//	                /booking  /booking.png
//	appeals    GET  /appeals  /appeal  /progress            POST /appeal  /follow  /rate  /reopen
//	hazards    GET  /hazard                                 POST /hazard
//	receipts   GET  /receipt  /receipt.png
//	points     GET  /points                                 POST /redeem
//	learning   GET  /learning  /lesson  /lesson.png  /quiz  /result  POST /read  /quiz
//	volunteers GET  /tasks                                  POST /task
//	directory  GET  /organisations
//	stories    GET  /stories                                POST /story
//	wall       GET  /announcements
//	data       GET  /notices  /my-data  /my-data.json       POST /withdraw  /erase
//	text       POST /t/{id}  /t/{id}/still
//
// Each subject has a file of handlers (booking: book.go, confirm.go,
// bookings.go; texts for the screen: handoff.go, asks.go; the
// screen's rider: handover.go, handed.go), templates under
// page/, and its words in both languages in words_*.go, notes.go and
// sayings.go. gate.go keeps the door, forms' tokens and their acting once;
// refusal.go says the station's rules in words; limit.go bounds what is asked.
package phone
