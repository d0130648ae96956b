package interpretation

import (
	"math/rand/v2"
	"testing"
)

// FuzzDesk makes commands of bytes, each byte one decision, under all that always holds.
func FuzzDesk(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("ana sits down, ben sits down, and both press at once"))
	random := rand.New(rand.NewPCG(1, 2))
	for range 16 {
		seed := make([]byte, 600)
		for i := range seed {
			seed[i] = byte(random.Uint32())
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		const most = 1000 // decisions; more finds nothing that these do not
		data = data[:min(len(data), most)]
		l := newLife(t, func(n int) int {
			if len(data) == 0 {
				return 0
			}
			b := data[0]
			data = data[1:]
			return int(b) % n
		})
		for len(data) > 0 {
			l.step()
		}
	})
}

// BenchmarkHeard is what arrives most: a full house, on relay.
func BenchmarkHeard(b *testing.B) {
	var s Setup
	for i := range MaxBooths {
		tag := string([]byte{'a' + byte(i), 'x'})
		if i >= 26 {
			tag = string([]byte{'y', 'a' + byte(i-26)})
		}
		s.Booths = append(s.Booths, Booth{ID: tag, Name: tag, Outputs: []string{tag}, Seats: MaxSeats})
	}
	r := newRoom(b, s)
	for _, booth := range s.Booths {
		for seat := range MaxSeats {
			r.ready(booth.ID+string(rune('0'+seat)), booth.ID, booth.ID, "ax", "zh")
		}
		r.open(booth.ID + "0")
	}
	r.do(FloorLanguage{Language: "zh", From: FromSpeaker})
	b.ResetTimer()
	for b.Loop() {
		r.do(Heard{By: "ax0", At: r.now, Speaking: true})
	}
}
