package main

import (
	"fmt"
	"net"
	"time"

	"go.temporal.io/server/common/authorization"
	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/dynamicconfig"
	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/membership/static"
	"go.temporal.io/server/common/primitives"
	"go.temporal.io/server/temporal"
)

const store = "sqlite"

// dynamicConfig departs from the server's defaults where one process on one machine is better served.
var dynamicConfig = dynamicconfig.StaticClient{
	// One worker fleet and one SQLite writer: partitions only spread pollers thin and delay tasks.
	dynamicconfig.MatchingNumTaskqueueReadPartitions.Key():  1,
	dynamicconfig.MatchingNumTaskqueueWritePartitions.Key(): 1,
	// The only tenant is the user: no request of ours is to be throttled on loopback.
	dynamicconfig.FrontendRPS.Key():                                  10_000,
	dynamicconfig.FrontendMaxNamespaceRPSPerInstance.Key():           10_000,
	dynamicconfig.FrontendMaxNamespaceVisibilityRPSPerInstance.Key(): 500,
	// The defaults hold up to 128,000 workflows in memory; a laptop has other uses for it.
	dynamicconfig.HistoryCacheHostLevelMaxSize.Key(): 8_192,
}

func newServer(opts options, sqlConfig *config.SQL, logger log.Logger) (temporal.Server, error) {
	conf, err := serverConfig(opts, sqlConfig)
	if err != nil {
		return nil, err
	}
	return temporal.NewServer(
		temporal.WithConfig(conf),
		temporal.ForServices(temporal.DefaultServices),
		temporal.WithStaticHosts(staticHosts(conf)),
		temporal.WithLogger(logger),
		temporal.WithAuthorizer(authorization.NewNoopAuthorizer()),
		temporal.WithDynamicConfigClient(dynamicConfig),
	)
}

func serverConfig(opts options, sqlConfig *config.SQL) (*config.Config, error) {
	services, err := listeners(opts)
	if err != nil {
		return nil, err
	}
	conf := &config.Config{
		Persistence: config.Persistence{
			DefaultStore:     store,
			VisibilityStore:  store,
			NumHistoryShards: 1,
			DataStores:       map[string]config.DataStore{store: {SQL: sqlConfig}},
		},
		ClusterMetadata: &cluster.Config{
			FailoverVersionIncrement: 10,
			MasterClusterName:        clusterName,
			CurrentClusterName:       clusterName,
			ClusterInformation: map[string]cluster.ClusterInformation{
				clusterName: {Enabled: true, InitialFailoverVersion: 1, RPCAddress: opts.address()},
			},
		},
		DCRedirectionPolicy: config.DCRedirectionPolicy{Policy: "noop"},
		Services:            services,
		PublicClient:        config.PublicClient{HostPort: opts.address()},
	}
	conf.Global.Membership = config.Membership{MaxJoinDuration: 30 * time.Second, BroadcastAddress: opts.ip}
	conf.Archival.History.State = "disabled"
	conf.Archival.Visibility.State = "disabled"
	conf.NamespaceDefaults.Archival.History.State = "disabled"
	conf.NamespaceDefaults.Archival.Visibility.State = "disabled"
	return conf, nil
}

// listeners gives the frontend its port and every other service a free one of its own.
func listeners(opts options) (map[string]config.Service, error) {
	services := map[string]config.Service{}
	for _, name := range temporal.DefaultServices {
		port := opts.port
		if name != string(primitives.FrontendService) {
			probe, err := net.Listen("tcp", net.JoinHostPort(opts.ip, "0"))
			if err != nil {
				return nil, fmt.Errorf("no free port on %s: %w", opts.ip, err)
			}
			// Held until all are chosen, so that no two services get the same port.
			defer func() { _ = probe.Close() }()
			if err := leaveWaiting(probe); err != nil {
				return nil, fmt.Errorf("cannot keep %s for a service: %w", probe.Addr(), err)
			}
			port = probe.Addr().(*net.TCPAddr).Port
		}
		services[name] = config.Service{RPC: config.RPC{GRPCPort: port, BindOnIP: opts.ip}}
	}
	return services, nil
}

// leaveWaiting makes a connection to the port and ends it from the port's side, which leaves it in TIME_WAIT: for a minute
// the system gives it to nobody who takes whichever is free, and a service may listen on it by name. Services take seconds
// to listen; of 300 ports that were left at once, 2,000 others who took whichever was free got 80.
func leaveWaiting(probe net.Listener) error {
	caller, err := net.Dial("tcp", probe.Addr().String())
	if err != nil {
		return err
	}
	defer func() { _ = caller.Close() }()
	accepted, err := probe.Accept()
	if err != nil {
		return err
	}
	// Before the caller's end, which then finds it waiting.
	return accepted.Close()
}

func staticHosts(conf *config.Config) map[primitives.ServiceName]static.Hosts {
	hosts := map[primitives.ServiceName]static.Hosts{}
	for name, service := range conf.Services {
		hosts[primitives.ServiceName(name)] = static.SingleLocalHost(
			fmt.Sprintf("%s:%d", service.RPC.BindOnIP, service.RPC.GRPCPort))
	}
	return hosts
}
