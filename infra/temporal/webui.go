package main

import (
	ui "github.com/temporalio/ui-server/v2/server"
	uiconfig "github.com/temporalio/ui-server/v2/server/config"
	"github.com/temporalio/ui-server/v2/server/server_options"
)

// startUI serves the Web UI, or nothing when headless. A port in use ends the process with a log line.
func startUI(opts options) *ui.Server {
	if opts.headless {
		return nil
	}
	server := ui.NewServer(server_options.WithConfigProvider(&uiconfig.Config{
		Host:                opts.ip,
		Port:                opts.uiPort,
		TemporalGRPCAddress: opts.address(),
		EnableUI:            true,
		DefaultNamespace:    opts.namespaces[0],
		// Plain HTTP on loopback: a secure-only cookie would block every action in the UI.
		CORS:             uiconfig.CORS{CookieInsecure: true},
		HideLogs:         true,
		DisableNewsFetch: true,
	}))
	go func() { _ = server.Start() }()
	return server
}
