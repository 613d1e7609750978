package main

import (
	"encoding/binary"
	"errors"
	"strings"
)

// module is what a WebAssembly module is made of, in bytes.
type module struct {
	code map[string]int // of the functions of each package
	data int
}

var errModule = errors.New("this is no WebAssembly module with the names of its functions")

// The sections of a module, and the part of the name section that has the names of functions.
const (
	sectionCustom = 0
	sectionImport = 2
	sectionCode   = 10
	sectionData   = 11

	namesOfFunctions = 1
)

// parse reads a module (WebAssembly Core Specification, 5.5 and 7.4.1).
func parse(content []byte) (m module, err error) {
	defer func() {
		if recover() != nil { // an index out of range
			err = errModule
		}
	}()
	m.code = map[string]int{}
	var bodies []int
	names := map[int]string{}
	imported := 0
	for r := reader(content[8:]); len(r) > 0; {
		id := r.byte()
		section := reader(r.bytes())
		switch id {
		case sectionImport:
			imported = countFunctions(section)
		case sectionCode:
			for range section.number() {
				bodies = append(bodies, len(section.bytes()))
			}
		case sectionData:
			m.data = len(section)
		case sectionCustom:
			if string(section.bytes()) == "name" {
				readNames(section, names)
			}
		}
	}
	if len(names) == 0 {
		return m, errModule
	}
	for i, size := range bodies {
		m.code[packageOf(names[imported+i])] += size
	}
	return m, nil
}

func countFunctions(imports reader) (functions int) {
	for range imports.number() {
		imports.bytes() // the module's name
		imports.bytes()
		if imports.byte() != 0 { // Go imports functions only
			panic(errModule)
		}
		imports.number()
		functions++
	}
	return functions
}

func readNames(section reader, names map[int]string) {
	for len(section) > 0 {
		part := section.byte()
		list := reader(section.bytes())
		if part != namesOfFunctions {
			continue
		}
		for range list.number() {
			index := list.number()
			names[index] = string(list.bytes())
		}
	}
}

// packageOf returns the package of a function's name, in which the linker writes _ for what is no letter and no dot.
func packageOf(function string) string {
	name, _, _ := strings.Cut(function, ".")
	switch {
	case strings.HasPrefix(function, "example.com_"):
		name, _, _ = strings.Cut(strings.TrimPrefix(function, "example.com_ctlive_go_"), ".")
	case strings.HasPrefix(name, "type_"):
		name = "comparisons of types"
	}
	return name
}

// reader reads from the front of a text. It panics at the end.
type reader []byte

func (r *reader) byte() byte {
	b := (*r)[0]
	*r = (*r)[1:]
	return b
}

func (r *reader) number() int {
	n, size := binary.Uvarint(*r)
	if size <= 0 {
		panic(errModule)
	}
	*r = (*r)[size:]
	return int(n)
}

// bytes reads a length and as many bytes.
func (r *reader) bytes() []byte {
	length := r.number()
	content := (*r)[:length]
	*r = (*r)[length:]
	return content
}
