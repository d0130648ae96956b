// Package config is what an operator can set. The Config struct's tags are the only list of keys: the flags, the
// environment variables, the file's keys, the help and the commented file are all made from it. A flag goes before
// the environment, the environment before the file, the file before the default.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"
)

// FileName is the configuration file's name in the data folder, where --config names no other.
const FileName = "cumbre.yaml"

// EnvPrefix starts the name of every environment variable: media-port is CUMBRE_MEDIA_PORT.
const EnvPrefix = "CUMBRE"

// Config is everything that can be configured. The zero Config is not usable: see Default.
type Config struct {
	HTTP      string         `name:"http" default:"localhost:8080" placeholder:"HOST:PORT" help:"Address of the web pages and the API. Browsers give camera and microphone only to https or localhost: for other machines set tls-cert, or put a proxy that does TLS in front."`
	PublicURL string         `name:"public-url" placeholder:"URL" help:"Address that people use, for the links that are handed out, such as https://meet.example.org. Default: made from http."`
	TLSCert   string         `name:"tls-cert" placeholder:"FILE" help:"Certificate chain (PEM) to serve https with. Read again when the file changes."`
	TLSKey    string         `name:"tls-key" placeholder:"FILE" help:"Private key (PEM) of tls-cert."`
	Proxies   []netip.Prefix `name:"trusted-proxies" placeholder:"CIDR" help:"Networks of proxies whose X-Forwarded-For is believed, such as 127.0.0.1/32."`

	Data string `name:"data" default:"./data" placeholder:"DIR" help:"Folder for everything that is kept. One server at a time."`

	MediaPort      uint16       `name:"media-port" default:"8443" placeholder:"N" help:"Port of sound and picture, UDP and TCP. 0: any free one."`
	MediaAddresses []netip.Addr `name:"media-address" placeholder:"IP" help:"Addresses at which clients reach the media port. Default: those of this machine's interfaces."`
	MediaListen    string       `name:"media-listen" placeholder:"IP" help:"Address that the media port is bound to. Default: all."`
	MediaUDP       bool         `name:"media-udp" default:"true" negatable:"" help:"Carry media over UDP."`
	MediaTCP       bool         `name:"media-tcp" default:"true" negatable:"" help:"Carry media over TCP too, for networks that block UDP."`
	MediaSend      string       `name:"media-send" default:"auto" enum:"auto,single,mmsg,gso" help:"How packets leave: one system call each (single), a batch (mmsg), runs of segments (gso), or the best of these that a trial at the start finds working (auto)."`
	MediaSenders   int          `name:"media-senders" default:"-1" placeholder:"N" help:"Goroutines that send what is much for the media loop, on other processors. 0: the loop does all. Default: two less than the processors, at most 4."`

	TURN        bool     `name:"turn" default:"true" negatable:"" help:"Relay media, to this server only, for people whose network blocks the media port: on the port of http where that is open to other machines, and where turn-port and turn-tls say. Browsers use it by themselves."`
	TURNPort    uint16   `name:"turn-port" default:"0" placeholder:"N" help:"Port of TURN over UDP and TCP, such as 3478. It may be http's: then UDP is opened beside it. 0: none."`
	TURNTLS     string   `name:"turn-tls" placeholder:"HOST:PORT" help:"Address of TURN over TLS besides http's own, such as :5349, or another address's :443."`
	TURNTLSCert string   `name:"turn-tls-cert" placeholder:"FILE" help:"Certificate chain (PEM) of turn-tls. Default: tls-cert."`
	TURNTLSKey  string   `name:"turn-tls-key" placeholder:"FILE" help:"Private key (PEM) of turn-tls-cert."`
	TURNHost    string   `name:"turn-host" placeholder:"HOST" help:"Name at which clients reach TURN; over TLS it must be one of the certificate's, and Firefox takes no IP address. Default: public-url's, or the certificate's first, or without TLS the media addresses."`
	TURNURLs    []string `name:"turn-url" placeholder:"URL" help:"What clients are told instead of what follows from the rest, such as turns:turn.example.org:443?transport=tcp where a proxy hands port 443 on by name."`

	MaxParticipants int `name:"max-participants" default:"300" placeholder:"N" help:"Participants in one meeting."`
	MaxViewers      int `name:"max-viewers" default:"1000" placeholder:"N" help:"WHEP viewers in one meeting."`

	ASRURL   string `name:"asr-url" placeholder:"URL" help:"Speech recognition of what is recorded: the whole address of an endpoint as OpenAI's POST /v1/audio/transcriptions, which whisper.cpp's server and others have too. What is said goes there. Default: none."`
	ASRModel string `name:"asr-model" placeholder:"NAME" help:"Model that asr-url is asked for, where it has several."`
	ASRKey   string `name:"asr-key" placeholder:"KEY" help:"Bearer token for asr-url. Set it in the file or the environment: others see a process's flags."`

	TranslateURL string `name:"translate-url" placeholder:"URL" help:"Drafts of translations of texts under negotiation: the whole address of an endpoint as LibreTranslate's POST /translate. Paragraphs go there when somebody asks for a draft. Default: Apertium, where it is installed."`
	TranslateKey string `name:"translate-key" placeholder:"KEY" help:"API key for translate-url. Set it in the file or the environment: others see a process's flags."`
	Apertium     string `name:"apertium" default:"apertium" placeholder:"PROGRAM" help:"Apertium's program, which drafts translations where there is no translate-url. none: nothing does."`

	Metrics   bool   `name:"metrics" default:"true" negatable:"" help:"Serve counters for Prometheus at /metrics."`
	LogLevel  string `name:"log-level" default:"info" enum:"debug,info,warn,error" help:"Least important level to log: debug, info, warn or error."`
	LogFormat string `name:"log-format" default:"text" enum:"text,json" help:"Lines for people (text) or for programs (json)."`
}

