#!/bin/sh
# Starts the command line, $1. The row phase makes garbage fast: what a row holds while it waits for its answer is copied
# by each collection of a small young space, and lives on in the old one. 32 MB instead of 16 cost 25 MB of memory, and
# save a fifteenth of the CPU; 64 came to 511 MiB at 200,000 rows, where 477 are allowed. glibc keeps an arena of 64 MB
# for each of twenty native threads, unless it is told.
kib=16777216
if [ -r /proc/meminfo ]; then
  while read -r name value _; do
    [ "$name" = MemTotal: ] && kib=$value && break
  done </proc/meminfo
fi
# What a container may take of it.
bytes=max
[ -r /sys/fs/cgroup/memory.max ] && read -r bytes </sys/fs/cgroup/memory.max
case $bytes in
  max | *[!0-9]*) ;;
  *) [ $((bytes / 1024)) -lt "$kib" ] && kib=$((bytes / 1024)) ;;
esac
young=32
[ "$kib" -lt 3900000 ] && young=16
[ "$kib" -lt 1900000 ] && young=4
MALLOC_ARENA_MAX=2
export MALLOC_ARENA_MAX
here=$(dirname "$(readlink -f "$0")")
exec sh "$here/node.sh" "$here/../.." node "--max-semi-space-size=$young" "$@"
