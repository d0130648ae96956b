package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/cumbre-meet/cumbre/internal/config"
	"github.com/cumbre-meet/cumbre/internal/server"
)

// serveCommand runs the server.
type serveCommand struct {
	config.Config
	File        string `name:"config" placeholder:"FILE" help:"Configuration file. Default: cumbre.yaml in the data folder, if it is there."`
	PrintConfig bool   `name:"print-config" help:"Print a commented configuration file with the settings as they are, and stop."`
}

// Run implements kong's command.
func (c *serveCommand) Run(ctx context.Context) error {
	if c.PrintConfig {
		_, err := os.Stdout.Write(config.Commented(c.Config))
		return err
	}
	log := newLogger(c.Config)
	return server.Run(ctx, c.Config, server.Options{Version: version(), Log: log}, func(s *server.Server) {
		greet(c.Config, s)
		if s.FirstStart() && c.File == "" {
			writeConfig(c.Config, log)
		}
	})
}

// newLogger makes the log that the configuration asks for, on the standard error.
func newLogger(cfg config.Config) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(cfg.LogLevel)) // one of four: kong has checked
	options := &slog.HandlerOptions{Level: level}
	if cfg.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, options))
}

// greet tells the person at the terminal where to go. The administrator's link is shown once, at the first start: later
// terminals may be somebody else's.
func greet(cfg config.Config, s *server.Server) {
	fmt.Printf("Cumbre %s\n\n  Meetings  %s\n  API       %s/docs\n  Media     port %d (UDP and TCP)\n", version(), s.URL(), s.URL(), s.MediaPort())
	if urls := s.RelayURLs(); len(urls) > 0 {
		fmt.Printf("  Relay     %s\n", strings.Join(urls, " "))
	}
	token := filepath.Join(cfg.Data, "admin-token")
	if s.FirstStart() {
		fmt.Printf("\nThe administrator's link; its token is also in %s:\n\n  %s\n\n", token, s.AdminURL())
		return
	}
	fmt.Printf("  Token     %s (administrator: open %s/#admin=TOKEN)\n\n", token, s.URL())
}

// writeConfig leaves a commented file for whoever looks for the settings. Failing is no reason not to serve.
func writeConfig(cfg config.Config, log *slog.Logger) {
	path := filepath.Join(cfg.Data, config.FileName)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if os.IsExist(err) {
		return
	}
	if err == nil {
		_, err = f.Write(config.Commented(config.Default()))
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
	}
	if err != nil {
		log.Warn("the configuration file was not written", "path", path, "error", err)
	}
}
