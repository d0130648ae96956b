// Package sfu is the forwarding graph of one meeting: publications (what endpoints send) and slots (the fixed
// receive lines of each endpoint). It knows packets, not sockets: it is sans-IO, has no
// clock, goroutine, lock or log, and everything in it runs on one media loop (one writer).
package sfu
