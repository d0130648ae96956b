package bots

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// External is a WHIP publisher or a WHEP viewer: media without a live session.
type External struct {
	*Peer
	location string // of the session's resource
	token    string
	client   *http.Client
}

// ExternalOptions say where and as whom.
type ExternalOptions struct {
	Base     string // the server's address
	Meeting  string
	Token    string // an invitation's
	Language string // WHEP: the language to hear; "": the floor
	HTTP     *http.Client
}

// PublishWHIP publishes by WHIP (RFC 9725) what config sends, and waits until media can flow. A refusal is a
// *protocol.Problem.
func PublishWHIP(ctx context.Context, o ExternalOptions, config PeerConfig) (*External, error) {
	return external(ctx, o, "/whip/"+url.PathEscape(o.Meeting), config)
}

// ViewWHEP views by WHEP what config receives, as PublishWHIP.
func ViewWHEP(ctx context.Context, o ExternalOptions, config PeerConfig) (*External, error) {
	path := "/whep/" + url.PathEscape(o.Meeting)
	if o.Language != "" {
		path += "?language=" + url.QueryEscape(o.Language)
	}
	return external(ctx, o, path, config)
}

func external(ctx context.Context, o ExternalOptions, path string, config PeerConfig) (*External, error) {
	p, err := newPeer(config)
	if err != nil {
		return nil, err
	}
	e := &External{Peer: p, token: o.Token, client: o.HTTP}
	if err := e.connect(ctx, o, path); err != nil {
		p.Close()
		return nil, err
	}
	return e, nil
}

func (e *External) connect(ctx context.Context, o ExternalOptions, path string) error {
	sdp, err := e.offer(false)
	if err != nil {
		return err
	}
	target := strings.TrimSuffix(o.Base, "/") + path
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target, strings.NewReader(sdp))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/sdp")
	req.Header.Set("Authorization", "Bearer "+e.token)
	body, resp, err := exchange(e.client, req)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusCreated {
		return fmt.Errorf("POST %s: %w", path, problemOf(resp, body))
	}
	at, err := resp.Location()
	if err != nil {
		return fmt.Errorf("POST %s: the answer has no Location: %w", path, err)
	}
	e.location = at.String()
	if err := e.answered(string(body)); err != nil {
		return err
	}
	return e.awaitConnected(ctx)
}

// End ends the session by DELETE and closes the connection.
func (e *External) End(ctx context.Context) error {
	defer e.Close()
	req, err := http.NewRequestWithContext(ctx, http.MethodDelete, e.location, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+e.token)
	body, resp, err := exchange(e.client, req)
	if err != nil {
		return err
	}
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("DELETE %s: %w", e.location, problemOf(resp, body))
	}
	return nil
}
