// Package record keeps the sound of meetings: one file of Ogg/Opus (RFC 3533, RFC 7845) for each source that is heard on
// the floor or on a channel, as it came, not decoded. It knows packets and files; what may be recorded, and what is told
// of it, is the conference's.
//
// A file's position is the meeting's time: what was said t after its Start plays at t. What is missing, because it was
// lost, or because nothing was sent, is there as packets without content, which a decoder conceals or renders as silence
// (RFC 7845 section 4.1). At most a second of what was heard is not on the disk yet.
package record
