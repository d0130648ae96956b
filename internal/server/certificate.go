package server

import (
	"crypto/tls"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"
)

// certificateCheck is how often the files are looked at for a renewed certificate, in the course of handshakes.
const certificateCheck = time.Minute

// certificate is a TLS certificate that is read again when its file changes.
type certificate struct {
	certFile, keyFile string

	mu       sync.Mutex
	current  *tls.Certificate
	modified time.Time
	checked  time.Time
}

func loadCertificate(certFile, keyFile string) (*certificate, error) {
	c := &certificate{certFile: certFile, keyFile: keyFile}
	if err := c.load(); err != nil {
		return nil, &StartError{
			What:   fmt.Sprintf("The certificate %s or its key %s cannot be used", certFile, keyFile),
			Remedy: "Both are PEM files; the certificate has the chain, the server's own first.", Cause: err,
		}
	}
	c.checked = time.Now()
	return c, nil
}

func (c *certificate) load() error {
	info, err := os.Stat(c.certFile)
	if err != nil {
		return err
	}
	cert, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		return err
	}
	c.current, c.modified = &cert, info.ModTime()
	return nil
}

// get gives the certificate of a handshake. While a renewal is being written the old one goes on.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := time.Now(); now.Sub(c.checked) > certificateCheck {
		c.checked = now
		if info, err := os.Stat(c.certFile); err == nil && !info.ModTime().Equal(c.modified) {
			_ = c.load() // half written: tried again in a minute
		}
	}
	return c.current, nil
}

// names are the hosts that the certificate is for, wildcards left out: its DNS names, or else its addresses.
func (c *certificate) names() []string {
	c.mu.Lock()
	leaf := c.current.Leaf
	c.mu.Unlock()
	var names []string
	for _, name := range leaf.DNSNames {
		if !strings.HasPrefix(name, "*") {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		return names[:1]
	}
	for _, ip := range leaf.IPAddresses {
		names = append(names, ip.String())
	}
	return names
}

func (c *certificate) config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get, NextProtos: []string{"h2", "http/1.1"}}
}
