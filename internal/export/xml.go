package export

import (
	"bufio"
	"encoding/xml"
	"io"
	"strings"
)

// xmlWriter writes XML as it goes. The first error of the writer below stays, and finish gives it.
type xmlWriter struct {
	out  *bufio.Writer
	open []string
}

func newXML(w io.Writer) *xmlWriter {
	x := &xmlWriter{out: bufio.NewWriter(w)}
	x.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	return x
}

func (x *xmlWriter) raw(s string) { _, _ = x.out.WriteString(s) }

// text writes characters; what XML cannot have becomes U+FFFD.
func (x *xmlWriter) text(s string) { _ = xml.EscapeText(x.out, []byte(s)) }

// tag writes a start: its attributes are names and values in turn, those without a value left out.
func (x *xmlWriter) tag(name string, attributes []string, end string) {
	x.raw("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		if attributes[i+1] != "" {
			x.raw(" " + attributes[i] + `="`)
			x.text(attributes[i+1])
			x.raw(`"`)
		}
	}
	x.raw(end)
}

func (x *xmlWriter) start(name string, attributes ...string) {
	x.tag(name, attributes, ">")
	x.open = append(x.open, name)
}

func (x *xmlWriter) empty(name string, attributes ...string) { x.tag(name, attributes, "/>\n") }

func (x *xmlWriter) end() {
	last := len(x.open) - 1
	x.raw("</" + x.open[last] + ">\n")
	x.open = x.open[:last]
}

// element writes one with characters only.
func (x *xmlWriter) element(name, text string, attributes ...string) {
	x.start(name, attributes...)
	x.text(text)
	x.end()
}

// inline writes one with characters only where white space behind it would be seen.
func (x *xmlWriter) inline(name, text string, attributes ...string) {
	x.tag(name, attributes, ">")
	x.text(text)
	x.raw("</" + name + ">")
}

func (x *xmlWriter) finish() error {
	for len(x.open) > 0 {
		x.end()
	}
	return x.out.Flush()
}

// lines are the lines of a text that are not empty.
func lines(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' })
}
