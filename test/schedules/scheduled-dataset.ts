import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Tunesmith, type BuildConfig, type ScheduledRun, type ScheduleHandle } from '../../client/index.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';
import type { Foundry } from '../builds/foundry.ts';
import { until } from '../survival/until.ts';

/** A dataset of one answer a line, whose files a test writes and removes. */
export async function scheduledDataset({ folder, store, standin, temporal }: Foundry): Promise<{
  client: Tunesmith;
  config: BuildConfig;
  files: string;
  write: (name: string, topics: readonly string[]) => Promise<void>;
}> {
  const client = await Tunesmith.connect(temporal);
  onTestFinished(() => client.close());
  const files = join(folder, 'data');
  await mkdir(files);
  const config = recipeOf('generate').schema.parse({
    recipe: 'generate',
    name: 'nightly',
    store,
    endpoints: { default: { urls: [standin.baseUrl] } },
    table: { files: [join(files, '*.jsonl')], id: 'topic' },
    prompt: { template: 'Explain {{topic}} to a beginner.' },
    roles: {
      model: {
        endpoint: 'default',
        model: 'stand-in',
        price: { promptPerMillion: 1000, completionPerMillion: 1000 },
      },
    },
  });
  return {
    client,
    config,
    files,
    write: (name, topics) =>
      writeFile(join(files, name), topics.map((topic) => `${JSON.stringify({ topic })}\n`).join('')),
  };
}

/** Triggers a build, and waits for its end. */
export async function runNow(schedule: ScheduleHandle): Promise<ScheduledRun> {
  const triggered = await schedule.trigger();
  if (triggered.outcome !== 'started') throw new Error(`the run was ${triggered.outcome}`);
  return until('the run has ended', async () => {
    const found = (await schedule.runs()).find(({ build }) => build === triggered.build);
    return found?.state === 'running' ? undefined : found;
  });
}
