package chart

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestChartIsXMLThatSaysItsValues(t *testing.T) {
	svg := Chart{
		Title: "CPU & packet <µs>", Unit: "µs", Digits: 1,
		Groups: []Group{
			{"200 viewers", []Bar{{Label: "Cumbre", Value: 8.25}, {Label: strings.Repeat("x", 80), Value: 21, Style: 7, Mark: "*"}}},
			{"", []Bar{{Label: "floor", Value: 0, Style: Reference}}},
		},
		Foot: []string{"* 3 of 4 <streams>"},
	}.SVG()
	texts := map[string][]string{}
	var at []string
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			at = append(at, x.Name.Local)
		case xml.EndElement:
			at = at[:len(at)-1]
		case xml.CharData:
			if len(at) > 0 {
				texts[at[len(at)-1]] = append(texts[at[len(at)-1]], string(x))
			}
		}
	}
	if got := strings.Join(texts["title"], ""); got != "CPU & packet <µs>" {
		t.Errorf("title %q", got)
	}
	desc := strings.Join(texts["desc"], "")
	for _, want := range []string{"200 viewers: Cumbre 8.2 µs", "21.0 µs*", "floor 0.0 µs", "* 3 of 4 <streams>"} {
		if !strings.Contains(desc, want) {
			t.Errorf("%q lacks %q", desc, want)
		}
	}
	if !strings.Contains(svg, "prefers-color-scheme:dark") || strings.Contains(svg, strings.Repeat("x", 80)+"</text>") {
		t.Error("no dark colours, or a label that is too long")
	}
}
