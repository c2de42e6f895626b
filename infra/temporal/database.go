package main

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/persistence/sql/sqlplugin/sqlite"
	schema "go.temporal.io/server/schema/sqlite"
	"google.golang.org/protobuf/types/known/durationpb"
)

// retention is how long a closed workflow stays visible: a dataset's history is read weeks after its build.
const retention = 30 * 24 * time.Hour

const clusterName = "active"

var errBusy = errors.New("another server already serves this database")

// servingPragmas make commits cheap: five times the workflow starts a second of SQLite's defaults. A killed process loses
// nothing; a power cut may lose the last commits, which workflows then redo. One connection (the plugin's default)
// stays faster than several, which fail each other's writes with "database is locked".
var servingPragmas = map[string]string{
	"journal_mode":       "wal",
	"synchronous":        "normal",
	"cache_size":         "-64000", // KiB
	"wal_autocheckpoint": "10000",  // pages, 40 MB
}

// lockDatabase keeps two servers off one file. The kernel frees the lock when the process ends, however it ends.
func lockDatabase(db string) (*os.File, error) {
	file, err := os.OpenFile(db+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cannot open the database's lock file: %w", err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("%w: %s", errBusy, db)
	}
	return file, nil
}

// openDatabase creates the file, its schema and its namespaces where they are absent.
func openDatabase(opts options) (*config.SQL, error) {
	path, err := filepath.Abs(opts.db)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		if err := createDatabase(path); err != nil {
			return nil, fmt.Errorf("cannot create the database %s: %w", path, err)
		}
	}
	sqlConfig := sqliteConfig(path, servingPragmas)
	var namespaces []*schema.NamespaceConfig
	for _, name := range opts.namespaces {
		namespace, err := schema.NewNamespaceConfig(clusterName, name, false, opts.searchAttributes)
		if err != nil {
			return nil, fmt.Errorf("cannot register the search attributes of namespace %s: %w", name, err)
		}
		namespace.Detail.Config.Retention = durationpb.New(retention)
		namespaces = append(namespaces, namespace)
	}
	if err := schema.CreateNamespaces(sqlConfig, namespaces...); err != nil {
		return nil, fmt.Errorf("cannot open the database %s: %w", path, err)
	}
	return sqlConfig, nil
}

// createDatabase writes the schema beside the file and renames it, so that a kill leaves no half-made database.
func createDatabase(path string) error {
	draft := path + ".new"
	if err := os.Remove(draft); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := schema.SetupSchema(sqliteConfig(draft, map[string]string{"synchronous": "off"})); err != nil {
		return err
	}
	return os.Rename(draft, path)
}

func sqliteConfig(path string, pragmas map[string]string) *config.SQL {
	attributes := map[string]string{"mode": "rwc"}
	for name, value := range pragmas {
		attributes[name] = value
	}
	return &config.SQL{
		PluginName: sqlite.PluginName,
		// The plugin puts the name into a file: URI unescaped.
		DatabaseName:      (&url.URL{Path: path}).EscapedPath(),
		ConnectAttributes: attributes,
	}
}
