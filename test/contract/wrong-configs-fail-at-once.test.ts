import type { Client } from '@temporalio/client';
import { expect, test } from 'vitest';
import { openFoundry } from '../builds/foundry.ts';
import { failureOf } from '../survival/failure.ts';
import { written } from './written.ts';

/** What Temporal's own client needs to know, in any language: the type, the queue, and the config. */
function start(client: Client, type: string, config: unknown, more: unknown[] = []) {
  const workflowId = `nightly-${type}-${Math.random()}`;
  return client.workflow.start(type, { taskQueue: 'tunesmith', workflowId, args: [config, ...more] });
}

test('a wrong config fails a workflow at once, with a line a finding', async () => {
  const foundry = await openFoundry();
  const { client, store } = foundry;
  const table = await foundry.writeLines('questions.jsonl', [{ q: 'one' }]);
  const failure = async (type: string, config: unknown, ...more: unknown[]) => {
    const {
      type: kind,
      message,
      nonRetryable,
    } = await failureOf((await start(client, type, config, more)).result());
    expect([kind, nonRetryable]).toEqual(['ConfigError', true]);
    return message.split('\n').sort();
  };
  expect(
    await failure('generate', written('a', table, { store, seeds: 1, sharding: { rows: 'x' } })),
  ).toEqual(['seeds: unknown key; did you mean "seed"?', 'sharding.rows: must be a number, not "x"']);
  expect(await failure('generate', written('a', 'questions.jsonl', { store: './here' }))).toEqual([
    expect.stringContaining('store: "./here" is relative, and a workflow has no folder'),
    expect.stringContaining('table.files[0]: "questions.jsonl" is relative'),
  ]);
  expect(await failure('generate', written('a', table))).toEqual([
    expect.stringMatching(/^store: is missing; /),
  ]);
  expect(await failure('magpie', written('a', table, { store }))).toEqual([
    'recipe: generate is built by workflows of the type generate, and this one is of the type magpie',
  ]);
  expect(await failure('generate', { recipe: 'generat' })).toEqual([
    expect.stringMatching(/^recipe: there is no recipe "generat", .*did you mean generate\?$/),
  ]);
  for (const nothing of [undefined, null, [], 'generate'])
    expect(await failure('generate', nothing)).toEqual([
      expect.stringMatching(/^a config is a set of keys such as .*, not (nothing|a list|a string)$/),
    ]);
  const other = written('a', table, { store, roles: { model: { endpoint: 'cluster', model: 'm' } } });
  expect(await failure('generate', other)).toEqual([
    'roles.model.endpoint: "cluster" is not among endpoints (there are none)',
  ]);
  expect(await failure('generate', written('a', table, { store }), { whenUnderWay: 'wate' })).toEqual([
    'options.whenUnderWay: must be one of "wait", "join", "refuse", not "wate"',
  ]);
  const key = `sk-${'a1b2'.repeat(8)}`;
  const secret = await failure('generate', written('a', table, { store, prompt: { template: key } }));
  expect(secret.join()).toContain('looks like a key');
  expect(secret.join()).not.toContain(key);
});
