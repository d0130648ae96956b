package config

import (
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var compareAddrs = cmp.Options{
	cmp.Comparer(func(a, b netip.Addr) bool { return a == b }),
	cmp.Comparer(func(a, b netip.Prefix) bool { return a == b }),
	cmpopts.EquateEmpty(),
}

// load parses a command line as cmd/cumbre does.
func load(t *testing.T, args ...string) (Config, error) {
	t.Helper()
	var cli struct {
		Serve struct {
			Config
			File string `name:"config"`
		} `cmd:""`
	}
	parser, err := kong.New(&cli, kong.DefaultEnvars(EnvPrefix), kong.Resolvers(Resolver()), kong.Exit(func(int) { t.Error("exit") }))
	if err != nil {
		t.Fatal(err)
	}
	_, err = parser.Parse(append([]string{"serve"}, args...))
	return cli.Serve.Config, err
}

func writeConfig(t *testing.T, content string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, FileName), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestDefaultsAreTheContract(t *testing.T) {
	cfg := Default()
	if cfg.HTTP != "localhost:8080" || cfg.Data != "./data" || cfg.MediaPort != 8443 || !cfg.MediaUDP || !cfg.MediaTCP {
		t.Errorf("defaults: %+v", cfg)
	}
	if err := cfg.Validate(); err != nil {
		t.Error(err)
	}
	got, err := load(t, "--data", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	got.Data = cfg.Data
	if diff := cmp.Diff(cfg, got, compareAddrs); diff != "" {
		t.Error(diff)
	}
}

func TestPrecedence(t *testing.T) {
	dir := writeConfig(t, "media-port: 1111\nlog-level: debug\nmax-viewers: 5\nmedia-tcp: false\n")
	t.Setenv("CUMBRE_MEDIA_PORT", "2222")
	t.Setenv("CUMBRE_LOG_LEVEL", "warn")
	cfg, err := load(t, "--data", dir, "--media-port", "3333")
	if err != nil {
		t.Fatal(err)
	}
	if cfg.MediaPort != 3333 {
		t.Errorf("flag over environment: media-port %d", cfg.MediaPort)
	}
	if cfg.LogLevel != "warn" {
		t.Errorf("environment over file: log-level %s", cfg.LogLevel)
	}
	if cfg.MaxViewers != 5 || cfg.MediaTCP {
		t.Errorf("file over default: max-viewers %d, media-tcp %t", cfg.MaxViewers, cfg.MediaTCP)
	}
	if cfg.MaxParticipants != 300 {
		t.Errorf("default: max-participants %d", cfg.MaxParticipants)
	}
}

func TestDataFolderFromTheEnvironment(t *testing.T) {
	dir := writeConfig(t, "max-viewers: 7\n")
	t.Setenv("CUMBRE_DATA", dir)
	cfg, err := load(t)
	if err != nil || cfg.MaxViewers != 7 {
		t.Errorf("max-viewers %d, %v", cfg.MaxViewers, err)
	}
}

func TestFileForms(t *testing.T) {
	dir := writeConfig(t, `# a comment
http: "0.0.0.0:80"
media-address:
  - 192.0.2.1
  - "2001:db8::1"
trusted-proxies: [127.0.0.1/32, 10.0.0.0/8]
public-url:
media-udp: true # on
`)
	cfg, err := load(t, "--data", dir)
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.HTTP, want.Data = "0.0.0.0:80", dir
	want.MediaAddresses = []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")}
	want.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8")}
	if diff := cmp.Diff(want, cfg, compareAddrs); diff != "" {
		t.Error(diff)
	}
}

func TestFileErrorsNameTheLine(t *testing.T) {
	for name, tc := range map[string]struct {
		content, want string
	}{
		"unknown key":         {"http: :80\nmedia-prot: 1\n", ":2: media-prot: unknown key; did you mean media-port?"},
		"unknown, far":        {"\n\nfoo: 1\n", ":3: foo: unknown key; `cumbre serve --print-config` prints all keys"},
		"underscores":         {"media_port: 1\n", ":1: media_port: unknown key; did you mean media-port?"},
		"twice":               {"http: :80\nhttp: :81\n", ":2:"},
		"not a number":        {"\nmedia-port: abc\n", ":2: media-port: "},
		"out of range":        {"media-port: 70000\n", ":1: media-port: "},
		"not an address":      {"media-address: [1.2.3]\n", ":1: media-address: "},
		"not one of":          {"log-level: loud\n", `:1: log-level: must be one of debug,info,warn,error but got "loud"`},
		"nested":              {"http:\n  port: 80\n", ":1: http: expected one value or a list of values"},
		"a list":              {"- http\n", ":1: expected lines of the form key: value"},
		"syntax":              {"http: :80\ndata: \"x\n", ":2: "},
		"another data folder": {"data: /elsewhere\n", ":1: data: the file lies in the data folder"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := writeConfig(t, tc.content)
			_, err := load(t, "--data", dir)
			if err == nil || !strings.Contains(err.Error(), filepath.Join(dir, FileName)+tc.want) {
				t.Errorf("got %v, want …%s", err, tc.want)
			}
		})
	}
}

func TestNamedFileMustExist(t *testing.T) {
	_, err := load(t, "--config", filepath.Join(t.TempDir(), "none.yaml"))
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestNamedFileMayNameTheData(t *testing.T) {
	dir := writeConfig(t, "data: /srv/cumbre\n")
	cfg, err := load(t, "--config", filepath.Join(dir, FileName))
	if err != nil || cfg.Data != "/srv/cumbre" {
		t.Errorf("data %q, %v", cfg.Data, err)
	}
}

func TestCommentedFileReadsBack(t *testing.T) {
	cfg := Default()
	cfg.HTTP = ":80"
	cfg.PublicURL = "https://meet.example.org"
	cfg.MediaAddresses = []netip.Addr{netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("192.0.2.1")}
	cfg.MediaTCP = false
	text := string(Commented(cfg))
	for _, key := range Keys() {
		if !strings.Contains(text, "\n"+key+": ") && !strings.Contains(text, "\n#"+key+": ") {
			t.Errorf("%s is missing", key)
		}
	}
	if strings.Contains(text, "\nmedia-port:") || !strings.Contains(text, "\n#media-port: 8443\n") {
		t.Error("a default is not commented out")
	}
	dir := writeConfig(t, text)
	got, err := load(t, "--data", dir)
	if err != nil {
		t.Fatal(err)
	}
	got.Data = cfg.Data
	if diff := cmp.Diff(cfg, got, compareAddrs); diff != "" {
		t.Error(diff)
	}
	// With every key uncommented the file still says the same: the defaults are written as they are read.
	all := writeConfig(t, strings.ReplaceAll(strings.ReplaceAll(text, "\n#", "\n"), "\n ", "\n# "))
	got, err = load(t, "--config", filepath.Join(all, FileName))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(cfg, got, compareAddrs); diff != "" {
		t.Error(diff)
	}
}

func TestValidateNamesTheKey(t *testing.T) {
	for key, change := range map[string]func(*Config){
		"http":             func(c *Config) { c.HTTP = "8080" },
		"public-url":       func(c *Config) { c.PublicURL = "meet.example.org" },
		"tls-cert":         func(c *Config) { c.TLSCert = "x" },
		"data":             func(c *Config) { c.Data = "" },
		"media-listen":     func(c *Config) { c.MediaListen = "eth0" },
		"media-address":    func(c *Config) { c.MediaAddresses = []netip.Addr{netip.IPv4Unspecified()} },
		"media-udp":        func(c *Config) { c.MediaUDP, c.MediaTCP = false, false },
		"max-participants": func(c *Config) { c.MaxParticipants = 0 },
		"max-viewers":      func(c *Config) { c.MaxViewers = 0 },
		"turn-port":        func(c *Config) { c.TURNPort = c.MediaPort },
		"turn-tls":         func(c *Config) { c.TURNTLS = ":5349" },
		"turn-tls-cert":    func(c *Config) { c.TURNTLSCert = "x" },
		"turn-host":        func(c *Config) { c.TURNHost = "turn.example.org:443" },
		"turn-url":         func(c *Config) { c.TURNURLs = []string{"https://example.org"} },
	} {
		cfg := Default()
		change(&cfg)
		var keyErr *KeyError
		if err := cfg.Validate(); !errors.As(err, &keyErr) || keyErr.Key != key {
			t.Errorf("%s: got %v", key, err)
		}
	}
}

func TestValidateTURN(t *testing.T) {
	certs := func(c *Config) { c.TLSCert, c.TLSKey = "c", "k" }
	for name, tc := range map[string]struct {
		change func(*Config)
		want   string // "" none
	}{
		"all of it": {func(c *Config) {
			certs(c)
			c.TURNPort, c.TURNTLS, c.TURNHost = 3478, "192.0.2.1:443", "2001:db8::1"
			c.TURNURLs = []string{"turn:[2001:db8::1]:3478?transport=udp", "turns:turn.example.org", "turn:192.0.2.1:80"}
		}, ""},
		"a certificate of its own":    {func(c *Config) { c.TURNTLS, c.TURNTLSCert, c.TURNTLSKey = ":5349", "c", "k" }, ""},
		"no media by UDP":             {func(c *Config) { c.MediaUDP = false }, ""},
		"but wanted":                  {func(c *Config) { c.MediaUDP, c.TURNPort = false, 3478 }, "turn-port: needs media-udp"},
		"off":                         {func(c *Config) { c.TURN = false }, ""},
		"off, but wanted":             {func(c *Config) { c.TURN, c.TURNURLs = false, []string{"turn:x"} }, "turn-url: is set, and turn is off"},
		"http's address":              {func(c *Config) { certs(c); c.HTTP, c.TURNTLS = ":443", ":443" }, "turn-tls: :443 is http's own address"},
		"no port":                     {func(c *Config) { certs(c); c.TURNTLS = "turn.example.org" }, "turn-tls: "},
		"a port that browsers refuse": {func(c *Config) { c.TURNPort = 990 }, "turn-port: 990 is a port that Chromium"},
		"and by TLS":                  {func(c *Config) { certs(c); c.TURNTLS = ":990" }, "turn-tls: 990 is a port"},
		"UDP 443":                     {func(c *Config) { c.TURNPort = 443 }, ""},
		"TLS over UDP":                {func(c *Config) { c.TURNURLs = []string{"turns:x?transport=udp"} }, "TLS goes over TCP"},
		"a transport of its own":      {func(c *Config) { c.TURNURLs = []string{"turn:x?transport=sctp"} }, "transport=udp or transport=tcp"},
		"no host":                     {func(c *Config) { c.TURNURLs = []string{"turn::3478"} }, "no host"},
		"a path":                      {func(c *Config) { c.TURNURLs = []string{"turn:x/y"} }, "no host"},
		"a bad port":                  {func(c *Config) { c.TURNURLs = []string{"turn:x:99999"} }, "turn-url: "},
		"an empty port":               {func(c *Config) { c.TURNURLs = []string{"turn:x:"} }, "turn-url: "},
	} {
		cfg := Default()
		tc.change(&cfg)
		err := cfg.Validate()
		if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
			t.Errorf("%s: got %v, want %q", name, err, tc.want)
		}
	}
}

func TestBaseURL(t *testing.T) {
	addr := netip.MustParseAddrPort("127.0.0.1:9999")
	for _, tc := range []struct{ http, public, cert, want string }{
		{"localhost:0", "", "", "http://localhost:9999"},
		{":8080", "", "", "http://localhost:9999"},
		{"0.0.0.0:8080", "", "", "http://localhost:9999"},
		{"[::]:8080", "", "c", "https://localhost:9999"},
		{"192.0.2.7:8080", "", "", "http://192.0.2.7:9999"},
		{":8080", "https://meet.example.org/", "", "https://meet.example.org"},
	} {
		cfg := Config{HTTP: tc.http, PublicURL: tc.public, TLSCert: tc.cert}
		if got := cfg.BaseURL(addr); got != tc.want {
			t.Errorf("%s %s: got %s, want %s", tc.http, tc.public, got, tc.want)
		}
	}
}

func FuzzParseFile(f *testing.F) {
	for _, seed := range []string{
		"", "http: :80\n", "a: [1, 2]\n", "- x\n", "media-address:\n  - 1.2.3.4\n", "http: |\n  x\n", "? x\n: y\n",
		"http: &a x\ndata: *a\n", "http: !!binary x\n", "---\n---\n", "\"http\": x\n", "http: {a: b}\n", "\x00", "[]: x",
	} {
		f.Add([]byte(seed))
	}
	f.Add(Commented(Default()))
	f.Fuzz(func(t *testing.T, content []byte) {
		parsed, err := parseFile("f", content)
		if (parsed == nil) == (err == nil) {
			t.Errorf("parsed %v, error %v", parsed, err)
		}
	})
}
