package httpapi

import (
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

const schemaPrefix = "#/components/schemas/"

const description = "Meetings between delegations. Send `Authorization: Bearer TOKEN` with the administrator's token " +
	"(the file admin-token in the server's data folder) or an invitation's. Every error is a Problem (RFC 9457) with a " +
	"stable code. The live session is one WebSocket, /api/v1/live, with JSON messages: ClientMessage and ServerMessage."

func humaConfig(version string) huma.Config {
	config := huma.DefaultConfig("Cumbre", version)
	config.Info.Description = description
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"bearer": {Type: "http", Scheme: "bearer", Description: "the administrator's or an invitation's token"},
	}
	config.CreateHooks = nil                     // no $schema members in our bodies
	config.DocsPath, config.SchemasPath = "", "" // huma's page loads from other hosts; ours is /docs
	config.OpenAPIPath = ""                      // served by us, after what huma does not know is added
	config.Transformers = []huma.Transformer{transformErrors}
	return config
}

// registerDescription completes the OpenAPI document with what is not huma's, and serves it and its page. It is called
// after all routes are there.
func (a *API) registerDescription() {
	doc := a.huma.OpenAPI()
	schemas := doc.Components.Schemas
	schemas.Schema(reflect.TypeFor[protocol.Problem](), true, "")
	describeMessages(schemas)
	for _, op := range slices.Concat(externalOperations(), stateOperations(), documentOperations(schemas), recordingOperations(), archiveOperations(schemas), recordOperations(), textOperations(schemas), publicOperations(schemas), []*huma.Operation{liveOperation(), demoOperation(schemas)}) {
		doc.AddOperation(op)
	}
	useProblems(doc)
	for _, s := range schemas.Map() {
		withoutNullLists(s)
	}
	document, err := describe(doc)
	if err != nil {
		panic("httpapi: the API's description cannot be written: " + err.Error())
	}
	a.mux.HandleFunc("GET /openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/vnd.oai.openapi+json;version=3.1")
		w.Header().Set("Access-Control-Allow-Origin", "*") // public, for tools that run in pages
		w.Header().Set("Cache-Control", "no-cache")
		_, _ = w.Write(document) // the client's connection
	})
	a.registerDocs(doc)
}

func describe(doc *huma.OpenAPI) ([]byte, error) { return json.MarshalIndent(doc, "", "  ") }

// describeMessages adds the live session's messages, each with its fixed type, and the unions of both directions.
func describeMessages(schemas huma.Registry) {
	client := map[string]any{}
	for name, m := range protocol.ClientMessages() {
		client[name] = m
	}
	describeUnion(schemas, "ClientMessage", "A message from a client on the live session's WebSocket.", client)
	describeUnion(schemas, "ServerMessage", "A message from the server on the live session's WebSocket.", protocol.ServerMessages())
	// A client whose types are made from this finds out when it is compiled that it speaks another version.
	schemas.Map()["Welcome"].Properties["version"].Enum = []any{protocol.Version}
}

func describeUnion(schemas huma.Registry, name, text string, messages map[string]any) {
	union := &huma.Schema{
		Description:   text,
		Discriminator: &huma.Discriminator{PropertyName: "type", Mapping: map[string]string{}},
	}
	for _, kind := range slices.Sorted(maps.Keys(messages)) {
		ref := schemas.Schema(reflect.TypeOf(messages[kind]), true, "")
		message := schemas.SchemaFromRef(ref.Ref)
		if message.Properties == nil {
			message.Properties = map[string]*huma.Schema{}
		}
		message.Properties["type"] = &huma.Schema{Type: huma.TypeString, Enum: []any{kind}}
		if !slices.Contains(message.Required, "type") {
			message.Required = append(message.Required, "type")
		}
		union.OneOf = append(union.OneOf, ref)
		union.Discriminator.Mapping[kind] = ref.Ref
	}
	schemas.Map()[name] = union
}

// useProblems puts our form of errors in the place of huma's.
func useProblems(doc *huma.OpenAPI) {
	for _, item := range doc.Paths {
		for _, op := range operationsOf(item) {
			delete(op.Responses, "default")
			op.Responses["4XX"] = problemResponse("What is wrong with the request, and what to do.")
			op.Responses["5XX"] = problemResponse("The server cannot do this now.")
			for code, response := range op.Responses {
				if code != "4XX" && code != "5XX" && code >= "400" {
					*response = *problemResponse(response.Description)
				}
			}
		}
	}
	delete(doc.Components.Schemas.Map(), "ErrorModel")
	delete(doc.Components.Schemas.Map(), "ErrorDetail")
}

func problemResponse(text string) *huma.Response {
	return &huma.Response{Description: text, Content: map[string]*huma.MediaType{
		problemType: {Schema: &huma.Schema{Ref: schemaPrefix + "Problem"}},
	}}
}

// operationsOf are a path's operations in the order that people expect.
func operationsOf(item *huma.PathItem) []*huma.Operation {
	all := []*huma.Operation{item.Post, item.Get, item.Put, item.Patch, item.Delete, item.Options, item.Head}
	return slices.DeleteFunc(all, func(op *huma.Operation) bool { return op == nil })
}

// withoutNullLists: our lists are never null, neither way.
func withoutNullLists(s *huma.Schema) {
	if s == nil {
		return
	}
	if s.Type == huma.TypeArray {
		s.Nullable = false
	}
	withoutNullLists(s.Items)
	if more, ok := s.AdditionalProperties.(*huma.Schema); ok {
		withoutNullLists(more)
	}
	for _, p := range s.Properties {
		withoutNullLists(p)
	}
}

