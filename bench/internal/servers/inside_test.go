package servers

import (
	"math"
	"testing"
)

func TestInside(t *testing.T) {
	before, err := parseInside("# HELP x\n" + insideMetric + "0.001\"} 10\n" + insideMetric + "0.002\"} 10\n" + insideMetric + "+Inf\"} 11\n")
	if err != nil {
		t.Fatal(err)
	}
	after, err := parseInside(insideMetric + "0.001\"} 60\n" + insideMetric + "0.002\"} 108\n" + insideMetric + "+Inf\"} 111\nother 3\n")
	if err != nil {
		t.Fatal(err)
	}
	in := after.Since(before)
	for share, want := range map[float64]float64{0.25: 0.0005, 0.5: 0.001, 0.98: 0.002, 0.99: math.Inf(1)} {
		if got := in.Percentile(share); got != want && math.Abs(got-want) > 1e-12 {
			t.Errorf("%.0f %%: %v, want %v", 100*share, got, want)
		}
	}
	if p := after.Since(after).Percentile(0.99); p != 0 {
		t.Errorf("of nothing: %v", p)
	}
	if _, err := parseInside(insideMetric + "0.001\"} many\n"); err == nil {
		t.Error("words were taken for a number")
	}
}
