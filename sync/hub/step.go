package hub

import "context"

// Exchange does in one step what Serve does in stages for messages taken:
// commits them together and publishes the answers. It is for simulations,
// which decide themselves when what happens.
func (l *Link) Exchange(ctx context.Context, c Carrier, messages []Message) error {
	return l.publish(ctx, c, l.worthy(l.hub.Receive(ctx, messages)))
}

// PushNew does once what Serve does again and again: it pushes to the stations
// that are connected what is new in their journals.
func (l *Link) PushNew(ctx context.Context, c Carrier) error { return l.pushNew(ctx, c) }
