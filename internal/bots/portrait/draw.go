package portrait

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// headRect is the head's own picture; headAt is where its upper left corner is when it does not sway.
var (
	headRect = image.Rect(0, 0, 300, 400)
	headAt   = image.Pt(490, 200)
)

// fonts are the parsed Go fonts.
type fonts struct{ regular, bold, mono *opentype.Font }

func loadFonts() (fonts, error) {
	var f fonts
	var err error
	for _, l := range []struct {
		to  **opentype.Font
		ttf []byte
	}{{&f.regular, goregular.TTF}, {&f.bold, gobold.TTF}, {&f.mono, gomono.TTF}} {
		if *l.to, err = opentype.Parse(l.ttf); err != nil {
			return f, err
		}
	}
	return f, nil
}

// face gives a font at a size in pixels. The sizes here are constants that every font has, so an error is a bug.
func face(f *opentype.Font, size float64) font.Face {
	fc, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		panic("portrait: " + err.Error())
	}
	return fc
}

// text draws a line of text with its baseline at x, y, made smaller until it fits width.
func text(dst draw.Image, f *opentype.Font, size float64, c color.Color, x, y, width int, s string) {
	d := font.Drawer{Dst: dst, Src: image.NewUniform(c), Face: face(f, size)}
	for size > 10 && d.MeasureString(s).Ceil() > width {
		size *= 0.94
		d.Face = face(f, size)
	}
	d.Dot = fixed.P(x, y)
	d.DrawString(s)
}

// path draws filled shapes with smooth edges.
type path struct {
	dst *image.RGBA
	z   *vector.Rasterizer
}

func newPath(dst *image.RGBA) *path {
	return &path{dst, vector.NewRasterizer(dst.Rect.Dx(), dst.Rect.Dy())}
}

func (p *path) fill(c color.Color) {
	p.z.Draw(p.dst, p.dst.Rect, image.NewUniform(c), image.Point{})
	p.z.Reset(p.dst.Rect.Dx(), p.dst.Rect.Dy())
}

// arc is the distance of the control points that make a Bézier curve a quarter of a circle.
const arc = 0.5523

// ellipse adds an ellipse.
func (p *path) ellipse(cx, cy, rx, ry float32) *path {
	p.z.MoveTo(cx+rx, cy)
	p.z.CubeTo(cx+rx, cy+ry*arc, cx+rx*arc, cy+ry, cx, cy+ry)
	p.z.CubeTo(cx-rx*arc, cy+ry, cx-rx, cy+ry*arc, cx-rx, cy)
	p.z.CubeTo(cx-rx, cy-ry*arc, cx-rx*arc, cy-ry, cx, cy-ry)
	p.z.CubeTo(cx+rx*arc, cy-ry, cx+rx, cy-ry*arc, cx+rx, cy)
	p.z.ClosePath()
	return p
}

// rounded adds a rectangle with round corners.
func (p *path) rounded(x0, y0, x1, y1, r float32) *path {
	k := r * (1 - arc)
	p.z.MoveTo(x0+r, y0)
	p.z.LineTo(x1-r, y0)
	p.z.CubeTo(x1-k, y0, x1, y0+k, x1, y0+r)
	p.z.LineTo(x1, y1-r)
	p.z.CubeTo(x1, y1-k, x1-k, y1, x1-r, y1)
	p.z.LineTo(x0+r, y1)
	p.z.CubeTo(x0+k, y1, x0, y1-k, x0, y1-r)
	p.z.LineTo(x0, y0+r)
	p.z.CubeTo(x0, y0+k, x0+k, y0, x0+r, y0)
	p.z.ClosePath()
	return p
}

// shoulders adds the upper body, from the neck to beyond the name.
func (p *path) shoulders(cx, top, bottom, half float32) *path {
	p.z.MoveTo(cx-half, bottom)
	p.z.CubeTo(cx-half, top+60, cx-half*0.75, top+40, cx-70, top)
	p.z.LineTo(cx+70, top)
	p.z.CubeTo(cx+half*0.75, top+40, cx+half, top+60, cx+half, bottom)
	p.z.ClosePath()
	return p
}

// shade makes a colour darker (below 1) or lighter.
func shade(c color.RGBA, by float64) color.RGBA {
	f := func(v uint8) uint8 { return uint8(math.Min(255, math.Round(float64(v)*by))) }
	return color.RGBA{f(c.R), f(c.G), f(c.B), 255}
}

