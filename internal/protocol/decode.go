package protocol

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxQuotedRunes bounds what a problem's detail repeats of the client's own text.
const maxQuotedRunes = 40

// DecodeClient reads one client message, strictly: what is not in the table is refused with the place and what to
// do. The id is the message's own, where it could be read even if the rest could not, so that the refusal can
// name it. The problem is nil if and only if the message is good.
func DecodeClient(data []byte) (m ClientMessage, id int, problem *Problem) {
	if len(data) > MaxMessageBytes {
		return nil, 0, NewProblem(http.StatusRequestEntityTooLarge, "message-too-large", "The message is too large",
			"The message has %d bytes, at most %d are accepted. Send less at once.", len(data), MaxMessageBytes)
	}
	members, problem := members(data)
	if problem != nil {
		return nil, 0, problem
	}
	_ = json.Unmarshal(members["id"], &id) // a wrong id is found again below, with its place
	var name string
	if err := json.Unmarshal(members["type"], &name); err != nil || name == "" {
		return nil, id, fieldProblem("field-missing", "type", "it is needed, as a text: one of %s", strings.Join(ClientTypes(), ", "))
	}
	sample, ok := clientTypes()[name]
	if !ok {
		return nil, id, NewProblem(http.StatusBadRequest, "type-unknown", "Unknown type of message",
			"There is no client message of type %s. Types: %s.", quote(name), strings.Join(ClientTypes(), ", "))
	}
	if name == "hello" {
		if problem := checkVersion(members["version"]); problem != nil {
			return nil, id, problem
		}
	}
	v := reflect.New(reflect.TypeOf(sample)).Elem()
	d := decoder{json: json.NewDecoder(bytes.NewReader(data))}
	d.json.UseNumber()
	if problem := d.object("", v); problem != nil {
		return nil, id, problem
	}
	m = v.Interface().(ClientMessage)
	return m, m.MessageID(), nil
}

// members splits a JSON object. encoding/json checks the whole syntax here, including what follows the object and
// the depth.
func members(data []byte) (map[string]json.RawMessage, *Problem) {
	if !utf8.Valid(data) {
		return nil, malformed("it is not UTF-8")
	}
	var m map[string]json.RawMessage
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, malformed(err.Error())
	}
	if m == nil {
		return nil, malformed("it is null")
	}
	return m, nil
}

// checkVersion comes before the strict reading of a hello: another version may have other fields.
func checkVersion(raw json.RawMessage) *Problem {
	version := Version // where it is absent or not a number, the strict reading says so
	if _ = json.Unmarshal(raw, &version); version == Version {
		return nil
	}
	return NewProblem(http.StatusBadRequest, "version-unsupported", "Another version of the protocol",
		"The client speaks version %d, this server version %d. Reload the page to get the server's own client.",
		version, Version)
}

func malformed(why string) *Problem {
	return NewProblem(http.StatusBadRequest, "message-malformed", "Not a JSON object",
		"A message is one JSON object in UTF-8: %s.", truncate(why, 4*maxQuotedRunes))
}

func fieldProblem(code, path, detail string, args ...any) *Problem {
	titles := map[string]string{
		"field-missing": "A field is missing", "field-unknown": "Unknown field", "field-invalid": "A field has a wrong value",
	}
	status := http.StatusBadRequest
	if code == "field-invalid" { // well formed, as everywhere else
		status = http.StatusUnprocessableEntity
	}
	return NewProblem(status, code, titles[code], "Field "+strings.ReplaceAll(path, "%", "%%")+": "+detail+".", args...)
}

// quote shows a client's text back, short and escaped.
func quote(s string) string { return strconv.Quote(truncate(s, maxQuotedRunes)) }

