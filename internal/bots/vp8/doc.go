// Package vp8 encodes VP8 (RFC 6386) for synthetic pictures: flat drawings of which little changes from frame to
// frame. It does what such pictures need and no more: key frames with whole-block intra prediction, and inter
// frames in which a macroblock stays as it is, is corrected in place (zero motion), or is predicted anew. No motion
// search, no loop filter, no golden frame, default token probabilities: any decoder reads the result, and a 720p
// frame with a small change costs well under a millisecond.
package vp8
