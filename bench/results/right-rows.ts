import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { promptAt } from '../work/prompts.ts';

const pairSchema = z.object({
  prompt: z.string(),
  completion: z.string().optional(),
  response: z.string().optional(),
});

/** What a results file holds of the prompts 0 to `rows`. */
export interface RightRows {
  /** Rows with the prompt that was given and an answer. */
  readonly right: number;
  /** Prompts without an answer. */
  readonly lost: number;
  /** Rows of a prompt beyond its first. */
  readonly duplicated: number;
}

/** Compares a dataset's prompt-completion lines, or the plain loop's results, with the prompts that were given. */
export async function rightRows(path: string, rows: number): Promise<RightRows> {
  const missing = new Set(Array.from({ length: rows }, (_, at) => promptAt(at)));
  let duplicated = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const { prompt, completion, response } = pairSchema.parse(JSON.parse(line));
    const answered = (completion ?? response ?? '') !== '';
    if (answered && !missing.delete(prompt)) duplicated += 1;
  }
  return { right: rows - missing.size, lost: missing.size, duplicated };
}

/** The file of a published version that `rightRows` reads. */
export function pairsOf(location: string): string {
  return join(location, 'prompt-completion.jsonl');
}
