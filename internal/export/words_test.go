package export

import (
	"reflect"
	"testing"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

func TestNoLanguageLacksAWord(t *testing.T) {
	for _, tag := range []string{"en", "es", "fr", "ar"} {
		got, w := wordsFor(tag + "-XX")
		if got != tag {
			t.Errorf("%s has the words of %s", tag, got)
		}
		for v, i := reflect.ValueOf(w), 0; i < v.NumField(); i++ {
			if v.Field(i).Kind() == reflect.String && v.Field(i).Len() == 0 {
				t.Errorf("%s: no %s", tag, v.Type().Field(i).Name)
			}
		}
		for _, r := range proceedings.Roles() {
			if w.roles[string(r)] == "" {
				t.Errorf("%s: no %s", tag, r)
			}
		}
		for _, trust := range []proceedings.Trust{proceedings.Verified, proceedings.Vouched, proceedings.Guest} {
			if w.trust[string(trust)] == "" {
				t.Errorf("%s: no %s", tag, trust)
			}
		}
		for kind := range english().kinds {
			if _, has := w.kinds[kind]; !has {
				t.Errorf("%s: no %s", tag, kind)
			}
		}
	}
}