func truncate(s string, runes int) string {
	n := 0
	for i := range s {
		if n == runes {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

// decoder fills a struct from JSON whose syntax is known to be right.
type decoder struct {
	json *json.Decoder
}

// token cannot fail after members: the syntax has been checked.
func (d *decoder) token() json.Token {
	t, err := d.json.Token()
	if err != nil {
		return nil
	}
	return t
}

// value reads one value of a field's kind and holds it to the field's tags.
func (d *decoder) value(path string, v reflect.Value, tag reflect.StructTag) *Problem {
	switch v.Kind() { // the only kinds in client messages, which a test makes sure of
	case reflect.Struct:
		return d.object(path, v)
	case reflect.Slice:
		return d.list(path, v, tag)
	case reflect.String:
		s, ok := d.token().(string)
		if !ok {
			return fieldProblem("field-invalid", path, "a text is needed here")
		}
		v.SetString(s)
		return checkText(path, s, tag)
	case reflect.Bool:
		b, ok := d.token().(bool)
		if !ok {
			return fieldProblem("field-invalid", path, "true or false is needed here")
		}
		v.SetBool(b)
		return nil
	default: // int, int64
		n, ok := d.token().(json.Number)
		i, err := strconv.ParseInt(string(n), 10, 64)
		if !ok || err != nil || v.OverflowInt(i) {
			return fieldProblem("field-invalid", path, "a whole number is needed here")
		}
		v.SetInt(i)
		return checkRange(path, i, tag)
	}
}

func (d *decoder) list(path string, v reflect.Value, tag reflect.StructTag) *Problem {
	if d.token() != json.Delim('[') {
		return fieldProblem("field-invalid", path, "a list is needed here")
	}
	most := limit(tag, "maxItems")
	for i := 0; d.json.More(); i++ {
		if int64(i) >= most {
			return fieldProblem("field-invalid", path, "at most %d entries are accepted", most)
		}
		v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
		if problem := d.value(path+"["+strconv.Itoa(i)+"]", v.Index(i), ""); problem != nil {
			return problem
		}
	}
	d.token()
	if v.IsNil() {
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	}
	return nil
}

// object reads the members of a struct, each at most once. The message itself, without a path, has "type" too.
func (d *decoder) object(path string, v reflect.Value) *Problem {
	if d.token() != json.Delim('{') {
		return fieldProblem("field-invalid", path, "an object is needed here")
	}
	seen := map[string]bool{}
	for d.json.More() {
		name, _ := d.token().(string)
		at := join(path, name)
		if seen[name] {
			return fieldProblem("field-invalid", at, "it is there twice")
		}
		seen[name] = true
		if path == "" && name == "type" {
			d.token()
			continue
		}
		field, ok := fieldNamed(v.Type(), name)
		if !ok {
			return fieldProblem("field-unknown", at, "there is none of that name here; there are %s", fieldList(v.Type()))
		}
		if problem := d.value(at, v.FieldByIndex(field.Index), field.Tag); problem != nil {
			return problem
		}
	}
	d.token()
	return missing(path, v.Type(), seen)
}

// missing finds a required field that was not there: all but "id" and those with omitempty.
func missing(path string, t reflect.Type, seen map[string]bool) *Problem {
	for f := range t.Fields() {
		name, optional := wireName(f)
		if !optional && !seen[name] {
			return fieldProblem("field-missing", join(path, name), "it is needed")
		}
	}
	return nil
}

func wireName(f reflect.StructField) (name string, optional bool) {
	name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name, options == "omitempty" || name == "id"
}

func fieldNamed(t reflect.Type, name string) (reflect.StructField, bool) {
	for f := range t.Fields() {
		if n, _ := wireName(f); n == name {
			return f, true
		}
	}
	return reflect.StructField{}, false
}

func fieldList(t reflect.Type) string {
	names := make([]string, 0, t.NumField())
	for f := range t.Fields() {
		name, _ := wireName(f)
		names = append(names, name)
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

func join(path, name string) string {
	if path == "" {
		return truncate(name, maxQuotedRunes)
	}
	return path + "." + truncate(name, maxQuotedRunes)
}

func checkText(path, s string, tag reflect.StructTag) *Problem {
	if most := limit(tag, "maxLength"); int64(utf8.RuneCountInString(s)) > most {
		return fieldProblem("field-invalid", path, "at most %d characters are accepted, these are %d", most, utf8.RuneCountInString(s))
	}
	enum := tag.Get("enum")
	optional := strings.HasSuffix(tag.Get("json"), ",omitempty")
	if enum == "" || optional && s == "" {
		return nil
	}
	if !slices.Contains(strings.Split(enum, ","), s) {
		return fieldProblem("field-invalid", path, "%s is none of %s", quote(s), strings.ReplaceAll(enum, ",", ", "))
	}
	return nil
}

func checkRange(path string, i int64, tag reflect.StructTag) *Problem {
	low, hasLow := bound(tag, "minimum")
	high, hasHigh := bound(tag, "maximum")
	if hasLow && i < low || hasHigh && i > high {
		return fieldProblem("field-invalid", path, "a number from %d to %d is needed here", low, high)
	}
	return nil
}

// limit is an upper bound from a tag; a field without one has MaxMessageBytes, which is above what can come.
func limit(tag reflect.StructTag, key string) int64 {
	if n, ok := bound(tag, key); ok {
		return n
	}
	return MaxMessageBytes
}

func bound(tag reflect.StructTag, key string) (int64, bool) {
	n, err := strconv.ParseInt(tag.Get(key), 10, 64)
	return n, err == nil
}
