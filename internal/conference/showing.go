package conference

import (
	"slices"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// showing is the page of a document that everybody sees. It is presence, as a shared screen is, and not recorded.
type showing = protocol.ShownDocument

// pictured are the media types that are shown to all, in step: those that have pages, or are one.
func pictured() []string { return []string{"application/pdf", "image/png", "image/jpeg"} }

// showDocument shows a page to everybody, turns it, or shows none any more.
func (c *conference) showDocument(by *presence, m protocol.ShowDocument) error {
	chairs := c.role(by).Presides(c.chairPresent())
	own := c.showing.By == by.id
	switch {
	case m.Document == "":
		if c.showing.Document != "" && !chairs && !own {
			return problem("not-allowed", "Only who shows the document and the chair can stop it.")
		}
		c.showPage(showing{})
		return nil
	case m.Page < 1:
		return problem("field-invalid", "page: the first page is 1")
	case m.Document == c.showing.Document && (own || chairs):
		c.showPage(showing{Document: m.Document, Page: m.Page, By: c.showing.By})
		return nil
	case !chairs && c.state.Floor.Holder != by.id:
		return problem("not-allowed", "Documents are shown by the chair, and by who has the floor.")
	}
	d, err := c.state.DocumentFor(c.state.Participants[by.id], m.Document)
	switch {
	case err != nil:
		return asProblem(err)
	case d.Kind != proceedings.Paper:
		return problem("document-not-shown", "A prepared text is not for everybody before it is spoken.")
	case !slices.Contains(pictured(), d.MediaType):
		return problem("document-not-shown", "PDF documents and pictures are shown to everybody; others open this one from the agenda.")
	}
	c.showPage(showing{Document: d.ID, Page: m.Page, By: by.id})
	return nil
}

// showPage tells everybody, if it is news.
func (c *conference) showPage(now showing) {
	if c.showing != now {
		c.showing = now
		c.broadcast(protocol.ShownDocumentChanged{Shown: now}, inside)
	}
}

// settleShowing ends what is shown when the document is withdrawn, or when who shows it is gone or had it shown by the
// floor that is somebody else's now.
func (c *conference) settleShowing() {
	if c.showing.Document == "" {
		return
	}
	by := c.people[c.showing.By]
	withdrawn := !slices.ContainsFunc(c.state.Documents, func(d proceedings.Document) bool { return d.ID == c.showing.Document })
	if withdrawn || by == nil || !c.role(by).Leads() && c.state.Floor.Holder != by.id {
		c.showPage(showing{})
	}
}
