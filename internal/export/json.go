package export

import (
	"encoding/json"
	"io"
	"time"
)

// The record for programs. A member that is not there is not known, or may not be told (withheld).
type (
	jsonRecord struct {
		Meeting   string       `json:"meeting"`
		Title     string       `json:"title"`
		Form      string       `json:"form"` // verbatim, summary
		Languages []string     `json:"languages,omitempty"`
		Start     *time.Time   `json:"start,omitempty"`
		Timezone  string       `json:"timezone,omitempty"`
		Agenda    []jsonItem   `json:"agenda"`
		People    []jsonPerson `json:"participants,omitempty"`
		Turns     []jsonTurn   `json:"interventions"`
		Withheld  jsonWithheld `json:"withheld"`
		Draft     bool         `json:"draft"`             // not final, and of no version
		Version   int          `json:"version,omitempty"` // of the record
		Published *time.Time   `json:"published,omitempty"`
		SHA256    string       `json:"sha256,omitempty"` // of the version's canonical form, hexadecimal
	}
	jsonItem struct {
		ID      string `json:"id"`
		Title   string `json:"title"`
		Minutes int    `json:"minutes,omitempty"`
	}
	jsonPerson struct {
		Name       string `json:"name"`
		Function   string `json:"function,omitempty"`
		Delegation string `json:"delegation,omitempty"`
		Role       string `json:"role,omitempty"`
		Trust      string `json:"trust,omitempty"` // verified, vouched (by the delegation's focal point), guest
	}
	jsonTurn struct {
		ID         string        `json:"id,omitempty"`
		Kind       string        `json:"kind,omitempty"`
		Item       string        `json:"item,omitempty"`
		Language   string        `json:"language,omitempty"`
		Regime     string        `json:"regime"`
		Speaker    *jsonPerson   `json:"speaker,omitempty"`
		Label      string        `json:"label,omitempty"`
		OnBehalfOf string        `json:"onBehalfOf,omitempty"`
		Start      *time.Time    `json:"start,omitempty"`
		End        *time.Time    `json:"end,omitempty"`
		Segments   []jsonSegment `json:"segments"`
	}
	jsonSegment struct {
		ID       string     `json:"id"`
		Language string     `json:"language"`
		Origin   string     `json:"origin"` // floor: the speaker's own words; interpretation, translation, prepared
		Source   string     `json:"source"` // human, asr
		Start    *time.Time `json:"start,omitempty"`
		End      *time.Time `json:"end,omitempty"`
		Revision int        `json:"revision"`
		Text     string     `json:"text"`
	}
	jsonWithheld struct {
		Participants bool `json:"participants"`
		Speakers     bool `json:"speakers"`
		Words        bool `json:"words"`
	}
)

// json writes all languages, or the one wanted with what was spoken besides.
func (p *page) json(w io.Writer) error {
	r := jsonRecord{
		Meeting: p.Meeting, Title: p.Title, Form: string(p.Form), Languages: p.Languages, Start: moment(p.Start), Timezone: p.Timezone,
		Agenda: []jsonItem{}, Turns: []jsonTurn{}, Withheld: jsonWithheld{p.Withheld.People, p.Withheld.Names, p.Withheld.Words},
		Draft: p.Version == 0, Version: p.Version, Published: moment(p.Published), SHA256: p.SHA256,
	}
	for _, item := range p.Items {
		r.Agenda = append(r.Agenda, jsonItem{item.ID, item.Title, item.Minutes})
	}
	for _, v := range p.People {
		r.People = append(r.People, jsonPerson{v.Name, v.Function, v.Delegation, string(v.Role), string(v.Trust)})
	}
	for _, t := range p.Turns {
		r.Turns = append(r.Turns, p.jsonTurn(turn{Turn: t}))
	}
	return json.NewEncoder(w).Encode(r)
}

func (p *page) jsonTurn(t turn) jsonTurn {
	out := jsonTurn{
		ID: t.Intervention, Kind: string(t.Kind), Item: t.Item, Language: t.Language, Regime: string(t.Regime), Label: t.Label,
		OnBehalfOf: t.OnBehalfOf, Start: moment(t.Start), End: moment(t.End), Segments: []jsonSegment{},
	}
	if t.Speaker.Name != "" {
		out.Speaker = &jsonPerson{t.Speaker.Name, t.Speaker.Function, t.Speaker.Delegation, string(t.Speaker.Role), string(t.Speaker.Trust)}
	}
	for _, v := range t.Passages {
		if p.options.Language == "" || v.Origin == "floor" || sameLanguage(v.Language, p.options.Language) {
			out.Segments = append(out.Segments, jsonSegment{
				v.ID, v.Language, string(v.Origin), string(v.Source), moment(v.Start), moment(v.End), v.Revision, v.Text,
			})
		}
	}
	return out
}

// moment is nil where there is none.
func moment(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	at = at.UTC()
	return &at
}
