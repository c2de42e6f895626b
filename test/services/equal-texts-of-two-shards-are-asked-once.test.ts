import { expect, test } from 'vitest';
import { openFoundry } from '../builds/foundry.ts';
import { tableOf } from '../input/table-of.ts';
import { askedTwice, multilingual } from '../recipes/multilingual/sample-build.ts';

test('an instruction that many rows have is translated and rated once, whichever shards they are in', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const rows = Array.from({ length: 24 }, (_, at) => ({
    instruction: 'Say what you saw on the way.',
    text: `On day ${at} there were ${at * 7} birds at the pond behind the mill.`,
  }));
  const batch = { rows: 1 };
  const { translator, qe } = multilingual.roles;
  const dataset = await foundry.build({
    ...multilingual,
    name: 'equal-texts',
    arm: 'translated',
    translated: {
      languages: ['tel_Telu'],
      datasets: [{ files: [await foundry.writeLines('pairs.jsonl', rows)] }],
    },
    // One after the other: nobody waits for an answer that another shard is about to get.
    endpoints: {
      default: { urls: [foundry.standin.baseUrl], concurrency: { initial: 1, min: 1, max: 1 } },
    },
    roles: { translator: { ...translator, batch }, qe: { ...qe, batch } },
    sharding: { rows: 4 },
  });
  const { table, counts, spending } = tableOf(dataset, 'translate-instruction');
  expect(table.shards).toBeGreaterThan(2);
  expect(counts.in).toBe(24);
  expect(spending).toMatchObject({ asked: 1, reused: 23 });
  expect(askedTwice(foundry)).toBe(0);
});
