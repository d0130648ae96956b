// Package rtp reads and writes RTP (RFC 3550) headers with their extensions (RFC 8285) and RTCP packets, in
// place and without allocating. What it returns points into the bytes that it was given.
package rtp
