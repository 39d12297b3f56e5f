package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// documentedKeys are those of the table of log lines in docs/hub.md.
func documentedKeys(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile("../../../docs/hub.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(text), "| key | |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	if !found {
		t.Fatal("docs/hub.md has no table of keys")
	}
	keys := map[string]bool{}
	for _, row := range strings.Split(table, "\n") {
		for _, m := range regexp.MustCompile("`([a-z_]+)`").FindAllStringSubmatch(strings.SplitN(row, "|", 3)[1], -1) {
			keys[m[1]] = true
		}
	}
	return keys
}

// TestLogKeysAreConstantAndDocumented reads every log call of the hub's code.
func TestLogKeysAreConstantAndDocumented(t *testing.T) {
	keys, used := documentedKeys(t), map[string]bool{"time": true, "level": true, "msg": true}
	for _, dir := range []string{"../../hub", "../../mqtt", "."} {
		err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
				logKeys(t, path, used)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if got, want := slices.Sorted(maps.Keys(used)), slices.Sorted(maps.Keys(keys)); !slices.Equal(got, want) || len(got) < 10 {
		t.Errorf("the code logs   %q\ndocs/hub.md has %q", got, want)
	}
}

var levels = []string{"Debug", "Info", "Warn", "Error"}

func logKeys(t *testing.T, path string, used map[string]bool) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || !slices.Contains(levels, method.Sel.Name) || len(call.Args) < 2 {
			return true
		}
		for i := 1; i < len(call.Args); i += 2 {
			key := keyOf(path, call.Args[i])
			if key == "" {
				t.Errorf("%s: a key of %s is not constant", path, method.Sel.Name)
			}
			used[key] = true
		}
		return true
	})
}

// keyOf is a literal, or a constant that the package declares as one.
func keyOf(path string, e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(e.Value)
		return text
	case *ast.Ident:
		siblings, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*.go"))
		declared := regexp.MustCompile(`(?m)^\s*` + e.Name + `\s*=\s*"([a-z_]+)"`)
		for _, s := range siblings {
			text, _ := os.ReadFile(s)
			if m := declared.FindSubmatch(text); m != nil {
				return string(m[1])
			}
		}
	}
	return ""
}
