// Package server is the composition root: it makes a whole server of the parts, starts them in their order, and stops
// them in the other.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"time"
	_ "time/tzdata" // meetings name time zones; minimal systems have none

	"github.com/cumbre-meet/cumbre/internal/archive"
	"github.com/cumbre-meet/cumbre/internal/archive/vault"
	"github.com/cumbre-meet/cumbre/internal/auth"
	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/config"
	"github.com/cumbre-meet/cumbre/internal/disk"
	"github.com/cumbre-meet/cumbre/internal/documents"
	"github.com/cumbre-meet/cumbre/internal/httpapi"
	"github.com/cumbre-meet/cumbre/internal/journal"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/record"
	"github.com/cumbre-meet/cumbre/internal/rtc"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/telemetry"
	"github.com/cumbre-meet/cumbre/internal/transcribe"
	"github.com/cumbre-meet/cumbre/internal/translate"
	"github.com/cumbre-meet/cumbre/internal/turn"
	"github.com/cumbre-meet/cumbre/web"
)

// Timeouts of HTTP connections. WebSockets have their own, in session.
const (
	headerTimeout = 10 * time.Second // a request's header: longer only holds connections open
	readTimeout   = 30 * time.Second // a request: 64 KiB over the slowest line that carries a meeting's sound
	writeTimeout  = 60 * time.Second // an answer: the web client's largest file over the same line
	idleTimeout   = 2 * time.Minute
	maxHeader     = 16 << 10 // bytes; cookies of other programs on the same host are the most of it
)

// stopTimeout bounds a graceful stop: 300 goodbyes take milliseconds, a request under way readTimeout at most.
const stopTimeout = 10 * time.Second

// Options are what a Server is made of besides its configuration.
type Options struct {
	// Version is the program's.
	Version string
	// Log gets everything but what is told to the person who starts the server.
	Log *slog.Logger
	// Demo serves /api/v1/demo; nil: there is none.
	Demo http.Handler
}

// Server is a running server.
type Server struct {
	cfg        config.Config
	log        *slog.Logger
	journal    *journal.Store
	engine     *rtc.Engine
	documents  *documents.Store
	recordings *record.Store
	archives   *vault.Vault
	speech     *transcribe.Queue // nil: there is no recognition
	relay      *turn.Server      // nil: there is none
	hub        *conference.Hub
	api        *httpapi.API
	http       *http.Server

	listener    net.Listener
	door        *turn.Door   // HTTP's listener where TURN shares the port; nil: it does not
	certificate *certificate // of https; nil: http
	relayURLs   []string

	baseURL    string
	adminToken string
	firstStart bool
	stopping   atomic.Bool
	failed     chan error // the HTTP server's end, if it was not asked to
	undo       []func(ctx context.Context) error
}

// New starts a server. It is ready when New returns. ctx bounds the start only. Errors that the operator can mend say
// how; nothing is left running or locked with them.
func New(ctx context.Context, cfg config.Config, o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{cfg: cfg, log: o.Log, failed: make(chan error, 1)}
	if err := s.start(ctx, o); err != nil {
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
		defer cancel()
		return nil, errors.Join(err, s.unwind(stop))
	}
	return s, nil
}

// start goes through the stages; each leaves in undo how it is undone.
func (s *Server) start(ctx context.Context, o Options) error {
	if err := s.cfg.Validate(); err != nil {
		return fmt.Errorf("configuration: %w", err)
	}
	// 1. The data folder, first its lock: a second server must harm nothing.
	key, err := s.openData(ctx, o.Version)
	if err != nil {
		return err
	}
	// 2. The ports, before anything long: what is taken is said at once.
	if err := s.listen(ctx); err != nil {
		return err
	}
	if err := s.startMedia(); err != nil {
		return err
	}
	if err := s.startRelay(ctx); err != nil {
		return err
	}
	s.startSpeech()
	// 3. The meetings, from the journal.
	s.hub, err = conference.OpenHub(ctx, conference.Config{
		Journal: s.journal, Media: media{s.engine}, Key: key, Log: s.log, Documents: s.documents, Recordings: s.recordings, Speech: s.speech, Translator: s.translator(),
		Archives: s.archives,
		Limits:   conference.Limits{Sessions: s.cfg.MaxParticipants, Viewers: s.cfg.MaxViewers}, Relays: s.relays,
	})
	if err != nil {
		return fmt.Errorf("meetings: %w", err)
	}
	s.undo = append(s.undo, s.hub.Close)
	// 4. The way in.
	return s.serve(o)
}

