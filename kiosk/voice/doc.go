// Package voice speaks the kiosk's prompts through whatever plays sound files
// on the machine. It holds up nobody: what cannot be said in time is not said.
//
// The sounds in it are made by espeak-ng (make.sh); they are the kit's own,
// under its licence. Recordings of a person may take their place.
package voice
