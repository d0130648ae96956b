package servers

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/coder/websocket"
)

// maxMessage bounds a message from a server, in bytes: the list of a large meeting has one megabyte.
const maxMessage = 4 << 20

// socket is a participant's WebSocket. read runs on one goroutine, which ends with it.
type socket struct {
	conn   *websocket.Conn
	ctx    context.Context // the socket's life
	cancel context.CancelFunc
}

// dial opens a WebSocket. ctx bounds the opening only.
func dial(ctx context.Context, url string, header http.Header) (*socket, error) {
	conn, _, err := websocket.Dial(ctx, url, &websocket.DialOptions{HTTPHeader: header})
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", url, err)
	}
	conn.SetReadLimit(maxMessage)
	life, cancel := context.WithCancel(context.Background())
	return &socket{conn, life, cancel}, nil
}

// read gives every message to handle until the socket ends, and returns why it did.
func (s *socket) read(handle func([]byte) error) error {
	for {
		_, b, err := s.conn.Read(s.ctx)
		if err != nil {
			return fmt.Errorf("the server's WebSocket: %w", err)
		}
		if err := handle(b); err != nil {
			return err
		}
	}
}

func (s *socket) json(m any) error {
	b, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return s.conn.Write(s.ctx, websocket.MessageText, b)
}

func (s *socket) binary(b []byte) error { return s.conn.Write(s.ctx, websocket.MessageBinary, b) }

func (s *socket) close() {
	if s == nil {
		return
	}
	s.cancel()
	_ = s.conn.CloseNow()
}
