// Package pages reads the pages of a bbolt file without bbolt, so that a
// damaged one shows as an error: bbolt itself may crash the process on it, in a
// goroutine of its own, where no caller can recover.
//
// The format is that of bbolt's internal/common (version 2): two meta pages,
// of which the valid one of the later transaction counts, and a B+ tree of
// branch and leaf pages. Integers are in the machine's byte order, which is
// little endian wherever the kit runs.
package pages

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
)

// ErrDamaged: the file's pages do not hold together.
var ErrDamaged = errors.New("the pages do not hold together")

const (
	magic   = 0xED0CDAED
	version = 2

	headerSize  = 16 // id 8, flags 2, count 2, overflow 4
	elementSize = 16
	metaSize    = 64 // up to and with the checksum
	bucketSize  = 16 // root 8, sequence 8

	flagBranch = 0x01
	flagLeaf   = 0x02
	flagBucket = 0x01 // of a leaf's element
)

var order = binary.LittleEndian

// Verify reads every page that the file's tree reaches. It returns ErrDamaged
// with what is wrong, or the error of reading the file.
func Verify(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	m, err := newestMeta(f, info.Size())
	if err != nil {
		return err
	}
	w := walker{file: f, meta: m, seen: make([]uint64, m.pages/64+1)}
	return w.page(m.root, keys{})
}

func damage(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
}

// meta is what a meta page says.
type meta struct {
	pageSize          int
	root, pages, txid uint64
}

// newestMeta is the one bbolt would use.
func newestMeta(f io.ReaderAt, size int64) (best meta, err error) {
	pageSize := int64(os.Getpagesize())
	for _, at := range []int64{0, pageSize} {
		if m, ok := readMeta(f, at); ok && m.txid >= best.txid {
			best = m
		}
	}
	switch {
	case best.pageSize == 0:
		return best, damage("neither meta page is valid")
	case int64(best.pageSize) != pageSize:
		return best, damage("pages of %d bytes, this machine's have %d", best.pageSize, pageSize)
	case best.pages > uint64(size)/uint64(pageSize):
		return best, damage("%d pages, but the file has %d bytes", best.pages, size)
	}
	return best, nil
}

func readMeta(f io.ReaderAt, at int64) (m meta, ok bool) {
	b := make([]byte, headerSize+metaSize)
	if _, err := f.ReadAt(b, at); err != nil {
		return m, false
	}
	b = b[headerSize:]
	sum := fnv.New64a()
	sum.Write(b[:metaSize-8])
	if order.Uint32(b) != magic || order.Uint32(b[4:]) != version || order.Uint64(b[metaSize-8:]) != sum.Sum64() {
		return m, false
	}
	return meta{
		pageSize: int(order.Uint32(b[8:])), root: order.Uint64(b[16:]),
		pages: order.Uint64(b[40:]), txid: order.Uint64(b[48:]),
	}, true
}

// walker follows the tree.
type walker struct {
	file io.ReaderAt
	meta meta
	seen []uint64 // a bit for each page
}

// keys is the range a page's keys lie in: not before min, before max; nil is no
// bound. bbolt finds by search what it has found by walking, and crashes where
// keys out of order make the two differ.
type keys struct{ min, max []byte }

// take checks the i-th key of a page, which the next has to follow.
func (k *keys) take(i int, key []byte) error {
	c := bytes.Compare(k.min, key)
	if k.min != nil && (c > 0 || c == 0 && i > 0) || k.max != nil && bytes.Compare(key, k.max) >= 0 {
		return damage("a key is out of order")
	}
	k.min = key
	return nil
}

// page verifies the page with an id, and all below it.
func (w *walker) page(id uint64, within keys) error {
	b, err := w.read(id)
	if err != nil {
		return err
	}
	switch flags := order.Uint16(b[8:]); flags {
	case flagBranch:
		return w.branch(id, b, within)
	case flagLeaf:
		return w.leaf(id, b, within)
	default:
		return damage("page %d is of type %#x", id, flags)
	}
}

