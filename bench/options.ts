import { parseArgs } from 'node:util';
import { z } from 'zod';
import { scenarios } from './scenarios/index.ts';
import type { Scenario } from './scenario.ts';

/** A command line that the benchmark does not understand; the message says what it takes. */
export class BenchUsage extends Error {
  override name = 'BenchUsage';
}

export interface BenchOptions {
  readonly scenarios: readonly Scenario[];
  /** Factor on the rows of every scenario. */
  readonly scale: number;
  /** File for all numbers. */
  readonly json: string;
}

const usage = `npm run bench -- [options]

  --only NAME,...   only these: ${scenarios.map(({ name }) => name).join(', ')}
  --scale X         factor on the rows, for a quick look; figures are judged at 1 only (default 1)
  --json FILE       where all numbers go (default bench-results.json)`;

const flagsSchema = z.object({
  only: z.string().optional(),
  scale: z.coerce.number().positive().max(10).default(1),
  json: z.string().min(1).default('bench-results.json'),
});

/** Reads the command line. Throws BenchUsage. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { only, scale, json } = flagsSchema.parse(flagsOf(args));
  if (only === undefined) return { scenarios, scale, json };
  const names = only.split(',');
  const unknown = names.filter((name) => !scenarios.some((scenario) => scenario.name === name));
  if (unknown.length > 0) throw new BenchUsage(`no scenario is called ${unknown.join(', ')}\n\n${usage}`);
  return { scenarios: scenarios.filter(({ name }) => names.includes(name)), scale, json };
}

function flagsOf(args: readonly string[]): unknown {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args: [...args], options: { only: text, scale: text, json: text } }).values;
  } catch (error) {
    throw new BenchUsage(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}
