import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBuild } from '../activities/engine/build/open-build.ts';
import { openBuildOf } from '../activities/engine/build/open-plan.ts';
import { planFlow } from '../activities/engine/plan/plan-flow.ts';
import { sealFlow } from '../activities/engine/plan/seal-flow.ts';
import { publishDataset } from '../activities/dataset/publish.ts';
import { importCorpus } from '../activities/engine/import/import-corpus.ts';
import { runShard } from '../activities/engine/rows/run-shard.ts';
import { recipeAnalyses, rowStages } from '../activities/recipes/index.ts';
import { startStandin } from '../infra/standin/server.ts';
import { recipeOf } from '../schemas/recipes/index.ts';
import { openHome } from '../workers/home.ts';
import { createParts } from '../workers/parts.ts';

const rows = 256;
const words = 'A prompt of some length, so that it is counted and asked as any other would be. ';

/**
 * The steps of a small build one after another, without Temporal: afterwards V8 has compiled what a build needs, and
 * the build of Tunesmith itself keeps that code.
 */
export async function rehearse(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-rehearsal-'));
  const standIn = await startStandin({ mistakes: 0 });
  const parts = createParts(await openHome({ TUNESMITH_HOME: join(folder, 'home') }), {});
  try {
    const prompts = Array.from({ length: rows }, (_, at) => ({ prompt: `${at}. ${words.repeat(10)}` }));
    const file = join(folder, 'prompts.jsonl');
    await writeFile(file, prompts.map((row) => `${JSON.stringify(row)}\n`).join(''));
    await buildFrom(file, standIn.baseUrl, join(folder, 'store'), parts);
  } finally {
    await parts.inference.close();
    await standIn.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function buildFrom(
  file: string,
  url: string,
  store: string,
  parts: ReturnType<typeof createParts>,
): Promise<void> {
  const { signal } = new AbortController();
  const config = recipeOf('generate').schema.parse({
    recipe: 'generate',
    name: 'rehearsal',
    store,
    endpoints: { stand: { urls: [url] } },
    roles: { model: { endpoint: 'stand', model: 'stand-in' } },
    table: { files: [file] },
    prompt: { column: 'prompt' },
  });
  const build = await openBuild({ config, id: 'rehearsal' }, parts);
  const corpus = { files: [file] };
  const imported = await importCorpus({ build, kind: 'records', corpus }, parts, signal, () => undefined);
  const calls = [{ stage: 'answer', params: { column: 'prompt' } }];
  const flow = await planFlow({ build, input: imported.table, calls }, parts);
  for (const step of flow.steps) {
    const stage = rowStages.get(step.call.stage);
    if (stage === undefined) throw new Error(`no stage ${step.call.stage}`);
    const shards = Array.from({ length: step.output.shards }, (_, index) => index);
    await Promise.all(
      shards.map((index) => runShard({ build, step, index }, stage, parts, signal, () => undefined)),
    );
  }
  const tables = [imported, ...(await sealFlow({ build, flow }, parts))];
  const table = tables.at(-1)?.table ?? imported.table;
  await publishDataset(
    { build: await openBuildOf(build, parts), kind: 'pair', table, tables },
    { analyses: recipeAnalyses, scratchDir: parts.scratchDir, memoryLimit: parts.setMemory, signal },
  );
}
