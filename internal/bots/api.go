package bots

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// maxResponse bounds a REST answer, in bytes; a list of all of a meeting's invitations is the longest.
const maxResponse = 8 << 20

// API is a client of the server's REST interface, as much of it as the demo, the load generator and tests need.
type API struct {
	Base  string // the server's address, such as http://localhost:8080
	Token string // the administrator's, or an invitation's
	HTTP  *http.Client
}

// NewMeeting is what a meeting is made from.
type NewMeeting struct {
	Title       string          `json:"title"`
	Languages   []string        `json:"languages,omitempty"`
	Delegations []NewDelegation `json:"delegations,omitempty"`
	Start       string          `json:"start,omitempty"`
	Timezone    string          `json:"timezone,omitempty"`
	Agenda      []NewAgendaItem `json:"agenda,omitempty"`
}

// NewAgendaItem is a point of a new meeting's agenda.
type NewAgendaItem struct {
	Title   string `json:"title"`
	Minutes int    `json:"minutes,omitempty"`
}

// NewDelegation is a party of a new meeting.
type NewDelegation struct {
	Name      string   `json:"name"`
	Languages []string `json:"languages,omitempty"`
}

// NewInvitation is what an invitation is made from. Lobby nil leaves it to the role.
type NewInvitation struct {
	Role       string `json:"role"`
	Name       string `json:"name"`
	Function   string `json:"function,omitempty"`
	Delegation string `json:"delegation,omitempty"`
	Booth      string `json:"booth,omitempty"` // of an interpreter
	Language   string `json:"language,omitempty"`
	Lobby      *bool  `json:"lobby,omitempty"`
	Shared     bool   `json:"shared,omitempty"`
}

// Invited is an invitation that was made.
type Invited struct {
	ID    string `json:"id"`
	URL   string `json:"url"`
	Token string `json:"token"`
}

// CreateMeeting makes a meeting.
func (a API) CreateMeeting(ctx context.Context, m NewMeeting) (protocol.Meeting, error) {
	var out protocol.Meeting
	err := a.call(ctx, http.MethodPost, "/api/v1/meetings", m, &out)
	return out, err
}

// Meeting gets a meeting.
func (a API) Meeting(ctx context.Context, id string) (protocol.Meeting, error) {
	var out protocol.Meeting
	err := a.call(ctx, http.MethodGet, "/api/v1/meetings/"+url.PathEscape(id), nil, &out)
	return out, err
}

// Invite makes an invitation.
func (a API) Invite(ctx context.Context, meeting string, i NewInvitation) (Invited, error) {
	var out Invited
	err := a.call(ctx, http.MethodPost, "/api/v1/meetings/"+url.PathEscape(meeting)+"/invitations", i, &out)
	return out, err
}

// Check tells whether an invitation's token (the API's own) still admits to its meeting.
func (a API) Check(ctx context.Context) error {
	return a.call(ctx, http.MethodGet, "/api/v1/invitation", nil, nil)
}

// call makes one request; an answer that is no success is a *protocol.Problem.
func (a API) call(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(a.Base, "/")+path, body)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+a.Token)
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	b, resp, err := exchange(a.HTTP, req)
	if err != nil {
		return err
	}
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("%s %s: %w", method, path, problemOf(resp, b))
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(b, out); err != nil {
		return fmt.Errorf("%s %s: the answer: %w", method, path, err)
	}
	return nil
}

// exchange makes a request and reads its answer.
func exchange(client *http.Client, req *http.Request) ([]byte, *http.Response, error) {
	if client == nil {
		client = http.DefaultClient
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxResponse))
	if err != nil {
		return nil, nil, fmt.Errorf("reading the answer to %s %s: %w", req.Method, req.URL.Path, err)
	}
	return b, resp, nil
}

// problemOf reads a refusal (RFC 9457), or makes one where the server sent something else.
func problemOf(resp *http.Response, body []byte) *protocol.Problem {
	p := &protocol.Problem{}
	if json.Unmarshal(body, p) != nil || p.Code == "" {
		return protocol.NewProblem(resp.StatusCode, "unexpected-answer", "Unexpected answer", "%s: %.200s", resp.Status, body)
	}
	return p
}
