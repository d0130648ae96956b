package httpapi

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/coder/websocket"

	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/session"
)

// serveLive hands a WebSocket to the session. The first message carries the token, so that none is in an address.
func (a *API) serveLive(w http.ResponseWriter, r *http.Request) {
	addr := a.clientAddr(r)
	if !strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		w.Header().Set("Connection", "Upgrade")
		w.Header().Set("Upgrade", "websocket")
		writeProblem(w, problem("websocket-expected", "Connect with a WebSocket client; the messages are described at /docs."))
		return
	}
	// A token comes only after the upgrade, so wrong ones of before do not count here: one encoder that tries again and
	// again with a revoked token would shut out everybody behind its address.
	if wait := a.upgrades.take(time.Now(), addr); wait > 0 {
		writeProblem(w, problem("too-many-connections", "Too many connections from your address; the client tries again by itself."))
		return
	}
	// No check of Origin: nothing that the browser adds by itself gives any right here, the token in the first
	// message does. Proxies that change the host, and clients of other hosts, work.
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{
		InsecureSkipVerify: true, CompressionMode: websocket.CompressionDisabled,
	})
	if err != nil {
		a.log.Debug("WebSocket not accepted", "from", addr, "error", err)
		return
	}
	conn.SetReadLimit(session.ReadLimit)
	a.live.Add(1)
	defer a.live.Done()
	a.runLive(&liveConn{conn}, addr)
}

func (a *API) runLive(conn *liveConn, addr netip.Addr) {
	defer func() { _ = conn.ws.CloseNow() }()
	err := a.backend.Live(a.life, conn, a.log.With("from", addr))
	var p *protocol.Problem
	switch {
	case err == nil:
	case errors.As(err, &p):
		if p.Status == http.StatusUnauthorized || p.Status == http.StatusForbidden {
			a.observer.Denied(p.Code)
		}
		if p.Status == http.StatusUnauthorized {
			a.failures.take(time.Now(), addr)
		}
	case a.life.Err() == nil:
		a.log.Info("session ended", "from", addr, "error", err)
	}
}

// liveConn is a WebSocket as the session wants it.
type liveConn struct{ ws *websocket.Conn }

// Read implements session.Conn. The protocol is text; a binary message is as malformed as any other.
func (c *liveConn) Read(ctx context.Context) ([]byte, error) {
	_, message, err := c.ws.Read(ctx)
	return message, err
}

// Write implements session.Conn.
func (c *liveConn) Write(ctx context.Context, message []byte) error {
	return c.ws.Write(ctx, websocket.MessageText, message)
}

// Close implements session.Conn.
func (c *liveConn) Close(code int, reason string) error {
	return c.ws.Close(websocket.StatusCode(code), reason)
}
