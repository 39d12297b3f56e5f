package leak

import (
	"bytes"
	"compress/gzip"
	"io"
	"iter"

	"github.com/klauspost/compress/zstd"
)

// unpackedMost bounds what one packed place may become, in bytes.
const unpackedMost = 64 << 20

// packing is a way to compress that announces itself.
type packing struct {
	name  string
	magic []byte
	open  func(io.Reader) (io.Reader, error)
}

var packings = []packing{
	{"gzip", []byte{0x1f, 0x8b, 0x08}, func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
	{"zstd", []byte{0x28, 0xb5, 0x2f, 0xfd}, func(r io.Reader) (io.Reader, error) {
		return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(unpackedMost))
	}},
}

// starts gives the places in content where something may be packed.
func (p packing) starts(content []byte) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at := 0; ; at++ {
			next := bytes.Index(content[at:], p.magic)
			if next < 0 || !yield(at+next) {
				return
			}
			at += next
		}
	}
}

// unpack gives what can be read of it, however it ends: a torn file leaks too,
// and behind one in the middle of a file there is something else.
func (p packing) unpack(packed []byte) []byte {
	r, err := p.open(bytes.NewReader(packed))
	if err != nil {
		return nil
	}
	if c, ok := r.(*zstd.Decoder); ok {
		defer c.Close()
	}
	unpacked, _ := io.ReadAll(io.LimitReader(r, unpackedMost))
	return unpacked
}
