package sfu

import (
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// An endpoint with which nothing is under way is tended ten times a second; one that sends, or whose path has something that waits, with every
// tick. Who leaves takes nobody else's time away.
func TestWhoIsTended(t *testing.T) {
	room, now := NewRoom(Config{}, nobody{}), units.Instant(time.Second)
	vp8 := Codec{Name: VP8, PayloadType: 96, RTXType: 97, ClockRate: 90000, TWCC: true}
	join := func(id EndpointID, l Line) *Endpoint {
		l.MID, l.Kind, l.Codecs, l.Ext = "0", Video, []Codec{vp8}, Extensions{MID: 1, TWCC: 3}
		e, err := room.Join(now, id, new(tally), []Line{l})
		if err != nil {
			t.Fatal(err)
		}
		e.Connected(now)
		return e
	}
	eve := join("eve", Line{Use: StagePicture, SSRC: 2000, RTXSSRC: 2001})
	ana := join("ana", Line{Use: Camera, SSRCs: []uint32{20}})
	bob := join("bob", Line{Use: StagePicture, SSRC: 1000, RTXSSRC: 1001})
	second := func() map[*Endpoint]int {
		due := map[*Endpoint]int{}
		for range 100 {
			now = now.Add(10 * time.Millisecond)
			for _, e := range room.order {
				if now >= room.due[e.place] {
					due[e]++
				}
			}
			room.Tick(now)
		}
		return due
	}
	second() // who joins is tended at once
	if due := second(); due[eve] != 10 || due[ana] != 10 || due[bob] != 10 {
		t.Errorf("nothing is under way: eve %d, ana %d, bob %d times a second", due[eve], due[ana], due[bob])
	}
	h := rtp.NewHeader(20, 96)
	ana.HandleRTP(now, append(h.Patch(1, 300, true), 0x10, 0x9D, 1, 0x2A))
	if due := second(); due[eve] > 30 || due[ana] != 100 { // eve's path is probed, as more is wanted
		t.Errorf("ana sends: eve %d, ana %d, bob %d times a second", due[eve], due[ana], due[bob])
	}
	room.Leave(now, "eve")
	if due := second(); due[eve] != 0 || due[ana] != 100 || due[bob] != 10 {
		t.Errorf("eve has left: eve %d, ana %d, bob %d times a second", due[eve], due[ana], due[bob])
	}
	now = now.Add(10 * time.Millisecond)
	room.Tick(now) // bob was tended
	bob.down.pace.start(now)
	bob.stir()
	for range 2 { // until the path is seen to be wide, by the next allotment
		if now = now.Add(10 * time.Millisecond); now < room.due[bob.place] {
			t.Error("bob is paced, and not tended")
		}
		room.Tick(now)
	}
}
