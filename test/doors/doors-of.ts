import { Client as McpClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { startTunesmith, theCommand } from '../cli/command-line.ts';
import { ownFolder } from '../client/config-file.ts';
import type { Foundry } from '../builds/foundry.ts';
import { until } from '../survival/until.ts';

export const [token, reader] = ['t'.repeat(32), 'r'.repeat(32)];

/** A command that listens, by its address. */
export async function listening(args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  const running = startTunesmith([...args, '--port', '0'], ownFolder(), env);
  return until('it listens', () => {
    const url = /http:\S+/.exec(running.stdout())?.[0];
    if (url === undefined && running.stderr() !== '') throw new Error(running.stderr());
    return Promise.resolve(url);
  });
}

/** Environment and arguments of a door to a foundry. */
export function surroundings({ temporal, store, standin }: Foundry) {
  const env = {
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    OPENAI_BASE_URL: standin.baseUrl,
    OPENAI_MODEL: 'stand-in',
    TUNESMITH_TOKEN: `${'o'.repeat(32)}, ${token}`,
    TUNESMITH_READ_TOKEN: reader,
  };
  return { env, args: ['--address', temporal.address, '--namespace', temporal.namespace, '--store', store] };
}

/** An agent that has come in by a transport of the SDK. */
export async function agentOn(transport: Parameters<McpClient['connect']>[0]) {
  const client = new McpClient({ name: 'test', version: '1' });
  await client.connect(transport);
  onTestFinished(() => client.close());
  const call = async (name: string, given: Record<string, unknown> = {}) => {
    const { isError, content } = z
      .object({ isError: z.boolean().optional(), content: z.array(z.object({ text: z.string() })) })
      .parse(await client.callTool({ name, arguments: given }));
    return { failed: isError === true, text: content.map(({ text }) => text).join('') };
  };
  return { call, tools: (await client.listTools()).tools };
}

/** An agent on `tunesmith mcp`, by its standard input and output. */
export function agentOnStdio(foundry: Foundry, ...more: string[]) {
  const { env, args } = surroundings(foundry);
  const [command = '', ...rest] = theCommand(['mcp', ...args, ...more]);
  return agentOn(
    new StdioClientTransport({ command, args: rest, cwd: ownFolder(), env: { ...childEnv(), ...env } }),
  );
}

function childEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
