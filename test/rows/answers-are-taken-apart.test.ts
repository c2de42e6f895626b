import { expect, test } from 'vitest';
import { unusable } from '../../activities/engine/rows/outcome.ts';
import { rowContext } from '../../activities/engine/rows/row-context.ts';
import { RoleSchema } from '../../schemas/inference/role.ts';
import type { Answer, Message } from '../../schemas/inference/question.ts';

const prompt: Message[] = [{ role: 'user', content: 'Why?' }];
const usage = { promptTokens: 1, completionTokens: 1 };
const role = RoleSchema.parse({ endpoint: 'e', model: 'm' });

/** A row whose model answers one after the other. */
function rowThatHears(...answers: readonly Partial<Answer>[]) {
  let asked = 0;
  const answer = (): Promise<Answer> => {
    const said = answers[asked % answers.length];
    asked += 1;
    const whole = { text: '', finish: 'stop', usage, servedBy: 'm', standIn: false, milliseconds: 1 };
    return Promise.resolve({ ...whole, ...said });
  };
  return rowContext('row', {
    stage: 'judge',
    buildSeed: 1,
    prompts: new Map(),
    tokens: () => 0,
    enter: () => Promise.resolve(() => undefined),
    roles: [{ name: 'judge', role, answer }],
  });
}

test('a parser is given the answer alone, and sees what the model thought', async () => {
  const context = rowThatHears({ text: '<think>Hm.</think>\n\nSo.', reasoning: 'First.' });
  const seen: unknown[] = [];
  const parse = (
    text: string,
    { text: same, reasoning, finish }: { text: string; reasoning?: string | undefined; finish: string },
  ) => {
    seen.push([text, same, reasoning, finish]);
    return text.length;
  };
  expect(await context.ask({ prompt, parse, attempts: 1 })).toBe(3);
  expect(await context.askWithReasoning({ prompt, parse, attempts: 1 })).toEqual({
    said: 3,
    reasoning: 'First.\n\nHm.',
  });
  expect(seen[0]).toEqual(['So.', 'So.', 'First.\n\nHm.', 'stop']);
});

test('an answer without thoughts has none', async () => {
  const context = rowThatHears({ text: 'So.', finish: null });
  const said = context.askWithReasoning({ prompt, parse: (text) => text, attempts: 1 });
  expect(await said).toEqual({ said: 'So.', reasoning: null });
});

test('a parser is given no answer that is none; it is asked for again', async () => {
  const context = rowThatHears(
    { text: 'Fir', finish: 'length' },
    { text: 'Fir', finish: 'SAFETY' },
    { text: 'So.' },
  );
  const parse = (text: string) => (text === 'So.' ? text : unusable('not whole'));
  expect(await context.ask({ prompt, parse, attempts: 3 })).toBe('So.');
});

test('a stage that reads answers that were cut is given them, and told so', async () => {
  const context = rowThatHears({ text: 'Fir', finish: 'max_tokens' });
  const parse = (text: string, { finish }: { finish: string }) => `${text} (${finish})`;
  expect(await context.ask({ prompt, parse, attempts: 1, readsCut: true })).toBe('Fir (length)');
});

test.each([
  [{ text: 'Fir', finish: 'content_filter' }, 'filtered', '2 tries', 'Fir'],
  [{ text: 'Fir', finish: 'pause_turn' }, 'unknown finish', '2 tries; finish_reason "pause_turn"', 'Fir'],
  [{ refusal: 'Against the policies.' }, 'refusal', '2 tries', 'Against the policies.'],
  [{ text: "I'm sorry, but I can't rate that." }, 'refusal', '2 tries', "I'm sorry, but I can't rate that."],
  [{ text: 'It is fine.' }, 'no score', '2 tries', 'It is fine.'],
  [{ text: '<think>Hm.</think>It is fine.' }, 'no score', '2 tries', '<think>Hm.</think>It is fine.'],
  [{ reasoning: 'Hm.', finish: 'length' }, 'answer cut', '2 tries', 'Hm.'],
])('%j: %s', async (answer, reason, detail, raw) => {
  const context = rowThatHears(answer);
  const asked = context.ask({ prompt, parse: () => unusable('no score'), attempts: 2 });
  await expect(asked).rejects.toMatchObject({ rejection: { reason, detail, raw } });
});
