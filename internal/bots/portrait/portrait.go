// Package portrait draws the picture of a demo delegate: a silhouette whose head sways and whose mouth follows the
// voice, the delegation's colour, name, function and delegation, and a running clock. Only what has changed is
// drawn again, so that a picture costs little while little moves.
package portrait

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"time"
)

// The size of the picture in pixels; its layers are this, a half, and a quarter.
const (
	Width  = 1280
	Height = 720
	Layers = 3
)

// Style says who is shown and how.
type Style struct {
	Name       string
	Function   string
	Delegation string
	Colour     color.RGBA     // the delegation's
	Place      *time.Location // of the clock; nil: UTC
	PlaceName  string         // under the clock

	Skin, Hair, Clothes, Wall color.RGBA
	LongHair                  bool
	Phase                     time.Duration // moves the swaying and blinking, so that no two do it together
}

// Picture is one delegate's picture. It is not safe for concurrent use.
type Picture struct {
	style  Style
	fonts  fonts
	figure part
	clock  part
	level  part
	sweep  *image.RGBA
	head   *image.RGBA
	layers [Layers]*image.YCbCr // best first

	shown pose
	begun bool
}

// part is a part of the picture that changes: what it shows now, and what it shows without what moves.
type part struct{ canvas, base *image.RGBA }

func newPart(whole *image.RGBA, r image.Rectangle) part {
	p := part{image.NewRGBA(r), image.NewRGBA(r)}
	draw.Draw(p.base, r, whole, r.Min, draw.Src)
	return p
}

// restore takes away what moves.
func (p part) restore() { copy(p.canvas.Pix, p.base.Pix) }

// pose is all that moves. The picture is drawn again where it differs from what is shown.
type pose struct {
	headX, headY int
	mouth        int // 0 closed to mouths-1
	blink        bool
	level        int // bars of the voice, 0 to bars
	clock        string
	sweep        int // pixels of the line at the lower edge
}

const (
	mouths = 6
	bars   = 10
)

// The places of what moves. The edges are multiples of 8, so that a changed part is whole in every layer's
// chroma samples.
var (
	figureRect = image.Rect(448, 176, 832, 640)
	clockRect  = image.Rect(968, 48, 1232, 136)
	levelRect  = image.Rect(72, 48, 96, 136)
	sweepRect  = image.Rect(0, 712, Width, Height)
)

// New prepares a picture.
func New(style Style) (*Picture, error) {
	f, err := loadFonts()
	if err != nil {
		return nil, fmt.Errorf("portrait: %w", err)
	}
	if style.Place == nil {
		style.Place = time.UTC
	}
	p := &Picture{style: style, fonts: f}
	for i := range p.layers {
		p.layers[i] = image.NewYCbCr(image.Rect(0, 0, Width>>i, Height>>i), image.YCbCrSubsampleRatio420)
	}
	p.head = p.drawHead()
	whole := p.drawBase()
	p.convert(whole, whole.Rect)
	// Only what can change is kept: the whole as RGBA would be 3.7 MB for each delegate.
	p.figure, p.clock, p.level = newPart(whole, figureRect), newPart(whole, clockRect), newPart(whole, levelRect)
	p.sweep = image.NewRGBA(sweepRect)
	return p, nil
}

// Draw brings the picture to a moment: at is the time since the animation began, now what the clock shows, level
// the voice's (RFC 6464: 0 loudest, 127 silence). It tells whether anything has changed.
func (p *Picture) Draw(at time.Duration, now time.Time, level uint8) bool {
	next := p.pose(at, now, level)
	old := p.shown
	p.shown = next
	all := !p.begun
	p.begun = true
	if all || old.headX != next.headX || old.headY != next.headY || old.mouth != next.mouth || old.blink != next.blink {
		p.drawFigure(next)
		p.convert(p.figure.canvas, figureRect)
	}
	if all || old.clock != next.clock {
		p.drawClock(next.clock)
		p.convert(p.clock.canvas, clockRect)
	}
	if all || old.level != next.level {
		p.drawLevel(next.level)
		p.convert(p.level.canvas, levelRect)
	}
	if all || old.sweep != next.sweep {
		r := sweepRect
		if !all && next.sweep > old.sweep {
			r.Min.X, r.Max.X = old.sweep&^7, min((next.sweep+8)&^7, Width)
		}
		p.drawSweep(p.sweep, r, next.sweep)
		p.convert(p.sweep, r)
	}
	return all || next != old
}

// Layer gives the picture at 1280×720 (0), 640×360 (1) or 320×180 (2), in BT.601 with limited range. It stays the
// Picture's: the next Draw changes it.
func (p *Picture) Layer(i int) *image.YCbCr { return p.layers[i] }

const (
	swayTime   = 7 * time.Second // of the head, from side to side and back
	nodTime    = 3 * time.Second // up and down, while speaking
	blinkEvery = 4300 * time.Millisecond
	blinkFor   = 160 * time.Millisecond
	sweepTime  = 20 * time.Second // of the line at the lower edge
	// loudest and faintest are the levels between which the mouth opens, in dBov below full scale: speech
	// normalised to −3 dB lies around 20.
	loudest  = 14
	faintest = 44
)

// pose gives what a moment looks like.
func (p *Picture) pose(at time.Duration, now time.Time, level uint8) pose {
	t := at + p.style.Phase
	voice := voiceOf(level)
	q := pose{
		headX: int(math.Round(9 * wave(t, swayTime))),
		headY: int(math.Round(2 * wave(t, 2*swayTime))),
		mouth: int(math.Round(voice * (mouths - 1))),
		level: int(math.Round(voice * bars)),
		blink: t%blinkEvery < blinkFor,
		clock: now.In(p.style.Place).Format("15:04:05"),
		sweep: int(t % sweepTime * Width / sweepTime),
	}
	if voice > 0 {
		q.headY += int(math.Round(5 * wave(t, nodTime)))
	}
	return q
}

func wave(t, period time.Duration) float64 {
	return math.Sin(2 * math.Pi * float64(t%period) / float64(period))
}

// voiceOf is how loud a level looks, 0 to 1.
func voiceOf(level uint8) float64 {
	v := float64(faintest-int(level)) / (faintest - loudest)
	return min(max(v, 0), 1)
}
