package leak

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/klauspost/compress/zstd"
	bolt "go.etcd.io/bbolt"
)

// Invented people, numbers and places.
var secrets = []string{"欧阳测试", "11010119900307571X", "13900001234", "虚构路7号院"}

func wide(text string, order binary.AppendByteOrder) (b []byte) {
	for _, unit := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, unit)
	}
	return b
}

// gbk of the invented texts, from the tables of GB 18030.
var gbk = map[string][]byte{
	"欧阳测试":   {0xc5, 0xb7, 0xd1, 0xf4, 0xb2, 0xe2, 0xca, 0xd4},
	"虚构路7号院": {0xd0, 0xe9, 0xb9, 0xb9, 0xc2, 0xb7, '7', 0xba, 0xc5, 0xd4, 0xba},
}

func plain(secret string) map[string][]byte {
	all := map[string][]byte{
		"UTF-8":    []byte(secret),
		"UTF-16LE": wide(secret, binary.LittleEndian),
		"UTF-16BE": wide(secret, binary.BigEndian),
		"GB18030":  gbk[secret],
	}
	if all["GB18030"] == nil {
		all["GB18030"] = []byte(secret) // ASCII
	}
	return all
}

// planted is every form the package says that it finds, made here by other
// means and among other bytes.
func planted(secret string) map[string][]byte {
	all := map[string][]byte{}
	for name, b := range plain(secret) {
		all[name] = b
		all[name+" hex"] = []byte(hex.EncodeToString(b))
		all[name+" HEX"] = []byte(strings.ToUpper(hex.EncodeToString(b)))
		for offset := range 3 {
			among := append(append([]byte("abc"[:offset]), b...), "\xff\xfe?>"...)
			all[name+" base64 "+string(rune('0'+offset))] = []byte(base64.StdEncoding.EncodeToString(among))
			all[name+" base64url "+string(rune('0'+offset))] = []byte(base64.URLEncoding.EncodeToString(among))
		}
	}
	quoted, _ := json.Marshal(secret)
	all["JSON"] = quoted
	all["URL"] = []byte(url.QueryEscape(secret))
	all["lower case"] = []byte(strings.ToLower(secret))
	return all
}

func noise(t testing.TB, size int) []byte {
	t.Helper()
	b := make([]byte, size)
	if _, err := rand.Read(b); err != nil {
		t.Fatal(err)
	}
	return b
}

func write(t testing.TB, path string, parts ...[]byte) string {
	t.Helper()
	if err := os.WriteFile(path, slices.Concat(parts...), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// finds wants the secret, and nothing else, below path.
func finds(t *testing.T, path, what, secret string) {
	t.Helper()
	found, err := Scan(secrets, path)
	if err != nil || len(found) == 0 {
		t.Errorf("%s of %q: %v, %v", what, secret, found, err)
	}
	for _, f := range found {
		if f.Secret != secret {
			t.Errorf("%s of %q: found %s", what, secret, f)
		}
	}
}

func TestEveryPlantedFormIsFound(t *testing.T) {
	folder := t.TempDir()
	before, after := noise(t, 5000), noise(t, 5000)
	clean := write(t, filepath.Join(folder, "clean"), before, after)
	if found, err := Scan(secrets, clean); err != nil || len(found) > 0 {
		t.Fatalf("in noise: %v, %v", found, err)
	}
	count := 0
	for _, secret := range secrets {
		for what, b := range planted(secret) {
			path := write(t, filepath.Join(folder, "planted"), before, b, after)
			finds(t, path, what, secret)
			count++
		}
	}
	if count < 4*4*9 {
		t.Errorf("only %d forms were planted", count)
	}
}

func TestWhatIsPackedIsFound(t *testing.T) {
	folder := t.TempDir()
	long := []byte(hex.EncodeToString(noise(t, 5000))) // four bits a byte: both pack it
	for _, secret := range secrets {
		content := slices.Concat(long, wide(secret, binary.LittleEndian), long)
		zipped, squeezed := gzipped(t, content), zstandard(t, content)
		torn := gzipped(t, slices.Concat(content, noise(t, 9000)))
		for what, packed := range map[string][]byte{
			"gzip":           zipped,
			"zstd":           squeezed,
			"gzip cut short": torn[:len(torn)-5000],
			"zstd in gzip":   gzipped(t, slices.Concat(noise(t, 99), squeezed)),
		} {
			if bytes.Contains(packed, wide(secret, binary.LittleEndian)) {
				t.Fatalf("%s hides nothing", what)
			}
			path := write(t, filepath.Join(folder, "packed"), noise(t, 777), packed, noise(t, 777))
			finds(t, path, what, secret)
		}
	}
}

func gzipped(t *testing.T, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(content)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zstandard(t *testing.T, content []byte) []byte {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	return w.EncodeAll(content, nil)
}

// TestADeletedRowIsFound: bbolt frees a page and leaves what it held.
func TestADeletedRowIsFound(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rows.db")
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	name, key := []byte("riders"), []byte("one")
	change := func(f func(*bolt.Bucket) error) {
		t.Helper()
		err := db.Update(func(tx *bolt.Tx) error {
			b, err := tx.CreateBucketIfNotExists(name)
			return errors.Join(err, f(b))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	change(func(b *bolt.Bucket) error { return b.Put(key, []byte("name: 欧阳测试")) })
	change(func(b *bolt.Bucket) error { return b.Delete(key) })
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	finds(t, path, "a deleted row", "欧阳测试")
}

func TestFoldersAndNamesAreSearched(t *testing.T) {
	folder := t.TempDir()
	below := filepath.Join(folder, "a", "b")
	if err := os.MkdirAll(below, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(below, "harmless"), []byte("nothing"))
	if found, err := Scan(secrets, folder); err != nil || len(found) > 0 {
		t.Errorf("%v, %v", found, err)
	}
	write(t, filepath.Join(below, "13900001234.log"), []byte("nothing"))
	finds(t, folder, "the name of a file", "13900001234")
}

func TestAScanThatProvesNothingFails(t *testing.T) {
	folder := t.TempDir()
	file := write(t, filepath.Join(folder, "f"), []byte("x"))
	if _, err := Scan([]string{"1234"}, file); !errors.Is(err, ErrShort) {
		t.Errorf("a short secret: %v", err)
	}
	if _, err := Scan([]string{"张三"}, file); !errors.Is(err, ErrShort) {
		t.Errorf("four bytes in GBK: %v", err)
	}
	if _, err := Scan(secrets, t.TempDir()); err == nil {
		t.Error("an empty folder was found clean")
	}
	if _, err := Scan(secrets, filepath.Join(folder, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no such file: %v", err)
	}
}

func BenchmarkScan(b *testing.B) {
	path := write(b, filepath.Join(b.TempDir(), "noise"), noise(b, 16<<20))
	b.SetBytes(16 << 20)
	for b.Loop() {
		if found, err := Scan(secrets, path); err != nil || len(found) > 0 {
			b.Fatal(found, err)
		}
	}
}
