package port

import (
	"errors"
	"math"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// forever is the timeout of a wait without deadline.
const forever = time.Duration(math.MaxInt64)

// checkEvery bounds one poll, so that a device file that vanished without a hang-up is noticed too.
const checkEvery = time.Second

// await blocks until the line is ready for the wanted poll event.
func (p *Port) await(want int16, timeout time.Duration) error {
	end := time.Now().Add(min(timeout, 24*365*time.Hour))
	for {
		if p.closing.Load() {
			return os.ErrClosed
		}
		left := time.Until(end)
		ready, err := p.poll(want, max(0, min(left, checkEvery)))
		switch {
		case err != nil:
			return err
		case ready:
			return nil
		case !p.exists():
			return ErrGone
		case left <= 0:
			return ErrTimeout
		}
	}
}

// poll waits once; it reports whether the line is ready, ErrGone on a hang-up, os.ErrClosed when woken.
func (p *Port) poll(want int16, wait time.Duration) (bool, error) {
	fds := []unix.PollFd{{Fd: int32(p.lock), Events: want}, {Fd: int32(p.wake), Events: unix.POLLIN}}
	spec := unix.NsecToTimespec(int64(wait))
	_, err := unix.Ppoll(fds, &spec, nil)
	switch {
	case errors.Is(err, unix.EINTR):
		return false, nil
	case err != nil:
		return false, err
	case fds[1].Revents != 0:
		return false, os.ErrClosed
	case fds[0].Revents&(unix.POLLHUP|unix.POLLERR|unix.POLLNVAL) != 0:
		return false, ErrGone
	}
	return fds[0].Revents&want != 0, nil
}

func (p *Port) exists() bool {
	_, err := os.Stat(p.device)
	return err == nil
}

// untilNano is the time left to a deadline in Unix nanoseconds, or forever for 0.
func untilNano(deadline int64) time.Duration {
	if deadline == 0 {
		return forever
	}
	return time.Until(time.Unix(0, deadline))
}
