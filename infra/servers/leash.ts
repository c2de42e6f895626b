/**
 * A POSIX shell that runs a server which cannot watch its starter itself. The starter holds the write end of the
 * shell's standard input; when the starter ends, even by SIGKILL, the kernel closes it, `read` returns, and the
 * process group is asked to stop and then made to. A shell costs 1 MB where a Node watchdog costs 40.
 */
const LEASH = `
exec 3<&0
trap : TERM INT HUP
"$@" </dev/null 3<&- &
server=$!
(trap '' TERM INT HUP; read -r line <&3; kill -TERM 0; sleep 10; kill -KILL 0) &
watch=$!
code=0
while kill -0 "$server" 2>/dev/null; do wait "$server"; code=$?; done
kill -KILL "$watch"
exit "$code"
`;

/** The command line that runs `command` so that it ends when standard input does. Run it as a process group leader. */
export function onLeash(command: string, args: readonly string[]): { command: string; args: string[] } {
  return { command: 'sh', args: ['-c', LEASH, 'tunesmith-leash', command, ...args] };
}
