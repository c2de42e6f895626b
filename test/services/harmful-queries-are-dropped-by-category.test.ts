import { expect, test } from 'vitest';
import { z } from 'zod';
import { openFoundry } from '../builds/foundry.ts';
import { rejectsOf } from '../tables/stored-table.ts';
import { tableOf } from '../input/table-of.ts';
import { scriptedEndpoint } from '../inference/scripted-endpoint.ts';
import { bankRoles } from '../recipes/fine-instructions/sample-build.ts';
import { sendJson } from './fake-translator.ts';

const InputSchema = z.array(z.string()).catch([]);

/** Flags a query for what stands in it; `vaguely` for nothing in particular. */
const verdictOn = (text: string) => ({
  flagged: /violence|hate|vaguely/.test(text),
  categories: { violence: text.includes('violence'), hate: text.includes('hate') },
  // Its thresholds are its own: 0.3 is flagged here.
  category_scores: { violence: 0.3, hate: 0.3 },
});

test('queries of the categories that are looked for are dropped, and those that are flagged for none', async () => {
  const moderator = await scriptedEndpoint(({ path, body }, reply) => {
    if (path.endsWith('/models')) sendJson(reply, { data: [{ id: 'guard' }] });
    else sendJson(reply, { results: InputSchema.parse(body['input']).map(verdictOn) });
  });
  const foundry = await openFoundry({ mistakes: 0 });
  const texts = ['about violence', 'about hate', 'about hate and violence', 'vaguely bad', 'about tides'];
  const files = [
    await foundry.writeLines(
      'queries.jsonl',
      texts.map((text) => ({ text: `What should I know ${text} in the Netherlands?` })),
    ),
  ];
  const dataset = await foundry.build({
    recipe: 'template-bank',
    name: 'bank',
    queries: [{ name: 'chat', files }],
    moderate: { categories: ['violence'] },
    endpoints: {
      default: { urls: [foundry.standin.baseUrl] },
      guard: { urls: [moderator.baseUrl] },
    },
    roles: { ...bankRoles, moderator: { endpoint: 'guard', model: 'guard' } },
  });
  const moderated = tableOf(dataset, 'moderate');
  expect(moderated.counts.out).toBe(2);
  const rejects = await rejectsOf(foundry.store, moderated);
  expect(rejects.map(({ reason, detail }) => `${reason}: ${detail ?? ''}`).sort()).toEqual([
    'harmful: flagged',
    'harmful: violence',
    'harmful: violence',
  ]);
});
