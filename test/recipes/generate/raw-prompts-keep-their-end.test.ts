import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rowContext } from '../../../activities/engine/rows/row-context.ts';
import { parsePrompt } from '../../../activities/prompts/prompt.ts';
import { answerStage } from '../../../activities/recipes/generate/answer.ts';
import { openStore } from '../../../activities/storage/open-store.ts';
import { RoleSchema } from '../../../schemas/inference/role.ts';
import { openHome } from '../../../workers/home.ts';
import { createParts } from '../../../workers/parts.ts';
import { buildWith } from '../../dataset/build-with.ts';
import { testFolder } from '../../dataset/finished-build.ts';

/** What the model is asked of a row, and the row that comes out. */
async function answered(api: 'chat' | 'completion', fields: Record<string, string>, column?: string) {
  const folder = await testFolder();
  const store = await openStore({ uri: folder }, { cacheDir: join(folder, 'cache') });
  const parts = createParts(await openHome({ TUNESMITH_HOME: join(folder, 'home') }));
  const resources = { build: buildWith(store, {}), parts, signal: new AbortController().signal };
  const run = await answerStage.prepare({ column }, resources);
  const asked: unknown[] = [];
  const context = rowContext('row-1', {
    stage: 'answer',
    buildSeed: 1,
    prompts: new Map([['generate', parsePrompt('Question: {{q}}\nAnswer:\n', 'p.md')]]),
    tokens: (text) => text.length,
    enter: () => Promise.reject(new Error('no row enters here')),
    roles: [
      {
        name: 'model',
        role: RoleSchema.parse({ endpoint: 'e', model: 'm', api, sampling: { maxTokens: 9 } }),
        answer: (question) => {
          asked.push('messages' in question ? question.messages[0]?.content : undefined);
          const usage = { promptTokens: 1, completionTokens: 1 };
          const told = { finish: 'stop', usage, servedBy: 'm', standIn: false, milliseconds: 1 };
          return Promise.resolve({ text: 'Because.', ...told });
        },
      },
    ],
  });
  return { outcome: await run({ fields }, context), asked };
}

test('a raw prompt is asked to its last line end, which is no part of the instruction', async () => {
  const { outcome, asked } = await answered('completion', { q: 'Why?' });
  expect(asked).toEqual(['Question: Why?\nAnswer:\n']);
  expect(outcome).toMatchObject([{ instruction: 'Question: Why?\nAnswer:', response: 'Because.' }]);
});

test("a message is asked without it, and a column's text as it is", async () => {
  expect((await answered('chat', { q: 'Why?' })).asked).toEqual(['Question: Why?\nAnswer:']);
  expect((await answered('completion', { q: 'Why?\n' }, 'q')).asked).toEqual(['Why?\n']);
});
