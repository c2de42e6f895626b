import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Dataset } from '../../../schemas/build/task.ts';
import type { Foundry } from '../../builds/foundry.ts';

export const model = { endpoint: 'default', model: 'stand-in' };
/** Everybody who measures pairs is there. */
export const measuring = {
  instructor: model,
  responder: model,
  labeller: model,
  guard: model,
  embedder: model,
  reward: model,
  base: model,
};

/** A build of the recipe on the stand-in; `more` goes over what it says. */
export function drawing(instructions: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    recipe: 'magpie',
    name: 'drawn',
    instructions,
    preQuery: { from: { family: 'llama-3' } },
    roles: { instructor: model, responder: model },
    ...more,
  };
}

/** How often the stand-in answered while something was built. */
export async function askedBy<T>(
  { standin }: Foundry,
  build: () => Promise<T>,
): Promise<[asked: number, built: T]> {
  const before = standin.stats().answered;
  const built = await build();
  return [standin.stats().answered - before, built];
}

const LineSchema = z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })) });

/** The dataset's conversations, as trainers read them. */
export async function conversationsOf({
  location,
}: Dataset): Promise<z.output<typeof LineSchema>['messages'][]> {
  const files = (await readdir(location, { recursive: true })).filter((file) =>
    file.endsWith('messages.jsonl'),
  );
  const texts = await Promise.all(files.map((file) => readFile(join(location, file), 'utf8')));
  return texts
    .join('')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => LineSchema.parse(JSON.parse(line)).messages);
}
