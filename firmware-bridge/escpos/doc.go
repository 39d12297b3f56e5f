// Package escpos prints receipts on serial ESC/POS thermal printers: documents become bytes, answers become
// a status, and a loop prints each receipt once or says that it did not.
//
// It knows no serial port and not what a receipt says.
package escpos