// Default returns the configuration of a server that nobody configured.
func Default() Config {
	var cfg Config
	parser, err := kong.New(&cfg, kong.Name("cumbre"))
	if err == nil {
		_, err = parser.Parse(nil)
	}
	if err != nil {
		panic("config: the defaults in the tags of Config do not parse: " + err.Error())
	}
	return cfg
}

// KeyError says what is wrong with the value of a key, in whichever place it was set.
type KeyError struct {
	Key    string
	Reason string
}

// Error names the key.
func (e *KeyError) Error() string { return e.Key + ": " + e.Reason }

// Validate returns the *KeyErrors of values that are well formed and make no sense, joined.
func (c *Config) Validate() error {
	var errs []error
	bad := func(key, format string, args ...any) {
		errs = append(errs, &KeyError{Key: key, Reason: fmt.Sprintf(format, args...)})
	}
	if err := checkHostPort(c.HTTP); err != nil {
		bad("http", "%q is not HOST:PORT: %v", c.HTTP, err)
	}
	if err := checkURL(c.PublicURL); err != nil {
		bad("public-url", "%q is not an address like https://meet.example.org: %v", c.PublicURL, err)
	}
	if err := checkURL(c.ASRURL); err != nil {
		bad("asr-url", "%q is not an address like http://127.0.0.1:8000/v1/audio/transcriptions: %v", c.ASRURL, err)
	}
	if err := checkURL(c.TranslateURL); err != nil {
		bad("translate-url", "%q is not an address like http://127.0.0.1:5000/translate: %v", c.TranslateURL, err)
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		bad("tls-cert", "and tls-key go together: set both or none")
	}
	if c.Data == "" {
		bad("data", "is empty: name a folder")
	}
	if c.MediaListen != "" {
		if _, err := netip.ParseAddr(c.MediaListen); err != nil {
			bad("media-listen", "%q is not an IP address", c.MediaListen)
		}
	}
	for _, addr := range c.MediaAddresses {
		if addr.IsUnspecified() || addr.IsMulticast() {
			bad("media-address", "%s is not an address that a client could reach; to listen on all interfaces set nothing", addr)
		}
	}
	if !c.MediaUDP && !c.MediaTCP {
		bad("media-udp", "and media-tcp cannot both be off: no media could flow")
	}
	if c.MediaSenders < -1 || c.MediaSenders > 16 {
		bad("media-senders", "%d: 0 to 16, or -1 for the default", c.MediaSenders)
	}
	c.validateTURN(bad)
	if c.MaxParticipants < 1 {
		bad("max-participants", "%d: at least 1", c.MaxParticipants)
	}
	if c.MaxViewers < 1 {
		bad("max-viewers", "%d: at least 1", c.MaxViewers)
	}
	return errors.Join(errs...)
}

