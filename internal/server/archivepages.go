package server

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/internal/archive/vault"
	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/httpapi"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/public"
)

// archivePages are what an archive has to show of what a meeting led to: the page that everybody could read of it, and the next
// meeting for calendars, as the server at base told it; in the meeting's languages, as far as there are words.
func archivePages(s proceedings.State, at time.Time, base string) ([]vault.Page, error) {
	outcome := conference.OutcomeOf(s, at)
	languages := pageLanguages(s.Meeting.Languages)
	out := []vault.Page{}
	if !outcome.Empty() {
		beside := map[string]string{}
		for _, l := range languages {
			beside[l] = publishedName(l)
		}
		for _, l := range languages {
			content, err := publishedPage(outcome.Public, l, beside)
			if err != nil {
				return nil, err
			}
			out = append(out, vault.Page{Name: "outcome/" + publishedName(l), Language: l, Label: public.LanguageName(l), Content: content})
		}
	}
	if outcome.Next.Plan == nil {
		return out, nil
	}
	series := httpapi.Series(outcome.Next, outcome.Meeting, "", base)
	for _, l := range languages {
		out = append(out, vault.Page{
			Name: "outcome/next-meeting-" + l + ".ics", Language: l, Label: public.LanguageName(l), Calendar: true, Content: series.Calendar(l, at),
		})
	}
	return out, nil
}

func publishedName(language string) string { return "published-" + language + ".html" }

func publishedPage(m protocol.PublicMeeting, language string, beside map[string]string) ([]byte, error) {
	var b bytes.Buffer
	err := public.File(&b, m, language, beside)
	return b.Bytes(), err
}

// pageLanguages are the languages of ours that a meeting has, in its order; else English.
func pageLanguages(tags []string) []string {
	var out []string
	for _, tag := range tags {
		base, _, _ := strings.Cut(tag, "-")
		if slices.Contains(public.Languages(), base) && !slices.Contains(out, base) {
			out = append(out, base)
		}
	}
	if out == nil {
		out = []string{"en"}
	}
	return out
}
