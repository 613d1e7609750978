package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// recipe is what a page does beside listening.
type recipe struct {
	what    string
	imports []string
	code    string // with d, the Dispatcher
}

const ownRecipes = "example.com/ctlive-go/examples/recipes"

// recipes begins with a page that listens and has one handler.
var recipes = []recipe{
	{what: "nothing but one handler"},
	{"send to a server", []string{ownRecipes}, `recipes.Send(&d, "/log")`},
	{"the same with net/http", []string{"bytes", "net/http"},
		`d.OnMessage(func(m ctlive.Message) { go http.Post("/log", "application/json", bytes.NewReader(m.Raw)) })`},
	{"log from a goroutine", []string{ownRecipes, "context"},
		`go recipes.LogToServer(context.Background(), &d, func([]byte) error { return nil })`},
	{
		"log with slog, as JSON",
		[]string{ownRecipes + "/logging", "log/slog", "os"},
		`logging.Log(&d, slog.New(slog.NewJSONHandler(os.Stdout, nil)))`,
	},
	{"hide an element", []string{ownRecipes}, `recipes.HideDuringChat(&d, js.Global())`},
	{"wait for the agent for a minute", []string{ownRecipes, "context"},
		`go recipes.OfferPhone(context.Background(), &d, func(ctlive.ChatStarted) {})`},
	{"wait for one of two events", []string{ownRecipes, "context"}, `go recipes.AgentOrEnd(context.Background(), &d)`},
	{"several widgets", []string{ownRecipes}, `recipes.CountShown(&d, func(int) {})`},
	{
		"a single-page application",
		[]string{ownRecipes, "context"},
		`recipes.ShowChat(context.Background(), &d, js.Global())`,
	},
}

// showRecipes shows what each recipe adds to a page that listens.
func showRecipes(out io.Writer) error {
	directory, err := os.MkdirTemp("", "ctlive-recipes-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(directory)
	var programs []string
	for i, r := range recipes {
		file := filepath.Join(directory, fmt.Sprintf("recipe%d.go", i))
		if err := os.WriteFile(file, []byte(r.program()), 0o600); err != nil {
			return err
		}
		programs = append(programs, file)
	}
	sizes, err := compressedSizes(directory, programs)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "| recipe | brotli, bytes added |")
	fmt.Fprintln(out, "|---|---|")
	for i, r := range recipes[1:] {
		fmt.Fprintf(out, "| %s | %d |\n", r.what, sizes[i+1]-sizes[0])
	}
	return nil
}

func (r recipe) program() string {
	imports := append([]string{"syscall/js", "example.com/ctlive-go/ctlive", "example.com/ctlive-go/wasm"}, r.imports...)
	return `package main

import (
	"` + strings.Join(imports, "\"\n\t\"") + `"
)

func main() {
	var d ctlive.Dispatcher
	ctlive.On(&d, func(e ctlive.ChatOnline) { js.Global().Set("chat", e.ChatID) })
	` + r.code + `
	if _, err := wasm.Listen(&d, nil); err != nil {
		println(err.Error())
	}
	select {}
}
`
}
