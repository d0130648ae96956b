package proceedings

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

func (c CreateMeeting) decide(_ State, now time.Time) ([]Fact, error) {
	m := Meeting{ID: c.ID, Created: now, Previous: c.Previous, Minutes: c.Minutes}
	var err error
	if m.Title, m.Titles, err = titles("", c.Title, c.Titles, c.Languages); err != nil {
		return nil, err
	}
	if m.Languages, err = languages("languages", c.Languages); err != nil {
		return nil, err
	}
	if m.Delegations, err = delegations(c.Delegations); err != nil {
		return nil, err
	}
	if m.Agenda, err = agenda(c.Agenda); err != nil {
		return nil, err
	}
	for i := range m.Agenda {
		m.Agenda[i].ID = "" // they are given
	}
	m.Agenda = identified(m.Agenda)
	if m.Start, m.Timezone, err = start(c.Start, c.Timezone); err != nil {
		return nil, err
	}
	if m.Local, m.Opens, err = opening(m, c.LobbyMinutes); err != nil {
		return nil, err
	}
	size, err := json.Marshal(m)
	if err != nil || len(size) > MaxMeetingBytes {
		return nil, refuse(LimitReached, "the meeting's description has more than %d KiB; shorten its agenda or its delegations",
			MaxMeetingBytes>>10)
	}
	setup := usualSetup(m.Languages)
	if c.Interpretation != nil {
		setup = *c.Interpretation
	}
	if setup, err = arranged(setup, m.Languages); err != nil {
		return nil, within("interpretation", err)
	}
	out := []Fact{MeetingCreated{Meeting: m}}
	if len(setup.Booths) > 0 || setup.Rehearsal || setup.LowWhenOff {
		out = append(out, InterpretationArranged{Setup: setup})
	}
	agreed, err := attribution(c.Regime, c.Label)
	if err != nil {
		return nil, err
	}
	if agreed.Regime != OnTheRecord {
		out = append(out, RegimeSet{Attribution: agreed})
	}
	return out, nil
}

// within names the place of a refused field in the command that it is a part of.
func within(place string, err error) error {
	if r, ok := errors.AsType[*Refusal](err); ok && r.Field != "" {
		return &Refusal{Code: r.Code, Field: place + "." + r.Field, Detail: r.Detail, Choices: r.Choices}
	}
	return err
}

// name cleans a text that must be there.
func name(field, value string) (string, error) {
	cleaned, err := optionalName(field, value)
	if err == nil && cleaned == "" {
		return "", refuseField(field, "it is needed")
	}
	return cleaned, err
}

func optionalName(field, value string) (string, error) {
	cleaned, reason := cleanName(value)
	if reason != "" {
		return "", refuseField(field, "%s", reason)
	}
	return cleaned, nil
}

func languages(field string, tags []string) ([]string, error) {
	if len(tags) > MaxLanguages {
		return nil, refuseField(field, "at most %d languages are accepted", MaxLanguages)
	}
	var out []string
	for i, t := range tags {
		at := field + "[" + strconv.Itoa(i) + "]"
		tag, ok := languageTag(t)
		if !ok {
			return nil, refuseField(at, "a language tag is needed, such as es, pt-BR or zh-Hant (BCP 47)")
		}
		if slices.Contains(out, tag) {
			return nil, refuseField(at, "%s is there twice", tag)
		}
		out = append(out, tag)
	}
	return out, nil
}

func delegations(in []Delegation) ([]Delegation, error) {
	if len(in) > MaxDelegations {
		return nil, refuseField("delegations", "at most %d delegations are accepted", MaxDelegations)
	}
	var out []Delegation
	seen := map[string]bool{}
	for i, d := range in {
		at := "delegations[" + strconv.Itoa(i) + "]"
		called, err := name(at+".name", d.Name)
		if err != nil {
			return nil, err
		}
		if seen[called] {
			return nil, refuseField(at+".name", "another delegation has the same name")
		}
		seen[called] = true
		speaks, err := languages(at+".languages", d.Languages)
		if err != nil {
			return nil, err
		}
		out = append(out, Delegation{ID: fmt.Sprintf("d%d", i+1), Name: called, Languages: speaks})
	}
	return out, nil
}

