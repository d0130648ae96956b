package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// maxFileBytes bounds the configuration file: all keys with their comments are about 6 KiB. More is another file
// named by mistake; parsing that would only give a worse error.
const maxFileBytes = 1 << 20

// FileError says what is wrong in a configuration file and where.
type FileError struct {
	Path   string
	Line   int    // from 1; 0: the file as a whole
	Key    string // "" where no key is concerned
	Reason string

	err error // where reading failed
}

// Unwrap is the system's error where the file could not be read, else nil.
func (e *FileError) Unwrap() error { return e.err }

// Error reads like a compiler's: path:line: key: reason.
func (e *FileError) Error() string {
	where := e.Path
	if e.Line > 0 {
		where = fmt.Sprintf("%s:%d", e.Path, e.Line)
	}
	if e.Key != "" {
		return where + ": " + e.Key + ": " + e.Reason
	}
	return where + ": " + e.Reason
}

// fileValue is one key's value as text (a list joined with commas), and where it stands.
type fileValue struct {
	text string
	line int
}

// file is a parsed configuration file.
type file struct {
	path   string
	values map[string]fileValue
}

// parseFile reads flat YAML: scalars and lists of scalars. Keys that are not Config's are errors.
func parseFile(path string, content []byte) (*file, error) {
	doc, err := parser.ParseBytes(content, 0)
	if err != nil {
		return nil, syntaxError(path, err)
	}
	f := &file{path: path, values: map[string]fileValue{}}
	known := Keys()
	for _, d := range doc.Docs {
		entries, err := mappingOf(path, d.Body)
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			if err := f.add(entry, known); err != nil {
				return nil, err
			}
		}
	}
	return f, nil
}

func (f *file) add(entry *ast.MappingValueNode, known []string) error {
	key, line := keyName(entry), entry.Key.GetToken().Position.Line
	if !slices.Contains(known, key) {
		return &FileError{Path: f.path, Line: line, Key: key, Reason: "unknown key" + suggestion(key, known)}
	}
	if earlier, twice := f.values[key]; twice {
		return &FileError{Path: f.path, Line: line, Key: key, Reason: fmt.Sprintf("set already on line %d", earlier.line)}
	}
	text, err := textOf(entry.Value)
	if err != nil {
		return &FileError{Path: f.path, Line: line, Key: key, Reason: err.Error()}
	}
	if _, null := entry.Value.(*ast.NullNode); !null {
		f.values[key] = fileValue{text: text, line: line}
	}
	return nil
}

func keyName(entry *ast.MappingValueNode) string {
	if s, ok := entry.Key.(*ast.StringNode); ok {
		return s.Value
	}
	return entry.Key.String()
}

func mappingOf(path string, body ast.Node) ([]*ast.MappingValueNode, error) {
	switch n := body.(type) {
	case nil, *ast.CommentGroupNode, *ast.NullNode:
		return nil, nil
	case *ast.MappingNode:
		return n.Values, nil
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, nil
	default:
		return nil, &FileError{Path: path, Line: n.GetToken().Position.Line, Reason: "expected lines of the form key: value"}
	}
}

// textOf is a value as it would be written on the command line.
func textOf(n ast.Node) (string, error) {
	switch n := n.(type) {
	case *ast.NullNode:
		return "", nil
	case *ast.StringNode:
		return n.Value, nil
	case *ast.LiteralNode:
		return strings.TrimSpace(n.Value.Value), nil
	case *ast.SequenceNode:
		items := make([]string, 0, len(n.Values))
		for _, item := range n.Values {
			text, err := textOf(item)
			if err != nil {
				return "", err
			}
			items = append(items, text)
		}
		return strings.Join(items, ","), nil
	case ast.ScalarNode:
		return n.GetToken().Value, nil
	default:
		return "", errors.New("expected one value or a list of values")
	}
}

// syntaxError keeps the parser's place and first line: the rest is an excerpt that terminals show badly.
func syntaxError(path string, err error) error {
	type messenger interface {
		error
		GetMessage() string
	}
	reason, line := strings.SplitN(err.Error(), "\n", 2)[0], 0
	if m, ok := errors.AsType[messenger](err); ok {
		reason = m.GetMessage()
	}
	if _, scanErr := fmt.Sscanf(err.Error(), "[%d:", &line); scanErr != nil {
		line = 0
	}
	return &FileError{Path: path, Line: line, Reason: reason}
}

