package turn

import (
	"net"
	"slices"
	"strconv"
)

// maxURLs bounds what clients are told: browsers try each from each of their interfaces, and warn beyond four.
const maxURLs = 4

// Way is one way to the relay.
type Way struct {
	Hosts     []string // names or addresses, best first
	Port      uint16
	Transport string // "udp" or "tcp"
	TLS       bool
}

// URLs are the ways as clients are told them (RFC 7065): one host of each, then the next.
func URLs(ways []Way) []string {
	var out []string
	for i := 0; ; i++ {
		more := false
		for _, w := range ways {
			if i >= len(w.Hosts) {
				continue
			}
			more = true
			scheme := "turn:"
			if w.TLS {
				scheme = "turns:"
			}
			url := scheme + net.JoinHostPort(w.Hosts[i], strconv.Itoa(int(w.Port))) + "?transport=" + w.Transport
			if !slices.Contains(out, url) && len(out) < maxURLs {
				out = append(out, url)
			}
		}
		if !more {
			return out
		}
	}
}
