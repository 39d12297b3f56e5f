package fleetsim

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// enough seeds find any bug planted.
const enough = 3000

// TestPlantedBugsAreFound breaks the kit in ways that each lose something, by
// overlays of its source, and has the simulation find each. It compiles the kit
// a dozen times, so it runs only where PLANTED is set: `make sim-planted`.
func TestPlantedBugsAreFound(t *testing.T) {
	if os.Getenv("PLANTED") == "" {
		t.Skip("PLANTED is not set: make sim-planted runs this")
	}
	recipes, err := filepath.Glob("testdata/planted/*.txt")
	if err != nil || len(recipes) < 5 {
		t.Fatalf("%d recipes, %v", len(recipes), err)
	}
	for _, path := range recipes {
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		t.Run(name, func(t *testing.T) { found(t, path) })
	}
}

// TestRecipesFit holds the recipes to the source they change.
func TestRecipesFit(t *testing.T) {
	recipes, err := filepath.Glob("testdata/planted/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range recipes {
		readRecipe(t, path)
	}
}

// recipe is what a bug is, which test finds it, and the source with it.
type recipe struct{ what, test, file, source string }

func readRecipe(t *testing.T, path string) recipe {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(string(text), "\n<<<<\n")
	before, after, whole := strings.Cut(strings.TrimSuffix(rest, "\n>>>>\n"), "\n====")
	lines := strings.Split(head, "\n")
	if len(lines) != 3 || !whole {
		t.Fatalf("%s is no recipe", path)
	}
	source, err := os.ReadFile(filepath.Join("..", "..", lines[2]))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(source), before); n != 1 {
		t.Errorf("%s: its text is %d times in %s: mend the recipe", path, n, lines[2])
	}
	return recipe{lines[0], lines[1], lines[2], strings.Replace(string(source), before, strings.TrimPrefix(after, "\n"), 1)}
}

var seedOf = regexp.MustCompile(`seed ([0-9]+), step [0-9]+, [^:]*: (.*)`)

func found(t *testing.T, path string) {
	r := readRecipe(t, path)
	folder := t.TempDir()
	bad, overlay := filepath.Join(folder, "bad.go"), filepath.Join(folder, "overlay.json")
	real, err := filepath.Abs(filepath.Join("..", "..", r.file))
	if err != nil {
		t.Fatal(err)
	}
	list, err := json.Marshal(map[string]map[string]string{"Replace": {real: bad}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{bad: r.source, overlay: string(list)} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	seeds := strconv.Itoa(enough)
	test := exec.Command("go", "test", "-count=1", "-timeout=0", "-overlay", overlay, "-run", "^"+r.test+"$", ".")
	test.Env = append(os.Environ(), "SEED=1", "SEEDS="+seeds, "STATION_SEEDS="+seeds, "LOST_SEEDS="+seeds, "FAILURES=1")
	out, err := test.CombinedOutput()
	said := seedOf.FindStringSubmatch(string(out))
	if err == nil || said == nil {
		t.Fatalf("%s: not found in %d seeds\n%s", r.what, enough, out)
	}
	t.Logf("%s: found by seed %s: %.160s", r.what, said[1], said[2])
}
