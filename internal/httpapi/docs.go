package httpapi

import (
	"bytes"
	"cmp"
	_ "embed" // the page's template and style
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

//go:embed docs/docs.html
var docsTemplate string

//go:embed docs/docs.css
var docsStyle []byte

// docsPage is what the page of the API shows: the OpenAPI document for people, without scripts and other hosts.
type docsPage struct {
	Title, Version, Description string
	Groups                      []docsGroup
	Schemas                     []docsSchema
}

type docsGroup struct {
	Name       string
	Operations []docsOperation
}

type docsOperation struct {
	ID, Method, Path, Summary, Description string
	Auth                                   bool
	Params                                 []docsField
	BodyType                               string
	Body                                   docsType
	Responses                              []docsResponse
}

type docsResponse struct {
	Status, Description, MediaType string
	Body                           docsType
}

type docsSchema struct {
	Name, Description string
	OneOf             []docsType
	Fields            []docsField
}

type docsField struct {
	Name, In, Description string
	Required              bool
	Type                  docsType
	Values                []string
}

// docsType is a type as text, with a link to the schema that it is or is a list of.
type docsType struct{ Text, Link string }

func (a *API) registerDocs(doc *huma.OpenAPI) {
	var b bytes.Buffer
	tmpl := template.Must(template.New("docs").Parse(docsTemplate))
	if err := tmpl.Execute(&b, pageOf(doc)); err != nil {
		panic("httpapi: the page of the API cannot be written: " + err.Error())
	}
	page := b.Bytes()
	a.mux.HandleFunc("GET /docs", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-cache")
		_, _ = w.Write(page) // the client's connection
	})
	a.mux.HandleFunc("GET /docs/{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "../docs") // relative: a proxy may have put a path before ours
		w.WriteHeader(http.StatusPermanentRedirect)
	})
	a.mux.HandleFunc("GET /docs/docs.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		w.Header().Set("Cache-Control", "no-cache")
		_, _ = w.Write(docsStyle) // the client's connection
	})
}

func pageOf(doc *huma.OpenAPI) docsPage {
	p := docsPage{Title: doc.Info.Title, Version: doc.Info.Version, Description: strings.ReplaceAll(doc.Info.Description, "`", "")} // CommonMark elsewhere
	groups := map[string]*docsGroup{}
	var order []string
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		for _, op := range operationsOf(doc.Paths[path]) {
			name := op.Tags[0]
			if groups[name] == nil {
				groups[name] = &docsGroup{Name: name}
				order = append(order, name)
			}
			groups[name].Operations = append(groups[name].Operations, operationOf(op))
		}
	}
	for _, name := range order {
		p.Groups = append(p.Groups, *groups[name])
	}
	schemas := doc.Components.Schemas.Map()
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		p.Schemas = append(p.Schemas, schemaOf(name, schemas[name]))
	}
	// The unions first: they are the table of contents of the messages.
	slices.SortStableFunc(p.Schemas, func(a, b docsSchema) int { return cmp.Compare(min(1, len(b.OneOf)), min(1, len(a.OneOf))) })
	return p
}

func operationOf(op *huma.Operation) docsOperation {
	d := docsOperation{
		ID: op.OperationID, Method: op.Method, Path: op.Path, Summary: op.Summary, Description: op.Description,
		Auth: len(op.Security) > 0,
	}
	for _, p := range op.Parameters {
		text := p.Description
		if text == "" && p.Schema != nil {
			text = p.Schema.Description
		}
		d.Params = append(d.Params, docsField{Name: p.Name, In: p.In, Description: text, Required: p.Required, Type: typeOf(p.Schema)})
	}
	if op.RequestBody != nil {
		for mediaType, content := range op.RequestBody.Content {
			d.BodyType, d.Body = mediaType, typeOf(content.Schema)
		}
	}
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		response := op.Responses[status]
		r := docsResponse{Status: status, Description: response.Description}
		for mediaType, content := range response.Content {
			r.MediaType, r.Body = mediaType, typeOf(content.Schema)
		}
		d.Responses = append(d.Responses, r)
	}
	return d
}

func schemaOf(name string, s *huma.Schema) docsSchema {
	d := docsSchema{Name: name, Description: s.Description}
	for _, one := range s.OneOf {
		d.OneOf = append(d.OneOf, typeOf(one))
	}
	for _, field := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[field]
		f := docsField{Name: field, Description: p.Description, Required: slices.Contains(s.Required, field), Type: typeOf(p)}
		for _, v := range p.Enum {
			f.Values = append(f.Values, fmt.Sprint(v))
		}
		d.Fields = append(d.Fields, f)
	}
	slices.SortStableFunc(d.Fields, func(a, b docsField) int {
		return cmp.Or(first(a.Name == "type", b.Name == "type"), first(a.Name == "id", b.Name == "id"))
	})
	return d
}

func first(a, b bool) int {
	switch {
	case a && !b:
		return -1
	case b && !a:
		return 1
	default:
		return 0
	}
}

func typeOf(s *huma.Schema) docsType {
	switch {
	case s == nil:
		return docsType{}
	case s.Ref != "":
		name := strings.TrimPrefix(s.Ref, schemaPrefix)
		return docsType{Text: name, Link: name}
	case s.Type == huma.TypeArray:
		items := typeOf(s.Items)
		return docsType{Text: "list of " + items.Text, Link: items.Link}
	case len(s.AnyOf) > 0:
		var names []string
		for _, one := range s.AnyOf {
			names = append(names, typeOf(one).Text)
		}
		return docsType{Text: strings.Join(names, " or ")}
	case s.Format != "":
		return docsType{Text: s.Type + " (" + s.Format + ")"}
	default:
		return docsType{Text: s.Type}
	}
}
