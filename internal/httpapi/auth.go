package httpapi

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// maxTokenBytes bounds a bearer token before anything is computed from it; ours have 32 characters.
const maxTokenBytes = 256

// bearer reads the token of a request (RFC 6750 section 2.1).
func bearer(r *http.Request) (string, error) {
	header := r.Header.Get("Authorization")
	if header == "" {
		return "", problem("token-missing", "This needs a token: send the header Authorization: Bearer TOKEN.")
	}
	scheme, token, _ := strings.Cut(header, " ")
	token = strings.TrimSpace(token)
	if !strings.EqualFold(scheme, "Bearer") || token == "" || len(token) > maxTokenBytes {
		return "", problem("token-unknown", "The Authorization header is not of the form Bearer TOKEN.")
	}
	return token, nil
}

// caller is who makes a request: the administrator, or somebody with an invitation.
type caller struct {
	admin bool
	grant conference.Grant
	token string // the invitation's
}

// manages tells whether the caller may invite into a meeting.
func (c caller) manages(meeting string) bool {
	role := c.grant.Invitation.Role
	return c.admin || c.grant.Meeting.ID == meeting && (role == "organiser" || role == "chair")
}

// authenticate finds the caller. Failures are counted by address; beyond the limit they say 429 in place of what was
// wrong. A right token always passes: people behind one address must not be able to lock each other out.
func (a *API) authenticate(r *http.Request) (caller, error) {
	token, err := bearer(r)
	if err != nil {
		return caller{}, a.denied(r, err)
	}
	if a.isAdmin(token) {
		return caller{admin: true}, nil
	}
	grant, err := a.backend.Authenticate(r.Context(), token)
	if err != nil {
		return caller{}, a.denied(r, err)
	}
	return caller{grant: grant, token: token}, nil
}

// authenticateFor finds what a request's invitation token gives in a meeting. The administrator's token is none:
// media belongs to a participant.
func (a *API) authenticateFor(r *http.Request, meeting string) (conference.Grant, error) {
	token, err := bearer(r)
	if err != nil {
		return conference.Grant{}, a.denied(r, err)
	}
	if a.isAdmin(token) {
		return conference.Grant{}, a.orUnknown(r.Context(), meeting, problem("token-is-admin",
			"The administrator's token is no participant's. Make an invitation and use its token."))
	}
	grant, err := a.backend.AuthenticateFor(r.Context(), meeting, token)
	var p *protocol.Problem
	switch {
	case err == nil:
		return grant, nil
	case errors.As(err, &p) && p.Code == "token-foreign":
		err = a.orUnknown(r.Context(), meeting, err)
	}
	return conference.Grant{}, a.denied(r, err)
}

// orUnknown is meeting-unknown in the place of a refusal whose token is good, where there is no such meeting: whoever
// mistyped the address looks for the mistake there, not in the token. Identifiers are random, so that nobody finds a
// meeting by asking.
func (a *API) orUnknown(ctx context.Context, meeting string, refusal error) error {
	_, err := a.backend.Meeting(ctx, meeting)
	var p *protocol.Problem
	if errors.As(err, &p) && p.Status == http.StatusNotFound {
		return err
	}
	return refusal
}

// denied counts a failure and replaces it by 429 where the address has had too many.
func (a *API) denied(r *http.Request, err error) error {
	var p *protocol.Problem
	if !errors.As(err, &p) || p.Status != http.StatusUnauthorized && p.Status != http.StatusForbidden {
		return err
	}
	a.observer.Denied(p.Code)
	if p.Code == "token-missing" {
		return err // no guess
	}
	if wait := a.failures.take(time.Now(), a.clientAddr(r)); wait > 0 {
		return tooMany(wait)
	}
	return err
}

// tooMany is a 429 that says when to come back.
func tooMany(wait time.Duration) *protocol.Problem {
	seconds := int(wait/time.Second) + 1
	return problem("too-many-failures", "Too many requests with wrong tokens from your address. Try again in %d s.", seconds)
}

type callerKey struct{}

func withCaller(ctx context.Context, c caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// callerOf is the caller that the route's middleware found.
func callerOf(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c
}

// retryAfter is in seconds: long enough to spread, short enough that a person waits for it.
func retryAfter(p *protocol.Problem) string {
	switch p.Status {
	case http.StatusTooManyRequests:
		return strconv.Itoa(int(failuresEvery/time.Second) + 1)
	case http.StatusServiceUnavailable:
		return "5"
	default:
		return ""
	}
}
