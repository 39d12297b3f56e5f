// Package wire is what station and hub say to each other: batches, receipts,
// pages of the down-journal, topics and enrolment, each signed, each with its
// limits. It knows nothing of what the records it carries mean, and imports
// nothing of the kit.
package wire
