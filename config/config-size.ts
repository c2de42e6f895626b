import type { ConfigFinding } from './config-error.ts';

/** Temporal refuses what is above 2 MB in one piece; beside the config, a step's input names the build. */
const mostBytes = 1_900_000;

/** The finding for a config that no Temporal server takes, which names its largest part; undefined for one that fits. */
export function tooLarge(config: Readonly<Record<string, unknown>>): ConfigFinding | undefined {
  const bytes = sizeOf(config);
  if (bytes <= mostBytes) return undefined;
  const at = largestPart(config);
  const problem =
    `the config is ${megabytes(bytes)} MB with this part, and Temporal takes ${megabytes(mostBytes)} MB in one piece. ` +
    'Name a folder or a glob instead of many files, and a file instead of a long text (prompt.file, prompts)';
  return { at, line: undefined, problem };
}

/** The path to the part that holds most of it: not below a list, whose entries are alike. */
function largestPart(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
  const parts = Object.entries<unknown>({ ...value }).map(([name, part]) => ({
    name,
    part,
    bytes: sizeOf(part),
  }));
  const [largest] = parts.sort((a, b) => b.bytes - a.bytes);
  if (largest === undefined || largest.bytes < sizeOf(value) / 2) return '';
  const below = largestPart(largest.part);
  return below === '' ? largest.name : `${largest.name}.${below}`;
}

function sizeOf(value: unknown): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