// drawBase draws what never changes: the room, the body, and the name's panel.
func (p *Picture) drawBase() *image.RGBA {
	base := image.NewRGBA(image.Rect(0, 0, Width, Height))
	s, z := p.style, newPath(base)
	draw.Draw(base, base.Rect, image.NewUniform(s.Wall), image.Point{}, draw.Src)
	for x := float32(150); x < Width; x += 280 { // wall panels
		z.rounded(x, 40, x+230, 600, 6)
	}
	z.fill(shade(s.Wall, 0.9))
	z.ellipse(640, 430, 270, 270).fill(shade(s.Wall, 1.16))
	z.rounded(0, 0, 24, Height, 0).fill(s.Colour)
	z.shoulders(640, 550, 724, 330).fill(s.Clothes)
	z.z.MoveTo(570, 550)
	z.z.LineTo(710, 550)
	z.z.LineTo(640, 650)
	z.z.ClosePath()
	z.fill(color.RGBA{236, 236, 232, 255})
	z.rounded(56, 24, 1248, 152, 10).fill(color.RGBA{18, 24, 32, 255})
	z.rounded(56, 24, 64, 152, 0).fill(s.Colour)

	white, grey := color.RGBA{245, 246, 248, 255}, color.RGBA{186, 194, 204, 255}
	text(base, p.fonts.bold, 44, white, 116, 84, 830, s.Name)
	below := s.Function
	if s.Delegation != "" && below != "" {
		below += " · "
	}
	text(base, p.fonts.regular, 28, grey, 116, 126, 830, below+s.Delegation)
	p.drawSweep(base, sweepRect, 0)
	return base
}

// drawHead draws the head without eyes and mouth.
func (p *Picture) drawHead() *image.RGBA {
	m := image.NewRGBA(headRect)
	s, z := p.style, newPath(m)
	if s.LongHair {
		z.rounded(32, 40, 268, 330, 110).fill(s.Hair)
	}
	z.rounded(108, 260, 192, 390, 34).fill(shade(s.Skin, 0.86)) // neck
	z.ellipse(46, 190, 16, 28).ellipse(254, 190, 16, 28).fill(shade(s.Skin, 0.9))
	z.ellipse(150, 182, 104, 134).fill(s.Skin)
	z.z.MoveTo(44, 170) // hair
	z.z.CubeTo(36, -14, 264, -14, 256, 170)
	z.z.CubeTo(240, 110, 200, 96, 150, 98)
	z.z.CubeTo(100, 96, 60, 110, 44, 170)
	z.z.ClosePath()
	z.fill(s.Hair)
	z.rounded(86, 152, 130, 160, 4).rounded(170, 152, 214, 160, 4).fill(shade(s.Hair, 0.9)) // brows
	z.ellipse(150, 218, 12, 9).fill(shade(s.Skin, 0.88))
	return m
}

// drawFigure draws the head with its eyes and mouth.
func (p *Picture) drawFigure(q pose) {
	p.figure.restore()
	at := headAt.Add(image.Pt(q.headX, q.headY))
	draw.Draw(p.figure.canvas, headRect.Add(at), p.head, image.Point{}, draw.Over)
	dark := color.RGBA{34, 28, 30, 255}
	// Small parts are drawn on their own tile: a rasteriser as large as the picture would be slow.
	p.tile(image.Rect(80, 166, 220, 200).Add(at), func(z *path) {
		if q.blink {
			z.rounded(14, 16, 44, 19, 1).rounded(96, 16, 126, 19, 1).fill(dark)
			return
		}
		z.ellipse(29, 17, 10, 11).ellipse(111, 17, 10, 11).fill(dark)
	})
	p.tile(image.Rect(90, 230, 210, 290).Add(at), func(z *path) {
		open := float32(q.mouth) * 3
		z.ellipse(60, 30, 36-open*0.5, 4+open).fill(color.RGBA{150, 62, 62, 255})
		if q.mouth > 0 {
			z.ellipse(60, 30, 28-open*0.5, open).fill(color.RGBA{74, 22, 28, 255})
		}
	})
}

// tile draws a small part of the figure; the coordinates are the part's own.
func (p *Picture) tile(r image.Rectangle, f func(*path)) {
	m := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	f(newPath(m))
	draw.Draw(p.figure.canvas, r, m, image.Point{}, draw.Over)
}

func (p *Picture) drawClock(clock string) {
	p.clock.restore()
	part := p.clock.canvas
	text(part, p.fonts.mono, 50, color.RGBA{245, 246, 248, 255}, clockRect.Min.X+8, 90, clockRect.Dx()-8, clock)
	text(part, p.fonts.regular, 24, color.RGBA{186, 194, 204, 255}, clockRect.Min.X+10, 126, clockRect.Dx()-10, p.style.PlaceName)
}

// drawLevel draws the voice's bars from below.
func (p *Picture) drawLevel(level int) {
	p.level.restore()
	step := levelRect.Dy() / bars
	for i := range bars {
		c := color.RGBA{52, 62, 74, 255}
		if i < level {
			c = color.RGBA{92, 200, 140, 255}
		}
		y := levelRect.Max.Y - (i+1)*step
		draw.Draw(p.level.canvas, image.Rect(levelRect.Min.X+4, y, levelRect.Max.X-4, y+step-3), image.NewUniform(c), image.Point{}, draw.Src)
	}
}

// drawSweep draws a part of the line at the lower edge, which fills up to x.
func (p *Picture) drawSweep(dst *image.RGBA, r image.Rectangle, x int) {
	full, empty := r, r
	full.Max.X, empty.Min.X = min(max(x, r.Min.X), r.Max.X), min(max(x, r.Min.X), r.Max.X)
	draw.Draw(dst, full, image.NewUniform(p.style.Colour), image.Point{}, draw.Src)
	draw.Draw(dst, empty, image.NewUniform(color.RGBA{34, 42, 52, 255}), image.Point{}, draw.Src)
}