func agenda(in []AgendaItem) ([]AgendaItem, error) {
	if len(in) > MaxAgenda {
		return nil, refuseField("agenda", "at most %d items are accepted", MaxAgenda)
	}
	var out []AgendaItem
	for i, item := range in {
		at := "agenda[" + strconv.Itoa(i) + "]"
		title, inLanguages, err := titles(at+".", item.Title, item.Titles, nil)
		if err != nil {
			return nil, err
		}
		if item.Minutes < 0 || item.Minutes > MaxAgendaMinutes {
			return nil, refuseField(at+".minutes", "a number from 0 to %d is needed", MaxAgendaMinutes)
		}
		out = append(out, AgendaItem{ID: item.ID, Title: title, Titles: inLanguages, Minutes: item.Minutes})
	}
	return out, nil
}

func (c IssueInvitation) decide(s State, now time.Time) ([]Fact, error) {
	if len(s.Invitations) >= MaxInvitations {
		return nil, refuse(LimitReached, "this meeting has %d invitations, more are not kept", MaxInvitations)
	}
	inv := Invitation{ID: c.ID, TokenHash: c.TokenHash, Role: Role(c.Role), Shared: c.Shared, Created: now}
	if !slices.Contains(Roles(), inv.Role) {
		return nil, refuseField("role", "it is one of %s", roleList())
	}
	if c.Shared && inv.Role != Observer && inv.Role != Press {
		return nil, refuseField("shared", "only observers and press can share an invitation")
	}
	var err error
	if inv.Name, err = c.called(); err != nil {
		return nil, err
	}
	if inv.Function, err = optionalName("function", c.Function); err != nil {
		return nil, err
	}
	if inv.Delegation, err = s.delegation(c.Delegation); err != nil {
		return nil, err
	}
	if c.Language != "" {
		tags, err := languages("language", []string{c.Language})
		if err != nil {
			return nil, refuseField("language", "a language tag is needed, such as es, pt-BR or zh-Hant (BCP 47)")
		}
		inv.Language = tags[0]
	}
	if err := c.place(s, &inv); err != nil {
		return nil, err
	}
	if err := c.stand(s, &inv); err != nil {
		return nil, err
	}
	if inv.Expires, err = c.expiry(s, now); err != nil {
		return nil, err
	}
	inv.Lobby = !inv.Role.Leads() && (c.Lobby == nil || *c.Lobby)
	out, err := c.replaced(s)
	if err != nil {
		return nil, err
	}
	return append(out, InvitationIssued{Invitation: inv}), nil
}

// called is the name that others see. A link for observers or the press may go without one, which many links are made
// of at once: they are called after their role.
func (c IssueInvitation) called() (string, error) {
	given, err := optionalName("name", c.Name)
	switch role := Role(c.Role); {
	case err != nil || given != "":
		return given, err
	case role == Observer || role == Press:
		return strings.ToUpper(c.Role[:1]) + c.Role[1:], nil
	default:
		return "", refuseField("name", "it is needed: the others see it, and the chair admits by it")
	}
}

func (c IssueInvitation) expiry(s State, now time.Time) (time.Time, error) {
	if c.Expires.IsZero() {
		return usualExpiry(s.Meeting.Start, now), nil
	}
	if !c.Expires.After(now) {
		return time.Time{}, refuseField("expires", "it is in the past")
	}
	return c.Expires.UTC().Truncate(time.Millisecond), nil
}

// usualExpiry is when an invitation runs out that nobody gave a date of its own.
func usualExpiry(start, created time.Time) time.Time {
	if start.After(created) {
		return start.Add(InvitationLife)
	}
	return created.Add(InvitationLife)
}

// delegation finds a party by its identifier or its exact name.
func (s State) delegation(key string) (string, error) {
	if key == "" {
		return "", nil
	}
	key = strings.Join(strings.Fields(key), " ")
	for _, d := range s.Meeting.Delegations {
		if d.ID == key || d.Name == key {
			return d.ID, nil
		}
	}
	if len(s.Meeting.Delegations) == 0 {
		return "", refuseField("delegation", "this meeting has no delegations; leave it empty")
	}
	return "", refuseField("delegation", "this meeting has no such delegation; it has %s", s.delegationList())
}

// delegationList names the first few, for a refusal.
func (s State) delegationList() string {
	const most = 10
	names := make([]string, 0, most)
	for _, d := range s.Meeting.Delegations {
		if len(names) == most {
			return strings.Join(names, ", ") + "…"
		}
		names = append(names, d.Name+" ("+d.ID+")")
	}
	return strings.Join(names, ", ")
}

func roleList() string {
	names := make([]string, 0, len(Roles()))
	for _, r := range Roles() {
		names = append(names, string(r))
	}
	return strings.Join(names, ", ")
}