// read returns a page with its overflow, and marks it as reached.
func (w *walker) read(id uint64) ([]byte, error) {
	if id < 2 || id >= w.meta.pages {
		return nil, damage("there is no page %d", id)
	}
	b := make([]byte, w.meta.pageSize)
	if _, err := w.file.ReadAt(b, int64(id)*int64(w.meta.pageSize)); err != nil {
		return nil, err
	}
	overflow := uint64(order.Uint32(b[12:]))
	if own := order.Uint64(b); own != id || overflow >= w.meta.pages-id {
		return nil, damage("page %d says that it is page %d with %d more", id, own, overflow)
	}
	for i := id; i <= id+overflow; i++ {
		if w.seen[i/64]&(1<<(i%64)) != 0 {
			return nil, damage("page %d is reached twice", i)
		}
		w.seen[i/64] |= 1 << (i % 64)
	}
	if overflow == 0 {
		return b, nil
	}
	b = make([]byte, (overflow+1)*uint64(w.meta.pageSize))
	_, err := w.file.ReadAt(b, int64(id)*int64(w.meta.pageSize))
	return b, err
}

// element is the i-th of a page, if all of it lies within.
func element(b []byte, i int) ([]byte, error) {
	at := headerSize + i*elementSize
	if at+elementSize > len(b) {
		return nil, damage("element %d lies beyond its page", i)
	}
	return b[at:], nil
}

// span is size bytes at an element's position.
func span(e []byte, at, size uint64) ([]byte, error) {
	if at > uint64(len(e)) || size > uint64(len(e))-at {
		return nil, damage("a key or value lies beyond its page")
	}
	return e[at : at+size], nil
}

// child is a branch's element: the page it leads to, and its first key.
type child struct {
	key  []byte
	page uint64
}

func (w *walker) branch(id uint64, b []byte, within keys) error {
	children, err := childrenOf(b)
	if err != nil {
		return err
	}
	if len(children) == 0 {
		return damage("branch page %d is empty", id)
	}
	row := within
	for i, c := range children {
		if err := row.take(i, c.key); err != nil {
			return err
		}
		below := keys{c.key, within.max}
		if i+1 < len(children) {
			below.max = children[i+1].key
		}
		if err := w.page(c.page, below); err != nil {
			return err
		}
	}
	return nil
}

func childrenOf(b []byte) ([]child, error) {
	children := make([]child, order.Uint16(b[10:]))
	for i := range children {
		e, err := element(b, i)
		if err != nil {
			return nil, err
		}
		key, err := span(e, uint64(order.Uint32(e)), uint64(order.Uint32(e[4:])))
		if err != nil {
			return nil, err
		}
		children[i] = child{key, order.Uint64(e[8:])}
	}
	return children, nil
}

func (w *walker) leaf(id uint64, b []byte, within keys) error {
	for i := range int(order.Uint16(b[10:])) {
		e, err := element(b, i)
		if err != nil {
			return err
		}
		at, keySize := uint64(order.Uint32(e[4:])), uint64(order.Uint32(e[8:]))
		key, err := span(e, at, keySize)
		if err != nil {
			return err
		}
		value, err := span(e, at+keySize, uint64(order.Uint32(e[12:])))
		if err != nil {
			return err
		}
		if err := within.take(i, key); err != nil {
			return err
		}
		if order.Uint32(e)&flagBucket == 0 {
			continue
		}
		if err := w.bucket(id, value); err != nil {
			return err
		}
	}
	return nil
}

// bucket follows a nested bucket: its own pages, or the small page that lies
// in the value itself.
func (w *walker) bucket(id uint64, value []byte) error {
	if len(value) < bucketSize {
		return damage("a bucket in page %d is cut short", id)
	}
	if root := order.Uint64(value); root != 0 {
		return w.page(root, keys{})
	}
	inline := value[bucketSize:]
	if len(inline) < headerSize || order.Uint16(inline[8:]) != flagLeaf {
		return damage("a small bucket in page %d is no leaf", id)
	}
	return w.leaf(id, inline, keys{})
}
