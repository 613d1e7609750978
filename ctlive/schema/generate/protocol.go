package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/internal/envelope"
)

// protocol is what the templates write.
type protocol struct {
	EnvelopeName string
	Name         string // of the member that has it; so are Type and Object
	Type         string
	Object       string
	Events       []event
	WidgetTypes  []widgetType
}

type event struct {
	Type    ctlive.EventType
	Struct  string
	Doc     string
	Members []member
}

type member struct {
	Name string
	Kind string // "string", "boolean", "strings" or "WidgetType"
	Doc  string
}

type widgetType struct {
	Value string
	Doc   string
}

// readProtocol reads the events from package ctlive itself, and what is said of them from its source in a folder.
func readProtocol(folder string) (*protocol, error) {
	source, err := readSource(folder)
	if err != nil {
		return nil, err
	}
	p := &protocol{
		EnvelopeName: envelope.Name,
		Name:         envelope.Members[envelope.MemberName],
		Type:         envelope.Members[envelope.MemberType],
		Object:       envelope.Members[envelope.MemberObject],
	}
	for _, eventType := range ctlive.EventTypes() {
		zero, err := ctlive.Decode(envelope.Append(nil, string(eventType), "{}"))
		if err != nil {
			return nil, err
		}
		e, err := source.event(eventType, reflect.TypeOf(zero))
		if err != nil {
			return nil, err
		}
		p.Events = append(p.Events, e)
	}
	p.WidgetTypes, err = source.widgetTypes()
	return p, err
}

// source has the types of package ctlive as they are documented, by name.
type source map[string]*doc.Type

func readSource(folder string) (source, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	set := token.NewFileSet()
	var parsed []*ast.File
	for _, name := range names {
		file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		if file.Name.Name == "ctlive" {
			parsed = append(parsed, file)
		}
	}
	documented, err := doc.NewFromFiles(set, parsed, reflect.TypeFor[ctlive.Event]().PkgPath())
	if err != nil {
		return nil, err
	}
	types := source{}
	for _, t := range documented.Types {
		types[t.Name] = t
	}
	return types, nil
}

func (s source) event(eventType ctlive.EventType, t reflect.Type) (event, error) {
	documented, ok := s[t.Name()]
	if !ok {
		return event{}, fmt.Errorf("the source of package ctlive has no type %s", t.Name())
	}
	fields := documented.Decl.Specs[0].(*ast.TypeSpec).Type.(*ast.StructType).Fields.List
	if len(fields) != t.NumField() {
		return event{}, fmt.Errorf("ctlive.%s has %d fields in its source, want %d", t.Name(), len(fields), t.NumField())
	}
	e := event{
		Type:   eventType,
		Struct: t.Name(),
		Doc:    sentence(strings.TrimPrefix(documented.Doc, t.Name()+":")),
	}
	for i, field := range fields {
		name, wireName := t.Field(i).Name, t.Field(i).Tag.Get("json")
		kind, err := kindOf(t.Field(i).Type)
		if err != nil {
			return event{}, fmt.Errorf("ctlive.%s.%s: %w", t.Name(), name, err)
		}
		about, _, _ := strings.Cut(field.Comment.Text(), ";") // what follows is said of the Go value
		e.Members = append(e.Members, member{wireName, kind, sentence(about)})
		e.Doc = regexp.MustCompile(`\b`+name+`\b`).ReplaceAllLiteralString(e.Doc, wireName)
	}
	return e, nil
}

func (s source) widgetTypes() (types []widgetType, err error) {
	for _, group := range s[reflect.TypeFor[ctlive.WidgetType]().Name()].Consts {
		for _, spec := range group.Decl.Specs {
			spec := spec.(*ast.ValueSpec)
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				return nil, err
			}
			types = append(types, widgetType{value, sentence(spec.Comment.Text())})
		}
	}
	return types, nil
}

func kindOf(t reflect.Type) (string, error) {
	switch t {
	case reflect.TypeFor[string]():
		return "string", nil
	case reflect.TypeFor[bool]():
		return "boolean", nil
	case reflect.TypeFor[[]string]():
		return "strings", nil
	case reflect.TypeFor[ctlive.WidgetType]():
		return "WidgetType", nil
	}
	return "", fmt.Errorf("the templates have no JSON type for %s", t)
}

// sentence puts a comment on one line, with a capital and a full stop.
func sentence(comment string) string {
	text := strings.Join(strings.Fields(comment), " ")
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + strings.TrimSuffix(text[1:], ".") + "."
}

// quote writes a text as JSON, which is TypeScript too.
func quote(text any) (string, error) {
	quoted, err := json.Marshal(text)
	return string(quoted), err
}
