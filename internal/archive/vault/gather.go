package vault

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/internal/archive"
	"github.com/cumbre-meet/cumbre/internal/export"
	"github.com/cumbre-meet/cumbre/internal/journal"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

// gathering collects what goes into one archive.
type gathering struct {
	v       *Vault
	ctx     context.Context //nolint:containedctx // of one Seal, which it does not outlive
	state   proceedings.State
	through uint64
	at      time.Time
	missing []string
	out     []archive.File
	texts   []link // pages of adopted texts

	published, calendars []link
}

func (g *gathering) records(f func(record []byte) error) error {
	return g.v.cfg.Journal.Records(g.ctx, archive.StreamOf(g.state.Meeting.ID), g.through, f)
}

// files are all but the journal: pages first, as who opens the file sees them in that order.
func (g *gathering) files() ([]archive.File, error) {
	if err := g.versions(); err != nil {
		return nil, err
	}
	exported, err := g.exports()
	if err != nil {
		return nil, err
	}
	if err := g.textFiles(); err != nil {
		return nil, err
	}
	if err := g.pages(); err != nil {
		return nil, err
	}
	meeting := g.state.Meeting.ID
	var documents []proceedings.Document
	for _, d := range g.state.Documents {
		if g.keep(archive.DocumentName(d), func() (*os.File, error) { return g.v.cfg.Documents(meeting, d.SHA256) }) {
			documents = append(documents, d)
		}
	}
	var sounds []proceedings.SoundFile
	for f := range g.state.AllSounds() {
		if g.keep(archive.SoundName(f), func() (*os.File, error) { return g.v.cfg.Sounds(meeting, f.ID) }) {
			sounds = append(sounds, f)
		}
	}
	page, err := g.index(exported, documents, sounds)
	if err != nil {
		return nil, err
	}
	return append([]archive.File{archive.Bytes("index.html", page)}, g.out...), nil
}

// keep takes a file whose content is on the disk, or notes that it is lost.
func (g *gathering) keep(name string, open func() (*os.File, error)) bool {
	f, err := open()
	if err != nil {
		g.v.cfg.Log.Error("an archive lacks a file whose content is lost", "meeting", g.state.Meeting.ID, "file", name, "error", err)
		g.missing = append(g.missing, name)
		return false
	}
	_ = f.Close() // it was not even read
	g.out = append(g.out, archive.File{Name: name, Open: func() (io.ReadCloser, error) {
		if err := g.ctx.Err(); err != nil {
			return nil, err
		}
		return open()
	}})
	return true
}

