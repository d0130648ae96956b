// Package load measures a running server: it publishes sound and picture by WHIP or the live session, has any number of
// viewers receive them by WHEP, and reports joins, packets, losses, and what the server's process used meanwhile.
package load
