package access

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/sync/wire"
)

// ErrAdmin says that RabbitMQ's management API refused or failed.
var ErrAdmin = errors.New("RabbitMQ's management API does not do as asked: check its address, and the name and password of an administrator")

// ErrTaken says that a user of RabbitMQ who is not the hub's has the name of a
// station.
var ErrTaken = errors.New("RabbitMQ has a user of its own by this name: rename that user, or remove it with `rabbitmqctl delete_user`")

// tag marks the users that are the hub's to add and to remove. RabbitMQ gives
// a tag it does not know no rights.
const tag = "nuanxin-station"

// callTimeout bounds one call of the management API.
const callTimeout = time.Minute

// RabbitMQ is a RabbitMQ broker with its MQTT and management plugins. Its users
// are the common names of certificates (ssl_cert_login_from), so each station
// is a user without a password.
type RabbitMQ struct {
	// Admin is the management API, http(s)://name:password@host:port.
	Admin *url.URL
	// Client makes the calls. Nil: one with a time limit.
	Client *http.Client
}

// Apply adds and removes users, and closes the connections of those removed.
// Users without our tag are left alone: it returns ErrTaken where a station
// bears the name of one.
func (r RabbitMQ) Apply(ctx context.Context, now Stations) error {
	had, err := r.users(ctx)
	if err != nil {
		return err
	}
	wanted, hubs := map[string]bool{}, map[string]bool{}
	for _, name := range now.hubs() {
		wanted[name], hubs[name] = true, true
	}
	for _, name := range now.Admitted {
		wanted[name] = true
	}
	var extra, missing []string
	var errs []error
	for name, ours := range had {
		if ours && !wanted[name] {
			extra = append(extra, name)
		}
	}
	for name := range wanted {
		if ours, exists := had[name]; !exists {
			missing = append(missing, name)
		} else if !ours {
			errs = append(errs, fmt.Errorf("%q: %w", name, ErrTaken))
		}
	}
	slices.Sort(extra)
	slices.Sort(missing)
	return errors.Join(append(errs, r.remove(ctx, extra), r.add(ctx, missing, hubs))...)
}

// some is how many users are imported at once.
const some = 500

// users are the names of those that bear our tag.
func (r RabbitMQ) users(ctx context.Context) (map[string]bool, error) {
	var all []struct {
		Name string   `json:"name"`
		Tags []string `json:"tags"`
	}
	if err := r.call(ctx, http.MethodGet, "users?columns=name,tags", nil, &all); err != nil {
		return nil, err
	}
	had := map[string]bool{}
	for _, u := range all {
		had[u.Name] = slices.Contains(u.Tags, tag)
	}
	return had, nil
}

// remove deletes users, then closes what they have open: a closed client finds
// itself unknown when it comes back.
func (r RabbitMQ) remove(ctx context.Context, names []string) error {
	if len(names) == 0 {
		return nil
	}
	if err := r.call(ctx, http.MethodPost, "users/bulk-delete", map[string]any{"users": names}, nil); err != nil {
		return err
	}
	for _, name := range names {
		if err := r.call(ctx, http.MethodDelete, "connections/username/"+url.PathEscape(name), nil, nil); err != nil {
			return err
		}
	}
	return nil
}

// add imports users with what each may do.
func (r RabbitMQ) add(ctx context.Context, names []string, hubs map[string]bool) error {
	for chunk := range slices.Chunk(names, some) {
		var d definitions
		for _, name := range chunk {
			d.add(name, hubs[name])
		}
		if err := r.call(ctx, http.MethodPost, "definitions", d, nil); err != nil {
			return err
		}
	}
	return nil
}

// definitions is what RabbitMQ imports, in the terms of its management API.
type definitions struct {
	Users            []user            `json:"users"`
	Permissions      []permission      `json:"permissions"`
	TopicPermissions []topicPermission `json:"topic_permissions"`
}

type user struct {
	Name         string `json:"name"`
	PasswordHash string `json:"password_hash"` // empty: no password opens it
	Tags         string `json:"tags"`
}

type permission struct {
	User      string `json:"user"`
	VHost     string `json:"vhost"`
	Configure string `json:"configure"`
	Write     string `json:"write"`
	Read      string `json:"read"`
}

type topicPermission struct {
	User     string `json:"user"`
	VHost    string `json:"vhost"`
	Exchange string `json:"exchange"`
	Write    string `json:"write"`
	Read     string `json:"read"`
}

// exchange is where RabbitMQ publishes what comes by MQTT; "/" is its vhost.
const exchange = "amq.topic"

// add describes one client. The plugin keeps what a client subscribed to in
// queues of this name.
func (d *definitions) add(name string, isHub bool) {
	queue := "mqtt-subscription-" + name + "qos[01]"
	reach := `^(amq\.topic|` + queue + ")$"
	d.Users = append(d.Users, user{Name: name, Tags: tag})
	d.Permissions = append(d.Permissions, permission{name, "/", "^" + queue + "$", reach, reach})
	up, down := keys(name, upward), keys(name, downward)
	if isHub {
		// What is subscribed to is compared as it is written, wildcard and all.
		up, down = keys("[a-z0-9-]+", downward), keys("[*]", upward)
	}
	d.TopicPermissions = append(d.TopicPermissions, topicPermission{name, "/", exchange, up, down})
}

// keys is a pattern of routing keys, which are topics with dots for slashes.
func keys(station string, channels []wire.Channel) string {
	var names []string
	for _, c := range channels {
		names = append(names, string(c))
	}
	root := strings.NewReplacer("/", `\.`).Replace(wire.Root)
	return "^" + root + `\.` + station + `\.(` + strings.Join(names, "|") + ")$"
}

// call makes one call. It decodes the answer into out unless that is nil.
func (r RabbitMQ) call(ctx context.Context, method, path string, in, out any) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(b)
	}
	// The URL keeps the administrator's password: no error may show it.
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(r.Admin.String(), "/")+"/api/"+path, body)
	if err != nil {
		return fmt.Errorf("%w: %s %s", ErrAdmin, method, path)
	}
	req.Header.Set("Content-Type", "application/json")
	client := r.Client
	if client == nil {
		client = http.DefaultClient
	}
	resp, err := client.Do(req)
	if err != nil {
		var at *url.Error
		if errors.As(err, &at) {
			err = at.Err
		}
		return fmt.Errorf("%w: %s %s: %w", ErrAdmin, method, path, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		said, _ := io.ReadAll(io.LimitReader(resp.Body, 500))
		return fmt.Errorf("%w: %s %s: %s: %s", ErrAdmin, method, path, resp.Status, said)
	}
	if out == nil {
		return nil
	}
	return json.NewDecoder(resp.Body).Decode(out)
}
