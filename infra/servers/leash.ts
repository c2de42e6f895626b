/**
 * A POSIX shell that runs a server which cannot watch its users itself. They hold the write end of the shell's standard
 * input; when the last of them ends, even by SIGKILL, the kernel closes it, `read` fails, and the process group is asked
 * to stop and then made to. A line is the name of a user that has come: its entry in the folder is renamed (lease.ts). A
 * shell costs 1 MB where a Node watchdog costs 40.
 */
const LEASH = `
exec 3<&0
users=$1
shift
trap : TERM INT HUP
"$@" </dev/null 3<&- &
server=$!
(
trap '' TERM INT HUP
while read -r user <&3; do mv "$users/$user.joining" "$users/$user"; done
exec 3<&-
kill -TERM 0
for second in 1 2 3 4 5 6 7 8 9 10; do sleep 1; done
kill -KILL 0
) &
watch=$!
code=0
while kill -0 "$server" 2>/dev/null; do wait "$server"; code=$?; done
kill -KILL "$watch"
exit "$code"
`;

/**
 * The command line that runs `command` so that it ends when standard input does. Run it as a process group leader.
 * `users` is the folder of a lease; without one the starter is the only user.
 */
export function onLeash(
  command: string,
  args: readonly string[],
  users = '',
): { command: string; args: string[] } {
  return { command: 'sh', args: ['-c', LEASH, 'tunesmith-leash', users, command, ...args] };
}