// suggestion names the key that was probably meant.
func suggestion(key string, known []string) string {
	normal := strings.ReplaceAll(strings.ToLower(key), "_", "-")
	best, bestDistance := "", 3 // two slips of the keyboard; further away it would be a guess
	for _, k := range known {
		if d := editDistance(normal, k); d < bestDistance {
			best, bestDistance = k, d
		}
	}
	if best != "" {
		return fmt.Sprintf("; did you mean %s?", best)
	}
	return "; `cumbre serve --print-config` prints all keys"
}

// editDistance is Levenshtein's.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			next := min(row[j]+1, row[j+1]+1, diagonal+cost)
			diagonal, row[j+1] = row[j+1], next
		}
	}
	return row[len(b)]
}

// Keys are all keys, in the order of the file.
func Keys() []string {
	t := reflect.TypeFor[Config]()
	keys := make([]string, 0, t.NumField())
	for field := range t.Fields() {
		keys = append(keys, field.Tag.Get("name"))
	}
	return keys
}

// Resolver gives kong the values of the configuration file: the one that the flag --config names, else FileName in
// the data folder if it is there. Commands without Config's flags read no file.
func Resolver() kong.Resolver { return &resolver{keys: Keys()} }

type resolver struct {
	keys []string
	file *file
	err  error
	read bool
}

// Validate implements kong.Resolver: the file is checked when its first key is asked for.
func (r *resolver) Validate(*kong.Application) error { return nil }

// Resolve implements kong.Resolver.
func (r *resolver) Resolve(ctx *kong.Context, parent *kong.Path, flag *kong.Flag) (any, error) {
	if !slices.Contains(r.keys, flag.Name) {
		return nil, nil
	}
	if !r.read {
		r.read = true
		r.file, r.err = readFor(ctx, parent)
	}
	if r.err != nil || r.file == nil {
		return nil, r.err
	}
	value, ok := r.file.values[flag.Name]
	if !ok || fromEnvironment(flag) {
		return nil, nil
	}
	return value.text, r.file.check(flag, value)
}

func fromEnvironment(flag *kong.Flag) bool {
	for _, name := range flag.Tag.Envs {
		if _, ok := os.LookupEnv(name); ok {
			return true
		}
	}
	return false
}

// check parses a value on its own, so that an error can name the line.
func (f *file) check(flag *kong.Flag, value fileValue) error {
	scratch := reflect.New(flag.Target.Type()).Elem()
	err := flag.Parse(kong.Scan().PushTyped(value.text, kong.FlagValueToken), scratch)
	if err == nil && flag.Enum != "" && !slices.Contains(strings.Split(flag.Enum, ","), value.text) {
		err = fmt.Errorf("must be one of %s but got %q", flag.Enum, value.text)
	}
	if err != nil {
		reason := strings.TrimPrefix(err.Error(), "--"+flag.Name+": ")
		return &FileError{Path: f.path, Line: value.line, Key: flag.Name, Reason: reason}
	}
	return nil
}

// readFor finds and reads the file for the command that was given.
func readFor(ctx *kong.Context, parent *kong.Path) (*file, error) {
	path, data := "", ""
	for _, flag := range parent.Flags {
		switch flag.Name {
		case "config":
			path, _ = ctx.FlagValue(flag).(string)
		case "data":
			data, _ = ctx.FlagValue(flag).(string)
		}
	}
	named := path != ""
	if !named {
		path = filepath.Join(data, FileName)
	}
	f, err := readFile(path)
	if !named && (errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)) {
		return nil, nil // a data "folder" that is none is for whoever opens it to refuse
	}
	if err != nil {
		return nil, err
	}
	if v, ok := f.values["data"]; ok && !named && filepath.Clean(v.text) != filepath.Clean(data) {
		return nil, &FileError{
			Path: path, Line: v.line, Key: "data",
			Reason: "the file lies in the data folder and cannot name another one: use --data, CUMBRE_DATA, or a file that --config names",
		}
	}
	return f, nil
}

func readFile(path string) (*file, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	if info.IsDir() || info.Size() > maxFileBytes {
		return nil, &FileError{Path: path, Reason: "is not a configuration file (a folder, or larger than 1 MiB)"}
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	return parseFile(path, content)
}

// unreadable is a FileError about the file as a whole. It keeps err: a file that need not be there may be missing.
func unreadable(path string, err error) error {
	reason := err
	if pathErr, ok := errors.AsType[*os.PathError](err); ok {
		reason = pathErr.Err
	}
	return &FileError{Path: path, Reason: "the configuration file cannot be read: " + reason.Error(), err: err}
}
