// Command generate writes the files of package schema, which it is to be run in: go generate does.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run() error {
	contents, err := files("..")
	if err != nil {
		return err
	}
	for name, content := range contents {
		if err := os.WriteFile(name, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// files returns what the files should hold, by their names. The folder is that of package ctlive.
func files(folder string) (map[string][]byte, error) {
	p, err := readProtocol(folder)
	if err != nil {
		return nil, err
	}
	jsonSchema, err := writeJSONSchema(p)
	if err != nil {
		return nil, err
	}
	typeScript, err := writeTypeScript(p)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{"envelope.schema.json": jsonSchema, "ctlive.d.ts": typeScript}, nil
}
