package config

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
)

// commentColumns is where the file's comments are wrapped: 100 columns with "# ".
const commentColumns = 98

// Commented returns a configuration file with every key explained. Keys that have their default are commented out,
// so that a later version's better default comes through.
func Commented(cfg Config) []byte {
	var b bytes.Buffer
	b.WriteString("# Configuration of Cumbre. Each key is also a flag (--media-port) and an environment variable\n" +
		"# (CUMBRE_MEDIA_PORT). A flag goes before the environment, the environment before this file.\n")
	defaults := reflect.ValueOf(Default())
	value := reflect.ValueOf(cfg)
	for i := range value.NumField() {
		tag := value.Type().Field(i).Tag
		b.WriteByte('\n')
		comment(&b, tag.Get("help"))
		set := yamlText(value.Field(i))
		if set == yamlText(defaults.Field(i)) {
			b.WriteByte('#')
		}
		fmt.Fprintf(&b, "%s: %s\n", tag.Get("name"), set)
	}
	return b.Bytes()
}

func comment(b *bytes.Buffer, text string) {
	column := commentColumns
	for word := range strings.FieldsSeq(text) {
		if column+1+len(word) > commentColumns {
			if column != commentColumns {
				b.WriteByte('\n')
			}
			b.WriteByte('#')
			column = 0
		}
		b.WriteString(" " + word)
		column += 1 + len(word)
	}
	b.WriteByte('\n')
}

func yamlText(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Slice:
		items := make([]string, 0, v.Len())
		for i := range v.Len() {
			items = append(items, quoted(fmt.Sprint(v.Index(i).Interface())))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case reflect.String:
		return quoted(v.String())
	default:
		return fmt.Sprint(v.Interface())
	}
}

// quoted quotes what YAML could take for something else than a string. JSON's escapes are YAML's.
func quoted(s string) string {
	plain := s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./_-") == ""
	if plain && strings.ContainsAny(s[:1], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ./") {
		return s
	}
	return fmt.Sprintf("%q", s)
}
