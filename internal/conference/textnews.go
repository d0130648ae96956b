package conference

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// What becomes of a text is told to who is in the call, too, as they may have another panel open: what binds somebody, or ends
// that, and what is newly proposed. Words that are changed are not: twenty people change some forty a second.

// proposalsApart is how soon after one proposal another of the same person is told. Less floods the call when a prepared text is
// put in paragraph by paragraph; more hides a second thought.
const proposalsApart = 5 * time.Second

// textReact tells of a text's event.
func (c *conference) textReact(e proceedings.Event) {
	switch f := e.Fact.(type) {
	case proceedings.ParagraphAdded:
		if e.At.Sub(c.proposals[f.By]) < proposalsApart {
			return
		}
		set(&c.proposals, f.By, e.At)
		t, _ := c.state.Text(f.Text)
		c.textNews(protocol.TextNews{Kind: "proposed", Text: f.Text, Number: t.Numbers()[f.Paragraph], Delegation: f.Delegation}, f.By)
	case proceedings.AssentGiven:
		c.textNews(protocol.TextNews{Kind: "assented", Text: f.Text, Delegation: f.Delegation}, f.By)
	case proceedings.SilenceBroken:
		c.textNews(protocol.TextNews{Kind: "objected", Text: f.Text, Delegation: f.Delegation}, f.By)
	case proceedings.TextAdopted:
		c.textNews(protocol.TextNews{Kind: "adopted", Text: f.Text}, "")
	}
}

// textNews tells everybody in the call who has the text within reach, but who did it.
func (c *conference) textNews(n protocol.TextNews, by string) {
	t, ok := c.state.Text(n.Text)
	if !ok {
		return
	}
	n.Title, n.Titles, n.ByName = t.Title, protocol.Titles(t.Titles), nameOf(c.state, by)
	c.broadcast(n, func(p *presence) bool {
		role := c.role(p)
		return !p.waiting && p.id != by && (role.Speaks() || role.Keeps() || role == proceedings.Interpreter)
	})
}
