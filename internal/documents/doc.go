// Package documents keeps the bytes of a meeting's documents: one file each, named by its content's SHA-256, in
// DIR/MEETING/HASH. A file is whole on the disk before anybody learns of it, and is what its name says. The package
// knows nothing of meetings: which files are wanted its user says.
package documents
