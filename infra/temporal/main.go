// Command temporal runs every Temporal service and the Web UI in one process on one SQLite file.
//
// It exists because the Temporal CLI cannot be built from the Go module proxy, and Tunesmith has to come up
// on a machine that reaches package registries only. It listens on loopback alone: there is no authentication.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"go.temporal.io/server/common/log"
)

// stopLimit bounds an orderly stop; SQLite commits are durable, so a hard exit afterwards loses nothing.
const stopLimit = 8 * time.Second

// exitBusy tells the starter that another process serves the same database file.
const exitBusy = 3

func main() {
	opts, err := parseFlags(os.Args[1:], os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		os.Exit(0)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if err := run(opts); err != nil {
		fmt.Fprintln(os.Stderr, err)
		if errors.Is(err, errBusy) {
			os.Exit(exitBusy)
		}
		os.Exit(1)
	}
}

func run(opts options) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if opts.exitWithStdin {
		go cancelAtEOF(os.Stdin, cancel)
	}

	lock, err := lockDatabase(opts.db)
	if err != nil {
		return err
	}
	defer func() { _ = lock.Close() }()

	logger := log.NewZapLogger(log.BuildZapLogger(log.Config{Level: opts.logLevel, Format: "console"}))
	sqlConfig, err := openDatabase(opts)
	if err != nil {
		return err
	}
	server, err := newServer(opts, sqlConfig, logger)
	if err != nil {
		return fmt.Errorf("cannot set up the Temporal server: %w", err)
	}
	if err := server.Start(); err != nil {
		return fmt.Errorf("cannot start the Temporal server: %w", err)
	}
	ui := startUI(opts)

	if err := awaitReady(ctx, opts); err == nil {
		_ = json.NewEncoder(os.Stdout).Encode(map[string]any{
			"address": opts.address(), "uiUrl": opts.uiURL(), "pid": os.Getpid(),
		})
	} else if ctx.Err() == nil {
		return err
	}
	<-ctx.Done()

	time.AfterFunc(stopLimit, func() {
		fmt.Fprintf(os.Stderr, "not stopped after %s: exiting\n", stopLimit)
		os.Exit(0)
	})
	if ui != nil {
		ui.Stop()
	}
	return server.Stop()
}

// cancelAtEOF ends the server with its starter: the kernel closes the pipe even when the starter is killed.
func cancelAtEOF(stdin io.Reader, cancel context.CancelFunc) {
	_, _ = io.Copy(io.Discard, stdin)
	cancel()
}
