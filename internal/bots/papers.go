package bots

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/cumbre-meet/cumbre/internal/bots/speech"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// NewDocument is what is said of a document that is added.
type NewDocument struct {
	Kind     string // document, prepared
	Item     string // AgendaItem.id; "": of none
	Title    string
	Language string
	Speaker  string
	File     string // its name
}

// AddDocument adds a document for the holder of the API's token.
func (a API) AddDocument(ctx context.Context, meeting string, d NewDocument, content []byte) (protocol.Document, error) {
	var out protocol.Document
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, f := range [][2]string{{"kind", d.Kind}, {"item", d.Item}, {"title", d.Title}, {"language", d.Language}, {"speaker", d.Speaker}} {
		if err := form.WriteField(f[0], f[1]); err != nil {
			return out, err
		}
	}
	file, err := form.CreateFormFile("file", d.File)
	if err == nil {
		_, err = file.Write(content)
	}
	if err = errors.Join(err, form.Close()); err != nil {
		return out, err
	}
	path := "/api/v1/meetings/" + url.PathEscape(meeting) + "/documents"
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(a.Base, "/")+path, &body)
	if err != nil {
		return out, err
	}
	req.Header.Set("Authorization", "Bearer "+a.Token)
	req.Header.Set("Content-Type", form.FormDataContentType())
	b, resp, err := exchange(a.HTTP, req)
	if err != nil {
		return out, err
	}
	if resp.StatusCode != http.StatusCreated {
		return out, fmt.Errorf("POST %s: %w", path, problemOf(resp, b))
	}
	return out, json.Unmarshal(b, &out)
}

// MoveAgenda moves the meeting to an item, or to none where that is "" (chair).
func (c *Client) MoveAgenda(ctx context.Context, item string) error {
	return c.command(ctx, func(id int) protocol.ClientMessage { return protocol.MoveAgenda{ID: id, Item: item} })
}

// annotated is the demo's document for everybody.
const annotated = `Orden del día anotado · Annotated agenda

1. Apertura · Opening statements
   Cada delegación, cinco minutos. · Each delegation, five minutes.

2. Migración · Migration
   Causas, vías legales, inversión en los municipios de origen.
   Causes, legal pathways, investment in the places that people leave.

3. Guatemala, Honduras, El Salvador: ayuda · relief
   Huracanes de 2020, cosechas, empleo. · The hurricanes of 2020, harvests, work.

4. Violencia y crimen organizado · Violence and organised crime
5. Pandemia · Pandemic
6. Clima · Climate
`

// deposit adds the demo's papers: the agenda with notes, and both opening statements for the booth, each by who will
// deliver it.
func (s demoState) deposit(ctx context.Context, api API, m protocol.Meeting, library *speech.Library) error {
	paper := NewDocument{Kind: "document", Title: "Orden del día anotado · Annotated agenda", File: "agenda.txt"}
	if _, err := api.AddDocument(ctx, m.ID, paper, []byte(annotated)); err != nil {
		return err
	}
	titles := map[string]string{"es": "Intervención de apertura", "en": "Opening statement"}
	for _, sp := range library.Speeches {
		i := slices.IndexFunc(cast(), func(b member) bool { return b.key == sp.Speaker })
		if sp.Agenda != 0 || i < 0 || len(m.Agenda) == 0 {
			continue
		}
		text := NewDocument{
			Kind: "prepared", Item: m.Agenda[0].ID, Title: titles[sp.Language], Language: sp.Language, Speaker: cast()[i].name, File: sp.ID + ".txt",
		}
		own := API{Base: api.Base, Token: s.Bots[sp.Speaker], HTTP: api.HTTP}
		if _, err := own.AddDocument(ctx, m.ID, text, []byte(sp.Text)); err != nil {
			return err
		}
	}
	return nil
}

// moveOn moves the agenda to a speech's point. A person who chairs may have moved it elsewhere: then it stays there.
func (s *script) moveOn(ctx context.Context, chair *Client, point int) error {
	var item, at string
	chair.View(func(st *State) {
		if point < len(st.Meeting.Agenda) {
			item = st.Meeting.Agenda[point].ID
		}
		at = st.Agenda.Current
	})
	if item == "" || item == at || s.point != "" && at != s.point {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, stepAnswer)
	defer cancel()
	err := chair.MoveAgenda(ctx, item)
	if err == nil {
		s.point = item
	}
	return err
}
