// Command cumbre is the whole program: the server and what goes with it.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/cumbre-meet/cumbre/internal/config"
)

// commands is the command line. Each command has a file of its own in this folder.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Run the server."`
	Demo    demoCommand    `cmd:"" help:"Run the server with a meeting that is already under way."`
	Verify  verifyCommand  `cmd:"" help:"Verify an archive, offline."`
	Bench   benchCommand   `cmd:"" help:"Measure a running server under load."`
	Version versionCommand `cmd:"" help:"Print the version."`
	OpenAPI openAPICommand `cmd:"" name:"openapi" help:"Print the API's description (OpenAPI 3.1)."`

	ShowVersion kong.VersionFlag `name:"version" env:"-" help:"Print the version."`
}

func main() {
	// The second signal ends the program at once: stop restores the default as soon as the first came.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:]))
}

// exit ends run where kong would end the process: after --help and --version.
type exit int

// run is the program without its process: it returns the exit status.
func run(ctx context.Context, args []string) (status int) {
	defer func() {
		switch v := recover().(type) {
		case nil:
		case exit:
			status = int(v)
		default:
			panic(v)
		}
	}()
	if len(args) > 0 && args[0] == "help" {
		args = append(args[1:len(args):len(args)], "--help")
	}
	var cli commands
	parser, err := kong.New(&cli,
		kong.Name("cumbre"), kong.Description("Videoconferences between delegations that do not share a language."),
		kong.DefaultEnvars(config.EnvPrefix), kong.Resolvers(config.Resolver()), kong.UsageOnError(),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.ValueFormatter(helpOf), kong.Vars{"version": versionLine()},
		kong.Exit(func(status int) { panic(exit(status)) }),
	)
	if err != nil {
		panic("cumbre: the command line's own definition: " + err.Error())
	}
	kctx, err := parser.Parse(args)
	if err == nil {
		err = kctx.Run()
	}
	if err == nil {
		return 0
	}
	if errors.Is(err, errNotVerified) {
		return 1
	}
	fmt.Fprintf(os.Stderr, "cumbre: %s\n", strings.TrimSpace(message(err)))
	if _, ok := errors.AsType[unreadable](err); ok {
		return 2
	}
	if _, ok := errors.AsType[*kong.ParseError](err); ok {
		fmt.Fprintln(os.Stderr, "`cumbre --help` lists the commands, `cumbre serve --help` all settings.")
		return 2
	}
	return 1
}

// helpOf is a flag's help with its default, which kong shows only where no placeholder stands in its place.
func helpOf(v *kong.Value) string {
	text := kong.DefaultHelpValueFormatter(v)
	if v.Flag == nil || v.Flag.PlaceHolder == "" || v.Default == "" {
		return text
	}
	return text + " Default: " + v.Default + "."
}

// message leaves out the flag that kong puts before an error of the configuration file: it is the first flag of the
// command, not what the error is about.
func message(err error) string {
	if file, ok := errors.AsType[*config.FileError](err); ok {
		return file.Error()
	}
	return err.Error()
}
