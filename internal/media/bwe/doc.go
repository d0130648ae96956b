// Package bwe estimates how much a path carries, from the sender's side: Google congestion control fed by
// transport-wide feedback (draft-ietf-rmcat-gcc-02, and what libwebrtc has added since). It is pure: it has no clock,
// goroutine or lock, allocates nothing after New, and sends nothing itself.
//
// A Controller is told of each packet as it is sent (Sent), and of each feedback message (Feedback). It answers
// with a target bitrate, and with how much padding a probe wants now (Padding). Its parts, each in a file that names
// the one it follows:
//
//	sent.go       what was sent, found again by its sequence number
//	lies.go       what feedback may say, and what cannot be
//	acked.go      the bitrate that arrives
//	arrival.go    packets sent close together are one group; the delay between groups is what counts
//	trendline.go  whether that delay grows: overuse
//	aimd.go       the delay-based estimate: down at overuse, up slowly otherwise
//	standing.go   whether packets have to wait, and for how long they have had to
//	outage.go     what becomes of the estimate when nothing answers, and when a path is surely too narrow
//	loss.go       the loss-based estimate: what the losses would be if the path carried this much
//	alr.go        whether the application sends less than it may
//	probe.go      when to probe, and how much
//	cluster.go    sending a probe, and what its packets' arrival says
//
// The numbers are libwebrtc's unless a comment says otherwise. Bitrates inside are bit/s in float64, with +Inf for
// "no limit". Left out: the congestion window (it limits an encoder, and we have none), and padding while recovering
// from loss (probes do it).
package bwe
