package dates

import (
	"testing"
	"time"
)

func TestWritten(t *testing.T) {
	for language, want := range map[string]string{
		"es": "1 de mayo de 2021", "es-MX": "1 de mayo de 2021", "en": "1 May 2021", "fr": "1er mai 2021", "pt": "1.º de maio de 2021", "ar": "1 أيار/مايو 2021", "zh": "1 May 2021",
	} {
		if got := Written(language, Date{2021, time.May, 1}); got != want {
			t.Errorf("%s: %s", language, got)
		}
	}
}

// Every day of two years, in every language: what is written is read, as the whole of it.
func TestWhatWrittenWritesScanReads(t *testing.T) {
	for _, language := range Languages() {
		for d := (Date{2020, time.January, 1}); d.Year < 2022; d = d.plus(1) {
			text := Written(language, d)
			if got := Scan(language, text); len(got) != 1 || got[0].Date != d || got[0].Start != 0 || got[0].End != len(text) {
				t.Fatalf("%s: %q is read as %v", language, text, got)
			}
		}
	}
}