// validateTURN looks at what the relay needs. bad notes what is wrong with a key.
func (c *Config) validateTURN(bad func(key, format string, args ...any)) {
	if c.TURNTLS != "" {
		if err := checkHostPort(c.TURNTLS); err != nil {
			bad("turn-tls", "%q is not HOST:PORT: %v", c.TURNTLS, err)
		}
		if c.TURNTLSCert == "" && c.TLSCert == "" {
			bad("turn-tls", "needs a certificate: set turn-tls-cert and turn-tls-key, or tls-cert and tls-key")
		}
		if c.TURNTLS == c.HTTP && !strings.HasSuffix(c.HTTP, ":0") {
			bad("turn-tls", "%s is http's own address, where TURN is served already: leave turn-tls out", c.TURNTLS)
		}
	}
	if (c.TURNTLSCert == "") != (c.TURNTLSKey == "") {
		bad("turn-tls-cert", "and turn-tls-key go together: set both or none")
	}
	c.validateTURNPorts(bad)
	for key, set := range map[string]bool{"turn-port": c.TURNPort != 0, "turn-tls": c.TURNTLS != "", "turn-url": len(c.TURNURLs) > 0} {
		switch {
		case set && !c.TURN:
			bad(key, "is set, and turn is off: leave one of them out")
		case set && !c.MediaUDP:
			bad(key, "needs media-udp: browsers reach only the UDP address of the media port by a relay")
		}
	}
	if strings.ContainsAny(c.TURNHost, ":/?#@ ") && !isIP(c.TURNHost) {
		bad("turn-host", "%q is neither a name nor an IP address; the port is turn-port's, turn-tls's or http's", c.TURNHost)
	}
	for _, u := range c.TURNURLs {
		if err := checkTURNURL(u); err != nil {
			bad("turn-url", "%q is not an address like turns:turn.example.org:443?transport=tcp: %v", u, err)
		}
	}
}

// validateTURNPorts looks at the ports of the relay: those that browsers use.
func (c *Config) validateTURNPorts(bad func(key, format string, args ...any)) {
	if !isTURNPort(c.TURNPort) {
		bad("turn-port", "%d is a port that Chromium uses for no TURN: choose 53, 80, 443, or one from 1024 on", c.TURNPort)
	}
	if _, port, err := net.SplitHostPort(c.TURNTLS); err == nil {
		if n, err := strconv.ParseUint(port, 10, 16); err == nil && !isTURNPort(uint16(n)) {
			bad("turn-tls", "%d is a port that Chromium uses for no TURN: choose 443, or one from 1024 on", n)
		}
	}
	if c.TURNPort != 0 && c.TURNPort == c.MediaPort {
		bad("turn-port", "%d is the media port; TURN is for networks that block that one, so choose another", c.TURNPort)
	}
}

// isTURNPort tells the ports that browsers use: libwebrtc's TurnPort::AllowedTurnPort. 0 is none, or any.
func isTURNPort(n uint16) bool { return n == 0 || n == 53 || n == 80 || n == 443 || n >= 1024 }

func isIP(s string) bool {
	_, err := netip.ParseAddr(s)
	return err == nil
}

// checkTURNURL takes RFC 7065's form. Browsers fail for a whole list with one that they do not understand.
func checkTURNURL(s string) error {
	scheme, rest, _ := strings.Cut(s, ":")
	if scheme != "turn" && scheme != "turns" {
		return errors.New("it does not start with turn: or turns:, as it must")
	}
	authority, query, hasQuery := strings.Cut(rest, "?")
	if hasQuery && query != "transport=udp" && query != "transport=tcp" {
		return errors.New("after the ? only transport=udp or transport=tcp can stand")
	}
	if scheme == "turns" && query == "transport=udp" {
		return errors.New("TLS goes over TCP")
	}
	u, err := url.Parse("turn://" + authority)
	if err != nil || u.Hostname() == "" || u.Host != authority {
		return errors.New("it has no host, or more than host and port")
	}
	if port := u.Port(); port != "" || strings.HasSuffix(authority, ":") {
		return checkHostPort(authority)
	}
	return nil
}

func checkHostPort(s string) error {
	_, port, err := net.SplitHostPort(s)
	if err != nil {
		if addrErr, ok := errors.AsType[*net.AddrError](err); ok {
			return errors.New(addrErr.Err)
		}
		return err
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return fmt.Errorf("the port %q is not a number from 0 to 65535", port)
	}
	return nil
}

// checkURL takes "" or an http(s) URL without query and fragment. A path is allowed: a proxy may strip it.
func checkURL(s string) error {
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return err
	case u.Scheme != "http" && u.Scheme != "https":
		return errors.New("it starts with neither https:// nor http://")
	case u.Host == "":
		return errors.New("it has no host")
	case u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return errors.New("it has a query, a fragment or a user name")
	}
	return nil
}

// BaseURL is the start of the links that are handed out, without a slash at the end. addr is the HTTP listener's
// actual address, for the port where the configured one is 0.
func (c *Config) BaseURL(addr netip.AddrPort) string {
	if c.PublicURL != "" {
		return strings.TrimRight(c.PublicURL, "/")
	}
	scheme := "http"
	if c.TLSCert != "" {
		scheme = "https"
	}
	host, _, err := net.SplitHostPort(c.HTTP)
	if ip, parseErr := netip.ParseAddr(host); err != nil || host == "" || parseErr == nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return scheme + "://" + net.JoinHostPort(host, strconv.Itoa(int(addr.Port())))
}