func liveOperation() *huma.Operation {
	return &huma.Operation{
		Method: "GET", Path: "/api/v1/live", OperationID: "live", Tags: []string{"Live session"},
		Summary: "The live session's WebSocket",
		Description: "Text messages: the client sends ClientMessage, first hello with its token; the server sends " +
			"ServerMessage, first welcome or a fatal problem.",
		Responses: map[string]*huma.Response{
			"101": {Description: "Switching to WebSocket (RFC 6455)", Content: map[string]*huma.MediaType{
				"application/json": {Schema: &huma.Schema{AnyOf: []*huma.Schema{
					{Ref: schemaPrefix + "ClientMessage"}, {Ref: schemaPrefix + "ServerMessage"},
				}}},
			}},
		},
	}
}

// demoOperation describes Options.Demo.
func demoOperation(schemas huma.Registry) *huma.Operation {
	return &huma.Operation{
		Method: "GET", Path: "/api/v1/demo", OperationID: "get-demo", Tags: []string{"Meetings"},
		Summary: "The ways into the demonstration that this server runs",
		Responses: map[string]*huma.Response{
			"200": {Description: "The demonstration's links.", Content: map[string]*huma.MediaType{
				"application/json": {Schema: schemas.Schema(reflect.TypeFor[protocol.DemoLinks](), true, "")},
			}},
			"204": {Description: "No demonstration is running."},
		},
	}
}

// externalOperations describes WHIP and WHEP.
func externalOperations() []*huma.Operation {
	created := textResponse("The SDP answer.", typeSDP)
	created.Headers = map[string]*huma.Param{
		"Location": textHeader("the session's address, for PATCH and DELETE"),
		"ETag":     textHeader("of its ICE session, for If-Match"),
	}
	var ops []*huma.Operation
	for _, kind := range []struct{ name, tag, create, text string }{
		{"whip", "WHIP", "Publish", "RFC 9725. The publisher is a participant of the meeting."},
		{"whep", "WHEP", "Watch", "draft-ietf-wish-whep. The viewer gets the stage's picture and the sound of a language; further " +
			"receive-only lines of the offer get more."},
	} {
		meeting := &huma.Param{Name: "meeting", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}}
		session := &huma.Param{Name: "session", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}}
		match := &huma.Param{
			Name: "If-Match", In: "header", Required: true, Schema: &huma.Schema{Type: huma.TypeString},
			Description: "the session's ETag, or * to restart ICE",
		}
		params := []*huma.Param{meeting}
		if kind.name == "whep" {
			params = append(params, &huma.Param{
				Name: "language", In: "query", Schema: &huma.Schema{Type: huma.TypeString},
				Description: "whose channel is wanted, BCP 47; without, or where nobody works into it: the floor",
			})
		}
		endpoint, resource := "/"+kind.name+"/{meeting}", "/"+kind.name+"/{meeting}/{session}"
		ops = append(ops,
			externalOperation("POST", endpoint, kind.name+"-create", kind.tag, kind.create, kind.text, params, typeSDP, map[string]*huma.Response{
				"201": created,
			}),
			externalOperation("PATCH", resource, kind.name+"-patch", kind.tag, "Add candidates or restart ICE", "",
				[]*huma.Param{meeting, session, match}, typeFragment, map[string]*huma.Response{
					"200": textResponse("The server's side of the restarted ICE session, with its new ETag.", typeFragment),
					"204": {Description: "The candidates were taken."},
				}),
			externalOperation("DELETE", resource, kind.name+"-delete", kind.tag, "End the session", "",
				[]*huma.Param{meeting, session}, "", map[string]*huma.Response{"200": {Description: "Ended."}}),
		)
	}
	return ops
}

func textHeader(text string) *huma.Param {
	return &huma.Param{Description: text, Schema: &huma.Schema{Type: huma.TypeString}}
}

// stateOperations describes what those ask who keep the server alive. No token is needed.
func stateOperations() []*huma.Operation {
	var ops []*huma.Operation
	for _, o := range []struct{ path, id, summary, text string }{
		{"/healthz", "get-health", "Whether the process lives", "It lives."},
		{"/readyz", "get-readiness", "Whether it can take and record meetings", "It can; else 503, and the problem says why not."},
		{"/metrics", "get-metrics", "Counters", "In Prometheus's text format. 404 where the server is set not to serve them."},
	} {
		ops = append(ops, &huma.Operation{
			Method: "GET", Path: o.path, OperationID: o.id, Tags: []string{"State of the server"}, Summary: o.summary,
			Responses: map[string]*huma.Response{"200": textResponse(o.text, "text/plain")},
		})
	}
	return ops
}

func externalOperation(method, path, id, tag, summary, text string, params []*huma.Param, body string, responses map[string]*huma.Response) *huma.Operation {
	op := &huma.Operation{
		Method: method, Path: path, OperationID: id, Tags: []string{tag}, Summary: summary, Description: text,
		Parameters: params, Responses: responses, Security: []map[string][]string{{"bearer": {}}},
	}
	if body != "" {
		op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
			body: {Schema: &huma.Schema{Type: huma.TypeString}},
		}}
	}
	return op
}

func textResponse(text, mediaType string) *huma.Response {
	return &huma.Response{Description: text, Content: map[string]*huma.MediaType{
		mediaType: {Schema: &huma.Schema{Type: huma.TypeString}},
	}}
}
