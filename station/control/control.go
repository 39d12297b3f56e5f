// Package control lets commands talk to the process that owns a station's
// file: a few HTTP requests over a Unix socket in the station's folder, open
// to the file's owner only.
package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/nuanxin/station-kit/station"
)

// ErrNotRunning says that no process answers on the socket.
var ErrNotRunning = errors.New("no process owns the station's file now")

// Station is what can be asked for.
type Station interface {
	Status() (station.Status, error)
	Check() (station.Report, error)
	Backup(io.Writer) error
	Export(io.Writer) error
	InstallSupervisor(id, name, pin string) error
}

// Serve answers on the socket until ctx ends. A socket that a killed process
// left behind is replaced: who owns the station's file owns its socket.
// devices gives how the devices of this process fare, as a value for JSON.
func Serve(ctx context.Context, socket string, s Station, devices func() any) error {
	if err := os.Remove(socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	l, err := net.Listen("unix", socket)
	if err != nil {
		return err
	}
	if err := os.Chmod(socket, 0o600); err != nil {
		return errors.Join(err, l.Close())
	}
	server := &http.Server{Handler: handler(s, devices), ReadHeaderTimeout: time.Second}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func handler(s Station, devices func() any) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /status", func(w http.ResponseWriter, _ *http.Request) { answer(w, s.Status) })
	mux.HandleFunc("GET /devices", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, func() (any, error) { return devices(), nil })
	})
	mux.HandleFunc("GET /check", func(w http.ResponseWriter, _ *http.Request) { answer(w, s.Check) })
	mux.HandleFunc("GET /backup", func(w http.ResponseWriter, _ *http.Request) { stream(w, s.Backup) })
	mux.HandleFunc("GET /export", func(w http.ResponseWriter, _ *http.Request) { stream(w, s.Export) })
	mux.HandleFunc("POST /supervisor", func(w http.ResponseWriter, r *http.Request) {
		var a account
		if err := json.NewDecoder(io.LimitReader(r.Body, 1000)).Decode(&a); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		answer(w, func() (struct{}, error) { return struct{}{}, s.InstallSupervisor(a.ID, a.Name, a.PIN) })
	})
	return mux
}

// account is a supervisor's, as it goes over the socket.
type account struct{ ID, Name, PIN string }

func answer[T any](w http.ResponseWriter, ask func() (T, error)) {
	v, err := ask()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	_ = json.NewEncoder(w).Encode(v)
}

// stream cannot change its status once bytes are out, so it breaks the
// connection where it fails: the client then sees that what it has is cut.
func stream(w http.ResponseWriter, write func(io.Writer) error) {
	if err := write(w); err != nil {
		panic(http.ErrAbortHandler)
	}
}

// Client asks the process behind a socket. It is a Station.
type Client struct{ http http.Client }

// Dial finds the process, or returns ErrNotRunning.
func Dial(socket string) (*Client, error) {
	probe, err := net.Dial("unix", socket)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotRunning, err)
	}
	_ = probe.Close()
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", socket)
	}
	return &Client{http.Client{Transport: &http.Transport{DialContext: dial}}}, nil
}

// Status asks for the station's status.
func (c *Client) Status() (station.Status, error) { return ask[station.Status](c, "status") }

// Devices asks how the devices fare that the running process drives.
func (c *Client) Devices() (json.RawMessage, error) { return ask[json.RawMessage](c, "devices") }

// Check has the running process check its file.
func (c *Client) Check() (station.Report, error) { return ask[station.Report](c, "check") }

// Backup copies the file as it stands.
func (c *Client) Backup(w io.Writer) error { return c.copy("backup", w) }

// Export copies the journal as JSON lines.
func (c *Client) Export(w io.Writer) error { return c.copy("export", w) }

// InstallSupervisor has the running process make a supervisor's account, or give one a new PIN.
func (c *Client) InstallSupervisor(id, name, pin string) error {
	text, err := json.Marshal(account{id, name, pin})
	if err != nil {
		return err
	}
	r, err := c.http.Post("http://station/supervisor", "application/json", bytes.NewReader(text))
	if err != nil {
		return err
	}
	return refusal("supervisor", r)
}

func ask[T any](c *Client, what string) (v T, err error) {
	body, err := c.get(what)
	if err != nil {
		return v, err
	}
	defer body.Close()
	return v, json.NewDecoder(body).Decode(&v)
}

func (c *Client) copy(what string, w io.Writer) error {
	body, err := c.get(what)
	if err != nil {
		return err
	}
	defer body.Close()
	_, err = io.Copy(w, body)
	return err
}

func (c *Client) get(what string) (io.ReadCloser, error) {
	r, err := c.http.Get("http://station/" + what)
	if err != nil {
		return nil, err
	}
	if r.StatusCode != http.StatusOK {
		return nil, refusal(what, r)
	}
	return r.Body, nil
}

// refusal is why the process did not do what was asked, nil where it did. It closes the answer.
func refusal(what string, r *http.Response) error {
	defer r.Body.Close()
	if r.StatusCode == http.StatusOK {
		return nil
	}
	reason, _ := io.ReadAll(io.LimitReader(r.Body, 1000))
	return fmt.Errorf("%s: %s", what, bytes.TrimSpace(reason))
}
