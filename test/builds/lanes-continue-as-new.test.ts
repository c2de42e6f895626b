import { expect, test } from 'vitest';
import { openFoundry } from './foundry.ts';

test('a lane continues as new before its history grows beyond the limit, and loses no shard', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const questions = Array.from({ length: 640 }, (_, at) => ({ question: `What is ${at}?` }));
  const dataset = await foundry.build({
    recipe: 'generate',
    name: 'long',
    table: { files: [await foundry.writeLines('questions.jsonl', questions)] },
    roles: { model: { endpoint: 'default', model: 'stand-in' } },
    prompt: { column: 'question' },
    sharding: { rows: 10 },
    lanes: { count: 1, window: 4, maxEvents: 60 },
  });
  expect(dataset).toMatchObject({ rows: 640 });
  expect(foundry.standin.stats()).toMatchObject({ answered: 640, repeated: 0 });

  const runs: number[] = [];
  for await (const run of foundry.client.workflow.list({ query: 'WorkflowType = "lane"' })) {
    const { raw } = await foundry.client.workflow.getHandle(run.workflowId, run.runId).describe();
    runs.push(Number(raw.workflowExecutionInfo?.historyLength ?? 0));
  }
  // 64 shards at six events each do not fit in 60 events; what was under way at the limit may still end.
  expect(runs.length).toBeGreaterThan(3);
  expect(Math.max(...runs)).toBeLessThan(60 + 4 * 6 + 20);
});
