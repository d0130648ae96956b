// Package bots has clients of a meeting that are not people: a whole WebRTC client of the live session's protocol
// (Client), used by tests, by the demo and by the load generator; the speaking delegates of the demo with their
// picture and voice; and the load generator itself.
//
// A bot knows the server only from outside: HTTP, the WebSocket and media. Nothing here reaches into it.
package bots
