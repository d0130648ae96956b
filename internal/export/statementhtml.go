package export

import (
	_ "embed"
	"html/template"
	"io"

	"github.com/cumbre-meet/cumbre/internal/script"
)

//go:embed statement.html.tmpl
var statementTemplate string

// html writes a page that needs nothing from elsewhere, and runs nothing.
func (s *statement) html(w io.Writer) error {
	t, err := template.New("text").Funcs(template.FuncMap{"direction": script.Direction}).Parse(statementTemplate)
	if err != nil {
		return err
	}
	return t.Execute(w, s.view())
}

// What the template reads.
type (
	statementView struct {
		Language, Title, Kind string
		Rows                  []rowView
		Hashes                []string
	}
	rowView struct {
		Kind, ID string
		Head     bool // its cells head their columns
		Cells    []cellView
	}
	cellView struct {
		Language, Label string
		Lines           [][]pieceView
	}
	pieceView struct {
		Text string
		Soft bool
		Note int
	}
)

func (s *statement) view() statementView {
	first := s.columns[0]
	out := statementView{Language: first.language, Title: s.titleIn(first.language), Kind: s.kind(first), Hashes: s.hashes()}
	for _, r := range s.rows {
		row := rowView{Kind: string(r.kind), Head: r.kind == rowTitle}
		if r.kind == rowNote {
			row.ID = "note-" + r.number
		}
		for _, c := range r.cells {
			cell := cellView{Language: c.language}
			if r.number != "" {
				cell.Label = r.label(c)
			}
			for _, line := range c.lines {
				var pieces []pieceView
				for _, p := range line {
					pieces = append(pieces, pieceView{p.text, p.soft, p.note})
				}
				cell.Lines = append(cell.Lines, pieces)
			}
			row.Cells = append(row.Cells, cell)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
