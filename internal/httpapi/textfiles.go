package httpapi

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/export"
)

// TextFileInput are the parameters of a text's file. Exported, like MeetingPath.
type TextFileInput struct {
	TextPath
	Language string `query:"language" maxLength:"35" doc:"one of the text's; without: all, side by side (Akoma Ntoso: the first)" example:"es"`
	Copy     string `query:"copy" maxLength:"20" doc:"the delegation whose copy it is: it is named and signs first, and its language is the first" example:"d1"`
	Version  int    `query:"version" minimum:"0" maximum:"1000" doc:"of an adopted text; without: the last, or the draft"`
}

func (a *API) registerTextFiles() {
	for _, f := range export.TextFormats() {
		op := a.textOp("GET", "/{text}/file."+f.Extension(), "export-text-"+string(f), "The text, adopted or as a draft, as "+string(f))
		op.Responses = fileResponse(f)
		huma.Register(a.huma, op, func(ctx context.Context, in *TextFileInput) (*huma.StreamResponse, error) {
			return a.exportText(ctx, in, f)
		})
	}
}

// fileResponse describes a file.
func fileResponse(f export.Format) map[string]*huma.Response {
	media, _, _ := strings.Cut(f.MediaType(), ";")
	return map[string]*huma.Response{"200": {
		Description: "the file", Content: map[string]*huma.MediaType{media: {Schema: &huma.Schema{Type: "string", Format: "binary"}}},
	}}
}

// exportText streams a file: what may be told is decided before its first byte.
func (a *API) exportText(ctx context.Context, in *TextFileInput, f export.Format) (*huma.StreamResponse, error) {
	e, err := a.backend.ExportText(ctx, in.Meeting, callerOf(ctx).visitor(), conference.TextRequest{
		Text: in.Text, Version: in.Version, Copy: in.Copy, Language: in.Language,
	})
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	file, err := export.PrepareText(f, e)
	if err != nil {
		return nil, a.fileError(ctx, err)
	}
	c := e.Content()
	name := []string{"text", in.Meeting, c.ID, "draft"}
	if c.Version > 0 {
		name[3] = "v" + strconv.Itoa(c.Version)
	}
	if f == export.AKN || in.Language != "" {
		name = append(name, c.Shown[0])
	}
	if in.Copy != "" {
		name = append(name, in.Copy)
	}
	return a.fileAnswer(in.Meeting, strings.Join(name, "-"), file, f), nil
}

// fileError says why a file cannot be made.
func (a *API) fileError(ctx context.Context, err error) error {
	if undrawn, is := errors.AsType[export.UndrawnError](err); is {
		err = problem("script-undrawn", "%s.", undrawn.Error())
	}
	return a.restError(ctx, err)
}
