import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addLanes } from '../../client/progress/add-lanes.ts';
import { LaneReader } from '../../client/progress/read-lane.ts';
import { ProgressSchema, type Progress } from '../../schemas/build/progress.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';
import { DatasetSchema, type FileRef } from '../../schemas/build/task.ts';
import { DatasetManifestSchema } from '../../schemas/dataset/manifest.ts';
import { shardsUnderWay } from '../survival/pending.ts';
import { until } from '../survival/until.ts';
import { serveWorkflows } from './custom-workflows.ts';
import { openFoundry, type Foundry } from './foundry.ts';

const asked = (language: string, rows: number) =>
  Array.from({ length: rows }, (_, at) => ({ q: `${language} question ${at}` }));

async function configOf({ store, standin }: Foundry, files: string[]): Promise<unknown> {
  return recipeOf('generate').schema.parse({
    recipe: 'generate',
    name: 'answers',
    store,
    endpoints: { default: { urls: [standin.baseUrl] } },
    table: { files },
    roles: { model: { endpoint: 'default', model: 'stand-in' } },
    prompt: { column: 'q' },
    sharding: { rows: 25 },
    lanes: { count: 2, window: 1 },
  });
}

test('flows of several languages are under way at once, are told apart, and stop and go together', async () => {
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 100, slots: 16 });
  const { client, standin } = foundry;
  const inputs = {
    tel: [await foundry.writeLines('tel.jsonl', asked('tel', 300))],
    hin: [await foundry.writeLines('hin.jsonl', asked('hin', 200))],
  };
  const taskQueue = await serveWorkflows(foundry, './languages-workflow.ts');
  const build = await client.workflow.start('languages', {
    workflowId: 'answers',
    taskQueue,
    args: [await configOf(foundry, [...inputs.tel]), inputs],
  });
  const progress = async (): Promise<Progress> => ProgressSchema.parse(await build.query('progress'));

  await until('both languages are under way', async () => (await progress()).flows?.length === 2);
  const { stages, lanes, flows, phase } = await progress();
  expect(phase).toBe('answer (tel); answer (hin)');
  expect(stages.map(({ title }) => title)).toEqual([
    'Import (tel)',
    'Import (hin)',
    'Answer (tel)',
    'Answer (hin)',
  ]);
  expect(lanes.map((lane) => lane.replace(/\/\d-/, '/n-'))).toEqual([
    'answers/n-answer-tel/lane-1',
    'answers/n-answer-tel/lane-2',
    'answers/n-answer-hin/lane-1',
    'answers/n-answer-hin/lane-2',
  ]);
  expect(flows?.map(({ first, stages: count, rows }) => [first, count, rows])).toEqual([
    [2, 1, 300],
    [3, 1, 200],
  ]);

  await build.signal('pause', true);
  await until('no shard is under way', async () => {
    const states = await Promise.all(
      lanes.map((lane) => client.workflow.getHandle(lane).query<Progress>('progress')),
    );
    return states.every((lane) => lane.paused) && (await shardsUnderWay(client, 'answers')) === 0;
  });
  expect(standin.stats().answered).toBeLessThan(500);
  const reader = new LaneReader(client);
  const whole = addLanes(await progress(), await Promise.all(lanes.map((lane) => reader.read(lane))));
  const [, , tel, hin] = whole.stages;
  expect([tel?.total, hin?.total]).toEqual([300, 200]);
  expect((tel?.rows ?? 0) + (hin?.rows ?? 0)).toBe(standin.stats().answered);
  await build.signal('pause', false);

  const dataset = DatasetSchema.parse(await build.result());
  expect(dataset).toMatchObject({ name: 'answers-tel', version: 1, rows: 300 });
  expect(dataset.others).toMatchObject([{ name: 'answers-hin', version: 1, rows: 200 }]);
  expect(dataset.tables.map(({ title, counts }) => [title, counts.out])).toEqual([
    ['Import (tel)', 300],
    ['Answer (tel)', 300],
    ['Import (hin)', 200],
    ['Answer (hin)', 200],
  ]);
  const manifest = DatasetManifestSchema.parse(
    JSON.parse(await readFile(join(foundry.store, 'datasets/answers-hin/v1/manifest.json'), 'utf8')),
  );
  expect(manifest.tables.map(({ title, counts }) => [title, counts.out])).toEqual([
    ['Import (hin)', 200],
    ['Answer (hin)', 200],
  ]);
  expect(standin.stats().repeated).toBe(0);
});

test('a workflow learns which files an input names, and that one of them changed', async () => {
  const foundry = await openFoundry();
  const paths = [
    await foundry.writeLines('b.jsonl', asked('b', 1)),
    await foundry.writeLines('a.jsonl', asked('a', 1)),
  ];
  const taskQueue = await serveWorkflows(foundry, './languages-workflow.ts');
  const listed = async (): Promise<FileRef[]> =>
    foundry.client.workflow.execute<(config: unknown) => Promise<FileRef[]>>('files', {
      workflowId: 'files',
      taskQueue,
      args: [await configOf(foundry, paths)],
    });
  const before = await listed();
  expect(before.map(({ uri }) => uri)).toEqual([...paths].sort());
  await writeFile(`${paths[0] ?? ''}.new`, '{"q":"another"}\n');
  await rename(`${paths[0] ?? ''}.new`, paths[0] ?? '');
  const after = await listed();
  expect(after.map(({ fingerprint }, at) => fingerprint === before[at]?.fingerprint)).toEqual([true, false]);
});
