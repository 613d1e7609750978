// Command size shows what this library adds to a page's download, beside what else one would write, and what
// the parts of the smallest page contribute. It fails where a goal is missed. With the argument "recipes" it shows what
// each recipe of docs/recipes.md adds. It is what make size and make recipes run.
package main

import (
	"bytes"
	"cmp"
	"fmt"
	"go/version"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/andybalholm/brotli"
)

// limits are how many times the floor the smallest page may be, and how many bytes may be added to an application by
// the library, and by a beacon besides.
type limits struct {
	ratio         float64
	added, beacon int
}

// goals are the limits by Go version. Brotli moves what is measured by up to 2 KB for changes that do not matter. The
// aim is 1.18 with Go 1.26, 1.10 with Go 1.27, 34,500 bytes for the library, and 15,000 for a beacon.
var goals = map[string]limits{
	"go1.26": {1.18, 36_500, 36_000},
	"go1.27": {1.11, 36_500, 36_000},
}

// programs are what is measured, each beside an earlier one.
var programs = []struct {
	what, path string
	beside     int // its place in programs
}{
	{"an empty js.FuncOf callback, the floor", own + "floor", 0},
	{"examples/minimal", "./examples/minimal", 0},
	{"an application with fmt, time and strings", own + "app", 0},
	{"the same with this library and one handler", own + "appctlive", 2},
	{"… which sends its events with wasm/beacon", own + "appbeacon", 3},
	{"… which decides with wasm/engagement", own + "appengagement", 3},
	{"… which keeps its session with wasm/sessionstore", own + "appsession", 3},
	{"the application with such a handler through encoding/json", own + "appjson", 2},
	{"the application with such a handler through norunners/vert", own + "appvert", 2},
	{"one handler through norunners/vert", own + "vert", 0},
}

const own = "./wasm/internal/size/"

func main() {
	show := run
	if len(os.Args) == 2 && os.Args[1] == "recipes" {
		show = showRecipes
	}
	if err := show(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "size:", err)
		os.Exit(1)
	}
}

func run(out io.Writer) error {
	goal, ok := goals[version.Lang(runtime.Version())]
	if !ok {
		return fmt.Errorf("there is no goal for %s, want one in goals", runtime.Version())
	}
	directory, err := os.MkdirTemp("", "ctlive-size-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(directory)
	var paths []string
	for _, p := range programs {
		paths = append(paths, p.path)
	}
	sizes, err := compressedSizes(directory, paths)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "| program | brotli, bytes | beside | bytes more | ratio |")
	fmt.Fprintln(out, "|---|---|---|---|---|")
	for i, p := range programs {
		beside := sizes[p.beside]
		fmt.Fprintf(out, "| %s | %d | %s | %+d | %.3f |\n",
			p.what, sizes[i], programs[p.beside].what, sizes[i]-beside, float64(sizes[i])/float64(beside))
	}
	fmt.Fprintln(out)
	if err := contributions(out, directory); err != nil {
		return err
	}
	ratio, added, beacon := float64(sizes[1])/float64(sizes[0]), sizes[3]-sizes[2], sizes[4]-sizes[3]
	switch {
	case ratio > goal.ratio:
		return fmt.Errorf("examples/minimal is %.3f times the floor, want at most %g", ratio, goal.ratio)
	case added > goal.added:
		return fmt.Errorf("the library adds %d bytes to an application, want at most %d", added, goal.added)
	case beacon > goal.beacon:
		return fmt.Errorf("a beacon adds %d bytes to an application, want at most %d", beacon, goal.beacon)
	}
	return nil
}

// compressedSizes builds programs as internal/site does, and returns what a browser has to load of each.
func compressedSizes(directory string, programs []string) ([]int, error) {
	sizes := make([]int, len(programs))
	errs := make([]error, len(programs))
	var group sync.WaitGroup
	for i, program := range programs {
		content, err := build(directory, program, "-ldflags=-s -w")
		if err != nil {
			return nil, err
		}
		group.Go(func() {
			var compressed bytes.Buffer
			w := brotli.NewWriterLevel(&compressed, brotli.BestCompression)
			_, err := w.Write(content)
			errs[i] = cmp.Or(err, w.Close())
			sizes[i] = compressed.Len()
		})
	}
	group.Wait()
	return sizes, cmp.Or(errs...)
}

func build(directory, program, flags string) ([]byte, error) {
	file := filepath.Join(directory, "program.wasm")
	command := exec.Command("go", "build", "-trimpath", "-buildvcs=false", flags, "-o", file, program)
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if output, err := command.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("can't build %s: %w\n%s", program, err, output)
	}
	return os.ReadFile(file)
}

// contributions shows what each package adds to the floor in the smallest page.
func contributions(out io.Writer, directory string) error {
	var modules [2]module
	for i, program := range []string{own + "floor", "./examples/minimal"} {
		content, err := build(directory, program, "-ldflags=")
		if err != nil {
			return err
		}
		if modules[i], err = parse(content); err != nil {
			return fmt.Errorf("%s: %w", program, err)
		}
	}
	floor, minimal := modules[0], modules[1]
	grown := map[string]int{}
	for name, size := range minimal.code {
		if more := size - floor.code[name]; more != 0 {
			grown[name] = more
		}
	}
	names := slices.SortedFunc(maps.Keys(grown), func(a, b string) int { return cmp.Compare(grown[b], grown[a]) })
	const shown = 20
	fmt.Fprintln(out, "| in examples/minimal beyond the floor | bytes, not compressed |")
	fmt.Fprintln(out, "|---|---|")
	fmt.Fprintf(out, "| data: types, texts, tables of the runtime | %d |\n", minimal.data-floor.data)
	rest := 0
	for i, name := range names {
		if i < shown {
			fmt.Fprintf(out, "| code of %s | %d |\n", name, grown[name])
		} else {
			rest += grown[name]
		}
	}
	fmt.Fprintf(out, "| code of other packages | %d |\n", rest)
	return nil
}
