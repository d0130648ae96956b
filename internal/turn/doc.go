// Package turn is the last way in: a TURN server (RFC 8656, by pion/turn) for clients whose network lets through neither
// UDP nor TCP to the media port. It relays to the media port of this server and to nothing else: what it relays to is an
// interface that the media engine implements, with no socket behind it. It opens no port of its own; it is given the
// sockets and connections, and shares the port of HTTPS (see Door).
//
// What decides is pure and takes the time: Secret (credentials), gate (who may ask what), ledger (who has which
// allocation). The rest joins that to pion's server.
package turn
