// Package stationbench measures a station's file as its journal grows, from a
// thousand records to ten million: how long a check-in and a booking take, how
// many a second, how long the file takes to open, how large it is.
//
// Every size is measured in the same run, by turns with the others and with
// two things to compare: an fdatasync after an append of as many bytes as a
// record has, and a bare bbolt transaction that puts one row into a file
// opened as the station's is. Whatever the machine does meanwhile, it does to all.
//
// BENCH_RECORDS in the environment is the largest journal (a million where
// unset), BENCH_CACHE a folder that keeps the filled files for the next run.
package stationbench
