package conference_test

import (
	"testing"
	"testing/synctest"
	"time"
)

// What changes by time alone is shown without anything else happening, also where nobody has to be told of it.
func TestTimeAloneIsShown(t *testing.T) {
	t.Run("a pause", func(t *testing.T) {
		inStudio(t, func(s *studio) {
			s.iris.open("en")
			s.run(time.Second)
			s.pausing = []*guest{s.iris}
			s.run(1900 * time.Millisecond)
			s.state("en", "ON_AIR")
			time.Sleep(1750 * time.Millisecond) // nothing comes; 2 s of it would be a loss
			s.state("en", "PAUSE")
		})
	})
	t.Run("a seat given up", func(t *testing.T) {
		inStudio(t, func(s *studio) {
			s.ivo.conn.Disconnect()
			synctest.Wait()
			time.Sleep(59 * time.Second)
			if got := s.ivo.seat().State; got != "LOST" {
				t.Errorf("%s", got)
			}
			time.Sleep(2 * time.Second)
			if got := s.ivo.seat().State; got != "OFFLINE" {
				t.Errorf("%s", got)
			}
		})
	})
}