// versions replays the journal: what the hash of a version of the record, or of a text, is of was made when it was published or adopted.
func (g *gathering) versions() error {
	chain, folder := journal.NewChain(archive.StreamOf(g.state.Meeting.ID)), proceedings.NewFolder()
	return g.records(func(record []byte) error {
		_, payload, err := chain.Add(record)
		if err != nil {
			return err
		}
		events, err := proceedings.DecodeRecord(payload)
		if err != nil {
			return err
		}
		folder.Add(events)
		for _, e := range events {
			s := folder.SoFar()
			switch f := e.Fact.(type) {
			case proceedings.RecordPublished:
				v := s.Record.Versions[len(s.Record.Versions)-1]
				err = g.canonical(archive.VersionName(v.Number), s.Canonical(v), v.SHA256)
			case proceedings.TextAdopted:
				err = g.text(s, f.Text)
			case proceedings.TextRectified:
				err = g.text(s, f.Text)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// text keeps the version of a text that has just been adopted or rectified.
func (g *gathering) text(s proceedings.State, id string) error {
	t, ok := s.Text(id)
	if !ok || len(t.Versions) == 0 {
		return fmt.Errorf("vault: there is no adopted text %s", id)
	}
	last := t.Versions[len(t.Versions)-1]
	return g.canonical(archive.TextName(id, last.Number), s.CanonicalText(t), last.SHA256)
}

// textFiles are the adopted texts to read, each version in every format.
func (g *gathering) textFiles() error {
	for _, t := range g.state.Texts {
		for _, v := range t.Versions {
			stem := strings.TrimSuffix(archive.TextName(t.ID, v.Number), ".jsonl")
			for _, f := range export.TextFormats() {
				if err := g.textFile(f, stem, t, v.Number); err != nil {
					return err
				}
			}
			g.texts = append(g.texts, link{Name: stem + "." + export.HTML.Extension(), Label: t.Title, When: v.At.UTC().Format("2006-01-02")})
		}
	}
	return nil
}

// pages are what was published and promised, and the next meeting, each in the archive's languages.
func (g *gathering) pages() error {
	if g.v.cfg.Pages == nil {
		return nil
	}
	pages, err := g.v.cfg.Pages(g.state, g.at)
	if err != nil {
		return fmt.Errorf("vault: what was published: %w", err)
	}
	for _, p := range pages {
		g.out = append(g.out, archive.Bytes(p.Name, p.Content))
		list := &g.published
		if p.Calendar {
			list = &g.calendars
		}
		*list = append(*list, link{Name: p.Name, Label: p.Label, Language: p.Language})
	}
	return nil
}

// textFile keeps a version in one format: with all languages, but for Akoma Ntoso, which has one in each file.
func (g *gathering) textFile(f export.Format, stem string, t proceedings.Text, version int) error {
	names := map[string]string{"": stem + "." + f.Extension()}
	if f == export.AKN {
		names = map[string]string{}
		for _, language := range t.Languages {
			names[language] = stem + "-" + language + "." + f.Extension()
		}
	}
	for _, language := range slices.Sorted(maps.Keys(names)) {
		content, err := g.state.ExportText(proceedings.TextRequest{Text: t.ID, Version: version, Language: language})
		if err != nil {
			return fmt.Errorf("vault: %s: %w", names[language], err)
		}
		err = g.file(names[language], func(w io.Writer) error {
			file, err := export.PrepareText(f, content)
			if err != nil {
				return err
			}
			return file.To(w)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// file keeps what is written, but for what the fonts have no letters for: the other formats have it.
func (g *gathering) file(name string, write func(w io.Writer) error) error {
	if err := g.ctx.Err(); err != nil {
		return err
	}
	var b bytes.Buffer
	err := write(&b)
	if _, is := errors.AsType[export.UndrawnError](err); is {
		return nil
	} else if err != nil {
		return fmt.Errorf("vault: %s: %w", name, err)
	}
	g.out = append(g.out, archive.Bytes(name, b.Bytes()))
	return nil
}

// canonical keeps what a hash in the journal is of.
func (g *gathering) canonical(name string, content []byte, published string) error {
	if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != published {
		return fmt.Errorf("vault: %s is not what the journal has the hash of", name)
	}
	g.out = append(g.out, archive.Bytes(name, content))
	return nil
}

// exported is a file of the record.
type exported struct{ Name, Language string }

// exports are the last version's, or the draft's, as far as it may leave the meeting; in each of its languages for reading.
func (g *gathering) exports() ([]exported, error) {
	content, err := g.state.Export("", len(g.state.Record.Versions))
	if refusal, is := errors.AsType[*proceedings.Refusal](err); is && refusal.Code == proceedings.RegimeForbids {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	var out []exported
	add := func(f export.Format, language, name string) error {
		before := len(g.out)
		err := g.file(name, func(w io.Writer) error { return export.Write(w, f, content, export.Options{Language: language}) })
		if len(g.out) > before {
			out = append(out, exported{name, language})
		}
		return err
	}
	for _, f := range export.Formats() {
		if err := add(f, "", "record/record."+f.Extension()); err != nil {
			return nil, err
		}
	}
	for _, language := range g.state.Meeting.Languages {
		if err := add(export.HTML, language, "record/record-"+language+".html"); err != nil {
			return nil, err
		}
	}
	return out, nil
}