func (s *Server) openData(ctx context.Context, version string) (*auth.Key, error) {
	if err := prepareData(s.cfg.Data); err != nil {
		return nil, err
	}
	store, err := journal.Open(ctx, journal.Options{Dir: filepath.Join(s.cfg.Data, "journal"), SyncAlways: true, Log: s.log})
	if err != nil {
		return nil, explainJournal(s.cfg.Data, err)
	}
	s.journal = store
	s.undo = append(s.undo, func(context.Context) error { return store.Close() })
	if s.documents, err = documents.Open(filepath.Join(s.cfg.Data, "documents")); err != nil {
		return nil, err
	}
	if s.recordings, err = record.Open(filepath.Join(s.cfg.Data, "recordings")); err != nil {
		return nil, err
	}
	if err := s.openArchives(version); err != nil {
		return nil, err
	}
	key, err := auth.LoadServerKey(s.cfg.Data)
	if err != nil {
		return nil, err
	}
	s.adminToken, s.firstStart, err = auth.AdminToken(s.cfg.Data)
	return key, err
}

func (s *Server) openArchives(version string) error {
	key, err := archiveKey(s.cfg.Data)
	if err != nil {
		return err
	}
	s.archives, err = vault.Open(vault.Config{
		Dir: filepath.Join(s.cfg.Data, "archives"), Key: key, Journal: s.journal, Documents: s.documents.Open, Sounds: s.recordings.Read,
		Pages:   func(m proceedings.State, at time.Time) ([]vault.Page, error) { return archivePages(m, at, s.baseURL) },
		Program: version, Log: s.log,
	})
	return err
}

// ArchiveKey is what the archives of a data folder can be verified with.
func ArchiveKey(data string) (string, error) {
	if _, err := os.Stat(filepath.Join(data, auth.ArchiveKeyFile)); err != nil {
		return "", fmt.Errorf("the key of archives is made at the server's first start: %w", err)
	}
	key, err := archiveKey(data)
	if err != nil {
		return "", err
	}
	return key.String(), nil
}

// archiveKey is the key that archives are sealed with, which is made where there is none.
func archiveKey(data string) (*archive.Key, error) {
	private, err := auth.ArchiveKey(data)
	if err != nil {
		return nil, err
	}
	return archive.NewKey(private)
}

func (s *Server) listen(ctx context.Context) error {
	if s.cfg.TLSCert != "" {
		var err error
		if s.certificate, err = loadCertificate(s.cfg.TLSCert, s.cfg.TLSKey); err != nil {
			return err
		}
	}
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", s.cfg.HTTP)
	if err != nil {
		return explainHTTP(s.cfg.HTTP, err)
	}
	s.listener = listener
	s.undo = append(s.undo, func(context.Context) error { return exceptClosed(listener.Close()) })
	s.baseURL = s.cfg.BaseURL(s.Addr())
	return nil
}

func (s *Server) startMedia() error {
	cfg, err := mediaConfig(s.cfg)
	if err != nil {
		return err
	}
	engine, err := rtc.New(cfg, s.log)
	if err != nil {
		return explainMedia(s.cfg.MediaPort, err)
	}
	s.engine = engine
	s.undo = append(s.undo, func(context.Context) error { return engine.Close() })
	engine.Start(context.Background()) // ends with Close: everything that uses it ends before
	return nil
}

// startSpeech makes the way to the speech recognition, if there is one. It is not asked whether it answers: it may start later.
func (s *Server) startSpeech() {
	if s.cfg.ASRURL == "" {
		return
	}
	engine := &transcribe.Engine{URL: s.cfg.ASRURL, Key: s.cfg.ASRKey, Model: s.cfg.ASRModel, HTTP: &http.Client{}}
	queue := transcribe.NewQueue(engine, s.log)
	s.speech = queue
	s.undo = append(s.undo, func(context.Context) error { queue.Close(); return nil })
}

// translator is what drafts translations; nil: nothing does.
func (s *Server) translator() *translate.Translator {
	switch {
	case s.cfg.TranslateURL != "":
		return translate.NewLibre(s.cfg.TranslateURL, s.cfg.TranslateKey)
	case s.cfg.Apertium == "none":
		return nil
	}
	engine, err := translate.NewApertium(s.cfg.Apertium)
	if err != nil && s.cfg.Apertium != config.Default().Apertium {
		s.log.Warn("no translations are drafted: apertium names no program", "error", err)
	}
	return engine
}

