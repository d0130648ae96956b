package export

import (
	"encoding/json"
	"io"
	"time"
)

// A text for programs. A member that is not there is not known, or may not be told (unnamed).
type (
	jsonText struct {
		Meeting    string              `json:"meeting"`
		Text       string              `json:"text"`
		Title      string              `json:"title"`
		Titles     map[string]string   `json:"titles,omitempty"`
		Languages  []string            `json:"languages"` // all of the text's, in the copy's order
		Draft      bool                `json:"draft"`
		Version    int                 `json:"version,omitempty"`
		Adopted    *time.Time          `json:"adopted,omitempty"`
		At         *time.Time          `json:"at"` // when it became what it is
		Rectified  []string            `json:"rectified,omitempty"`
		SHA256     string              `json:"sha256"`
		Hashes     map[string]string   `json:"hashes"`
		Copy       string              `json:"copy,omitempty"`
		Parties    []jsonParty         `json:"parties"` // in the order of the first language's copy
		Clause     map[string]string   `json:"clause"`  // by language
		Paragraphs []jsonTextParagraph `json:"paragraphs"`
		Unnamed    bool                `json:"unnamed"`
	}
	jsonParty struct {
		Delegation string      `json:"delegation,omitempty"`
		Name       string      `json:"name,omitempty"`
		Bound      *jsonAssent `json:"bound,omitempty"`
	}
	jsonAssent struct {
		By       string     `json:"by,omitempty"`
		Function string     `json:"function,omitempty"`
		At       *time.Time `json:"at"`
		Silence  bool       `json:"silence"`
	}
	jsonTextParagraph struct {
		ID          string            `json:"id"`
		Number      string            `json:"number"`
		Words       map[string]string `json:"words"`
		Machine     []string          `json:"machine,omitempty"` // languages whose words nobody has certified
		Alternative bool              `json:"alternative,omitempty"`
		Proposer    string            `json:"proposer,omitempty"`
		Brackets    []jsonBracket     `json:"brackets,omitempty"`
	}
	jsonBracket struct {
		Kind       string            `json:"kind"`
		Delegation string            `json:"delegation,omitempty"`
		Reason     string            `json:"reason,omitempty"`
		Words      map[string]string `json:"words,omitempty"`
	}
)

func (s *statement) json(w io.Writer) error {
	out := jsonText{
		Meeting: s.Meeting, Text: s.ID, Title: s.Title, Titles: s.Titles, Languages: s.Languages, Draft: s.Version == 0, Version: s.Version,
		Adopted: moment(s.Adopted), At: moment(s.At), Rectified: s.Rectified, SHA256: s.SHA256, Hashes: s.Hashes, Copy: s.Copy,
		Clause: map[string]string{}, Parties: []jsonParty{}, Paragraphs: []jsonTextParagraph{}, Unnamed: s.Unnamed,
	}
	for _, c := range s.columns {
		if s.Complete() {
			out.Clause[c.language] = c.words.clause(c.names(s.Languages))
		}
	}
	for _, p := range s.columns[0].parties {
		one := jsonParty{Delegation: p.Delegation, Name: p.Name}
		if p.Signed || p.Silent {
			one.Bound = &jsonAssent{By: p.By, Function: p.Function, At: moment(p.At), Silence: p.Silent}
		}
		out.Parties = append(out.Parties, one)
	}
	for _, p := range s.Paragraphs {
		one := jsonTextParagraph{ID: p.ID, Number: p.Number, Words: map[string]string{}, Machine: p.Machine, Alternative: p.Alternative, Proposer: p.Proposer}
		for _, l := range s.Shown {
			if words, there := p.Words[l]; there {
				one.Words[l] = words
			}
		}
		for _, b := range p.Brackets {
			one.Brackets = append(one.Brackets, jsonBracket{string(b.Kind), b.Delegation, b.Reason, b.Words})
		}
		out.Paragraphs = append(out.Paragraphs, one)
	}
	return json.NewEncoder(w).Encode(out)
}
