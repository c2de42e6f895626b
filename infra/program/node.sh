#!/bin/sh
# Runs a command with the Node that dist was made with (infra/node.mjs), where it is still there, before all others on
# the PATH; without one, with whichever there is. Argument: dist, then the command.
node=
[ -r "$1/program/node" ] && read -r node <"$1/program/node"
[ -x "$node" ] && PATH="${node%/*}:$PATH" && export PATH
shift
exec "$@"