func (s *Server) serve(o Options) error {
	metrics := telemetry.New(o.Version)
	metrics.Add("rtc", rtc.Stats{}, func() any { return s.engine.Stats() })
	metrics.Add("media", sfu.Stats{}, func() any { return s.hub.MediaStats() })
	metrics.Add("journal", conference.RecordingStats{}, func() any { return s.hub.RecordingStats() })
	metrics.Add("meetings", conference.Stats{}, func() any { return s.hub.Stats() })
	if s.speech != nil {
		metrics.Add("speech", transcribe.Stats{}, func() any { return s.speech.Stats() })
	}
	if s.relay != nil {
		metrics.Add("turn", turn.Stats{}, func() any { return s.relay.Stats() })
	}
	options := httpapi.Options{
		Backend: httpapi.ForHub(s.hub), IsAdmin: s.isAdmin, BaseURL: s.baseURL, Client: web.Client(), Ready: s.ready,
		Observer: metrics, Proxies: s.cfg.Proxies, Version: o.Version, Log: s.log,
	}
	options.Demo = o.Demo
	if s.cfg.Metrics {
		options.Metrics = metrics.Handler()
	}
	api, err := httpapi.New(options)
	if err != nil {
		return fmt.Errorf("HTTP: %w", err)
	}
	s.api = api
	s.undo = append(s.undo, api.Close)
	s.http = &http.Server{
		Handler: withTLS(api), ConnContext: connContext, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	run := func() error { return s.http.Serve(s.listener) }
	if s.certificate != nil {
		s.http.TLSConfig = s.certificate.config()
		run = func() error { return s.http.ServeTLS(s.listener, "", "") }
	}
	if s.door != nil { // which does the handshakes
		run = func() error { return s.http.Serve(s.door) }
	}
	go func() {
		if err := run(); !errors.Is(err, http.ErrServerClosed) {
			s.failed <- fmt.Errorf("HTTP: %w", err)
		}
	}() // ends with Close
	return nil
}

func (s *Server) isAdmin(token string) bool { return auth.Matches(token, auth.Hash(s.adminToken)) }

func (s *Server) ready(context.Context) error {
	if s.stopping.Load() {
		return errors.New("The server is stopping.") //nolint:staticcheck // a sentence for people, in a problem
	}
	return notRecorded(s.hub.NotRecorded())
}

// notRecorded is a journal that cannot be written, for people; nil: it can. It names no path: /readyz is open to all.
func notRecorded(reason string) error {
	var why string
	switch reason {
	case "":
		return nil
	case disk.Full:
		why = "the disk is full: free space"
	case disk.ReadOnly:
		why = "the disk is read-only: make it writable"
	default:
		why = "the disk does not take it: the log has the cause"
	}
	return fmt.Errorf("The journal cannot be written: %s, and it goes on by itself. Meetings go on without being recorded.", why) //nolint:staticcheck // sentences for people, in a problem
}

// Addr is the address that HTTP listens on.
func (s *Server) Addr() netip.AddrPort {
	addr, ok := s.listener.Addr().(*net.TCPAddr)
	if !ok {
		return netip.AddrPort{}
	}
	return addr.AddrPort()
}

// URL is the address for people, without a slash at the end.
func (s *Server) URL() string { return s.baseURL }

// AdminURL is the administrator's link. Its token is in the fragment: browsers send that to nobody.
func (s *Server) AdminURL() string { return s.baseURL + "/#admin=" + s.adminToken }

// AdminToken is the administrator's token.
func (s *Server) AdminToken() string { return s.adminToken }

// FirstStart tells whether the data folder was new.
func (s *Server) FirstStart() bool { return s.firstStart }

// MediaPort is the port of sound and picture.
func (s *Server) MediaPort() uint16 { return s.engine.Port() }

// Failed gives the error that ended the HTTP server, if one does.
func (s *Server) Failed() <-chan error { return s.failed }

// Close stops the server: no new requests, the sessions are told to come back, the journal is closed last. What does not
// end by ctx is cut off.
func (s *Server) Close(ctx context.Context) error {
	s.stopping.Store(true)
	shutdown := make(chan error, 1)
	go func() { shutdown <- s.http.Shutdown(ctx) }() // closes the listener at once, then waits for requests
	err := s.unwind(ctx)
	return errors.Join(err, exceptClosed(<-shutdown), exceptClosed(s.http.Close()))
}

// exceptClosed leaves out that the listener is closed: the stages and the HTTP server both close it, whoever comes first.
func exceptClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// unwind undoes the stages, the last first.
func (s *Server) unwind(ctx context.Context) error {
	var errs []error
	for _, undo := range slices.Backward(s.undo) {
		errs = append(errs, undo(ctx))
	}
	s.undo = nil
	return errors.Join(errs...)
}

// Run starts a server, tells started about it, and stops it gracefully when ctx ends. It returns nil then.
func Run(ctx context.Context, cfg config.Config, o Options, started func(*Server)) error {
	s, err := New(ctx, cfg, o)
	if err != nil {
		return err
	}
	if started != nil {
		started(s)
	}
	select {
	case <-ctx.Done():
		err = nil
	case err = <-s.failed:
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	return errors.Join(err, s.Close(stop))
}

// Description is the API's OpenAPI document. No server runs for it.
func Description(version string) ([]byte, error) {
	api, err := httpapi.New(httpapi.Options{Version: version, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	return api.Description()
}
