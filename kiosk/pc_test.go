package main

import (
	"context"
	"errors"
	"testing"
)

func TestRestartingTheKioskEndsItWithItsCause(t *testing.T) {
	ctx, leave := context.WithCancelCause(t.Context())
	p := newPC(leave, settings{})
	if p.MayReboot() {
		t.Error("the machine may be restarted where nobody allowed it")
	}
	p.RestartKiosk()
	if cause := context.Cause(ctx); !isRestart(cause) {
		t.Errorf("it ends with %v", cause)
	}
}

func TestTheMachineIsRestartedWhereItIsAllowed(t *testing.T) {
	if p := newPC(nil, settings{allowReboot: true}); !p.MayReboot() {
		t.Error("it is not, where it is allowed")
	}
	refused := errors.New("refused")
	p := pc{reboot: func(context.Context) error { return refused }}
	if err := p.Reboot(); !errors.Is(err, refused) {
		t.Errorf("got %v", err)
	}
}
