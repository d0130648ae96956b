// Package rtc is WebRTC on the wire: it answers offers, is an ICE-lite agent on one UDP and one TCP port, does DTLS
// and SRTP, and runs the media loop.
//
// One goroutine, the media loop, owns every peer and whatever is attached to it. A turn of the loop runs what
// was posted, reads a batch, hands each packet decrypted to its peer's Receiver, and sends what the turn made.
// Other goroutines: one per TCP connection and direction, one per peer's DTLS connection. They meet the loop only
// through its inbox.
package rtc
