package main

import (
	"encoding/json"
	"errors"
	"net"
	"os"
	"slices"
)

// addresses is where a running hub can be reached; addresses.json in its data
// folder, gone when it has stopped.
type addresses struct {
	MQTT  string `json:"mqtt"`
	Enrol string `json:"enrol"`
	HTTP  string `json:"http"`
	// Metrics is empty where they are at HTTP.
	Metrics string `json:"metrics,omitempty"`
}

func readAddresses(path string) (a addresses, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return a, err
	}
	return a, json.Unmarshal(text, &a)
}

// write replaces the file in one step: who reads it sees all or nothing.
func (a addresses) write(path string) error {
	text, err := json.Marshal(a)
	if err != nil {
		return err
	}
	draft := path + ".new"
	return errors.Join(os.WriteFile(draft, append(text, '\n'), 0o600), os.Rename(draft, path))
}

// advertised is how stations reach a listener: under the first of the hosts
// the hub was told, or else at the address itself.
func advertised(scheme, listening string, hosts []string) (string, error) {
	host, port, err := net.SplitHostPort(listening)
	if err != nil {
		return "", err
	}
	if len(hosts) > 0 {
		host = hosts[0]
	} else if everywhere(host) {
		return "", usagef("listening on %s: --host NAME is missing, by which name or address do stations reach it?", listening)
	}
	return scheme + "://" + net.JoinHostPort(host, port), nil
}

// everywhere says whether a listener at host has all of a machine's addresses.
func everywhere(host string) bool {
	ip := net.ParseIP(host)
	return host == "" || (ip != nil && ip.IsUnspecified())
}

// certified are the names and addresses a certificate for the listeners must
// bear, beside the loopback's.
func certified(hosts []string, listening ...string) []string {
	all := slices.Clone(hosts)
	for _, l := range listening {
		if host, _, err := net.SplitHostPort(l); err == nil && !everywhere(host) {
			all = append(all, host)
		}
	}
	return all
}

func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	ip := net.ParseIP(host)
	return err == nil && (host == "localhost" || (ip != nil && ip.IsLoopback()))
}
