// Package relay is the network laboratory's bad network: frames of Ethernet go from one interface to another and back as
// package path decides. Between a browser's namespace and a server's it is a cable: everything passes, and neither
// knows of it. Linux, root.
package relay
