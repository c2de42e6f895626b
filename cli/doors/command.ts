import { InvalidArgumentError, type Command } from 'commander';
import { fleet, home, positive } from '../flags.ts';
import { withStore } from '../store-given.ts';
import type { McpOptions, ServeOptions } from './open.ts';

type End = (code: Promise<number>) => Promise<never>;

/** Commands that let others in: programs by HTTP, agents by MCP. */
export function addDoorCommands(program: Command, end: End): void {
  const command = (name: string, about: string): Command =>
    withStore(program.command(name).description(about))
      .addOption(home())
      .addOption(fleet())
      .option('--address <host:port>', 'Temporal server (TEMPORAL_ADDRESS, else a local one)')
      .option('--namespace <name>', 'Temporal namespace (TEMPORAL_NAMESPACE, else default)')
      .option('--host <host>', 'where to listen', '127.0.0.1')
      .option('--rate <n>', 'requests a minute that are answered', positive, 600);
  command('serve', 'builds and datasets over HTTP, for programs with a token (TUNESMITH_TOKEN)')
    .option('--port <n>', 'port to listen at', port, 8420)
    .action(async (options: ServeOptions) => end((await import('./open.ts')).serveHttp(options)));
  command('mcp', 'builds and datasets for agents, by the Model Context Protocol on standard input and output')
    .option('--allow-builds', 'agents may start, pause and cancel builds')
    .option('--port <n>', 'over HTTP at this port instead, at /mcp, with a token (TUNESMITH_TOKEN)', port)
    .action(async (options: McpOptions) => end((await import('./open.ts')).serveMcp(options)));
}

function port(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > 65_535)
    throw new InvalidArgumentError('It must be a port, 0 to 65535.');
  return number;
}
