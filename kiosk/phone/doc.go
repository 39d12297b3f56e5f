// Package phone is the page a rider's phone sees after scanning the code on
// the kiosk's screen: check in, book, show bookings, keep a pass.
//
// Every page is plain HTML with plain forms, complete without JavaScript, and
// loads nothing from anywhere else, so it works in the oldest WebView and on a
// network that ends at the kiosk's own access point. That network is the limit
// of its secrecy, too: a station has no public name to hold a certificate for,
// so the page is plain HTTP, and carries no name, number or telephone.
package phone
