#!/bin/sh
# Runs a command with the Node that dist was made with (infra/node.mjs), where it is still there, before all others on
# the PATH. An installed package was made elsewhere: where the PATH has one that is past its end, it takes the newest one
# that a checkout has fetched here. Argument: dist, then the command.
node=
[ -r "$1/program/node" ] && read -r node <"$1/program/node"
if [ ! -x "$node" ]; then
  node=
  cache=${TUNESMITH_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tunesmith}
  [ -z "$TUNESMITH_CACHE" ] && [ -d "$HOME/Library/Caches/tunesmith" ] && cache=$HOME/Library/Caches/tunesmith
  for each in "$cache"/node/*/[0-9]*/bin/node; do
    [ -x "$each" ] && node=$each
  done
  [ -n "$node" ] && case $(node --version 2>/dev/null) in
    v20.* | v21.* | '') ;;
    *) node= ;;
  esac
fi
[ -x "$node" ] && PATH="${node%/*}:$PATH" && export PATH
shift
exec "$@"
