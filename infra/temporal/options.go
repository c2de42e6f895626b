package main

import (
	"flag"
	"fmt"
	"io"
	"net"
	"sort"
	"strings"

	enumspb "go.temporal.io/api/enums/v1"
)

type options struct {
	db               string
	ip               string
	port             int
	uiPort           int
	headless         bool
	logLevel         string
	namespaces       []string
	searchAttributes map[string]enumspb.IndexedValueType
	exitWithStdin    bool
}

func (o options) address() string { return fmt.Sprintf("%s:%d", o.ip, o.port) }

func (o options) uiURL() string {
	if o.headless {
		return ""
	}
	return fmt.Sprintf("http://%s:%d", o.ip, o.uiPort)
}

func parseFlags(args []string, usage io.Writer) (options, error) {
	opts := options{searchAttributes: map[string]enumspb.IndexedValueType{}}
	flags := flag.NewFlagSet("temporal", flag.ContinueOnError)
	flags.SetOutput(usage)
	flags.StringVar(&opts.db, "db", "", "SQLite `file`; created when absent")
	flags.StringVar(&opts.ip, "ip", "127.0.0.1", "loopback address to listen on")
	flags.IntVar(&opts.port, "port", 7233, "gRPC port of the frontend")
	flags.IntVar(&opts.uiPort, "ui-port", 8233, "HTTP port of the Web UI")
	flags.BoolVar(&opts.headless, "headless", false, "do not serve the Web UI")
	flags.StringVar(&opts.logLevel, "log-level", "warn", "debug, info, warn or error")
	flags.BoolVar(&opts.exitWithStdin, "exit-with-stdin", false, "stop when standard input is closed")
	flags.Func("namespace", "`name` of a namespace to create when absent; repeatable (default \"default\")", func(s string) error {
		opts.namespaces = append(opts.namespaces, s)
		return nil
	})
	flags.Func("search-attribute", "`Name=Type` of a search attribute of the namespaces that are created; repeatable", opts.addSearchAttribute)
	if err := flags.Parse(args); err != nil {
		return opts, err
	}
	if flags.NArg() > 0 {
		return opts, fmt.Errorf("unexpected argument %q: every option starts with --", flags.Arg(0))
	}
	if opts.db == "" {
		return opts, fmt.Errorf("--db is missing: name the SQLite file that keeps the workflows")
	}
	if ip := net.ParseIP(opts.ip); ip == nil || ip.To4() == nil || !ip.IsLoopback() {
		return opts, fmt.Errorf("--ip %s is not an IPv4 loopback address: this server has no authentication, use 127.0.0.1", opts.ip)
	}
	if len(opts.namespaces) == 0 {
		opts.namespaces = []string{"default"}
	}
	return opts, nil
}

func (o options) addSearchAttribute(s string) error {
	name, typeName, found := strings.Cut(s, "=")
	valueType, err := enumspb.IndexedValueTypeFromString(typeName)
	if !found || name == "" || err != nil || valueType == enumspb.INDEXED_VALUE_TYPE_UNSPECIFIED {
		return fmt.Errorf("%q is not Name=Type with a Type out of %s", s, strings.Join(valueTypeNames(), ", "))
	}
	o.searchAttributes[name] = valueType
	return nil
}

func valueTypeNames() []string {
	var names []string
	for value := range enumspb.IndexedValueType_name {
		if t := enumspb.IndexedValueType(value); t != enumspb.INDEXED_VALUE_TYPE_UNSPECIFIED {
			names = append(names, t.String())
		}
	}
	sort.Strings(names)
	return names
}
