package load

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Write writes the result as a table for people.
func (r Result) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d subscribers, %d publishers, %.1f s\n\n", r.Subscribers, r.Publishers, r.Seconds)
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "\tmedian\tp95\tmax\t\n")
	for _, row := range []struct {
		name string
		d    Distribution
	}{{"join", r.Join}, {"first frame", r.FirstFrame}} {
		if row.d.Count == 0 {
			fmt.Fprintf(t, "%s\t–\t–\t–\t\n", row.name)
			continue
		}
		fmt.Fprintf(t, "%s\t%.0f ms\t%.0f ms\t%.0f ms\t\n", row.name, row.d.Median, row.d.P95, row.d.Max)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	b.WriteString("\n")
	if r.Failed > 0 {
		fmt.Fprintf(&b, "failed joins   %d, the first: %s\n", r.Failed, r.Failure)
	}
	fmt.Fprintf(&b, "sent           %d packets by the publishers\n", r.Sent)
	fmt.Fprintf(&b, "received       %d packets, %.0f/s, %.1f Mbit/s; %d frames\n",
		r.Packets, float64(r.Packets)/r.Seconds, float64(r.Bytes)*8/1e6/r.Seconds, r.Frames)
	fmt.Fprintf(&b, "lost           %d packets, %.4f %%, of these %d of pictures; late (reordered or repaired) %d\n",
		r.Lost, 100*r.LossShare(), r.LostPicture, r.Late)
	fmt.Fprintf(&b, "complete       %d of %d subscribers missed nothing\n", r.Complete, r.Subscribers)
	if r.Server != nil {
		fmt.Fprintf(&b, "server         %.2f µs of CPU per packet received, %.0f %% of a core, %d MiB resident\n",
			r.PerPacket, 100*r.Server.Cores, r.Server.RSS>>20)
	}
	fmt.Fprintf(&b, "generator      %.0f %% of a core, %d MiB resident\n", 100*r.Own.Cores, r.Own.RSS>>20)
	_, err := io.WriteString(w, b.String())
	return err
}

// Line is the progress as one line.
func (p Progress) Line() string {
	switch p.Stage {
	case "joining", "settling":
		return fmt.Sprintf("%s: %d subscribers are in, %.0f s", p.Stage, p.Joined, p.Elapsed.Seconds())
	case "measuring":
		return fmt.Sprintf("measuring: %.0f s, %d packets", p.Elapsed.Seconds(), p.Packets)
	default:
		return p.Stage
	}
}
