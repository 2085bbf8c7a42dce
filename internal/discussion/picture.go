package discussion

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/draw"
	_ "image/gif" // pictures that people send
	"image/jpeg"
	"image/png"
	"sync"

	"cuppa.example/internal/fault"
)

// What pictures may be, and what they become.
const (
	maxPixels = 16_000_000 // more than most phones take; decoding holds them all
	maxEdge   = 1600       // of what is kept
)

// picturing lets one picture at a time be decoded: a big one takes a lot of memory.
var picturing sync.Mutex

// redraw makes a new picture of what somebody sent, no larger than a page needs:
// only what one sees is left of it. Where and with what it was taken, and
// anything else that was hidden in the file, is gone. The first picture of
// several that move is what is kept.
func redraw(content []byte) (out []byte, kind string, size image.Point, err error) {
	wrong := fault.Because(fault.Invalid, "discussion.file.broken")
	config, format, err := image.DecodeConfig(bytes.NewReader(content))
	switch {
	case err != nil || config.Width < 1 || config.Height < 1:
		return nil, "", image.Point{}, wrong
	case config.Width > maxPixels/config.Height:
		return nil, "", image.Point{}, fault.Because(fault.Invalid, "discussion.file.pixels", "megapixels", maxPixels/1_000_000)
	}
	picturing.Lock()
	defer picturing.Unlock()
	picture, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, "", image.Point{}, wrong
	}
	small := shrink(picture, maxEdge)
	var b bytes.Buffer
	if format == "jpeg" {
		small = turn(small, orientation(content))
		err, kind = jpeg.Encode(&b, small, &jpeg.Options{Quality: 85}), "image/jpeg"
	} else {
		err, kind = png.Encode(&b, small), "image/png"
	}
	return b.Bytes(), kind, small.Bounds().Size(), err
}

// shrink averages the pixels of a picture until no edge is longer than edge. It
// takes the rows of one new row at a time, so that the whole is not held twice.
func shrink(picture image.Image, edge int) *image.RGBA {
	from := picture.Bounds()
	w, h := from.Dx(), from.Dy()
	nw, nh := w, h
	if longest := max(w, h); longest > edge {
		nw, nh = max(1, w*edge/longest), max(1, h*edge/longest)
	}
	to := image.NewRGBA(image.Rect(0, 0, nw, nh))
	for y := range nh {
		top, bottom := y*h/nh, max(y*h/nh+1, (y+1)*h/nh)
		rows := image.NewRGBA(image.Rect(0, 0, w, bottom-top))
		draw.Draw(rows, rows.Bounds(), picture, from.Min.Add(image.Pt(0, top)), draw.Src)
		for x := range nw {
			average(to, rows, x, y, x*w/nw, max(x*w/nw+1, (x+1)*w/nw))
		}
	}
	return to
}

// average sets a pixel to the average of some columns of rows.
func average(to, rows *image.RGBA, x, y, left, right int) {
	var sum [4]uint64
	var n uint64
	var one [8]byte
	height := rows.Bounds().Dy()
	for row := range height {
		line := rows.Pix[row*rows.Stride+4*left : row*rows.Stride+4*right]
		for i := 0; i < len(line); i += 4 {
			sum[0] += uint64(line[i])
			sum[1] += uint64(line[i+1])
			sum[2] += uint64(line[i+2])
			sum[3] += uint64(line[i+3])
			n++
		}
	}
	at := to.PixOffset(x, y)
	for i := range sum {
		binary.LittleEndian.PutUint64(one[:], sum[i]/n) // an average of bytes is one: the first
		to.Pix[at+i] = one[0]
	}
}

// turn draws a picture the way up that its camera said: one of the eight ways
// of EXIF.
func turn(from *image.RGBA, way int) *image.RGBA {
	if way < 2 || way > 8 {
		return from
	}
	w, h := from.Bounds().Dx(), from.Bounds().Dy()
	size := image.Pt(w, h)
	if way >= 5 {
		size = image.Pt(h, w)
	}
	to := image.NewRGBA(image.Rectangle{Max: size})
	for y := range h {
		for x := range w {
			p := [...]image.Point{
				2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y},
				5: {y, x}, 6: {h - 1 - y, x}, 7: {h - 1 - y, w - 1 - x}, 8: {y, w - 1 - x},
			}[way]
			to.SetRGBA(p.X, p.Y, from.RGBAAt(x, y))
		}
	}
	return to
}
