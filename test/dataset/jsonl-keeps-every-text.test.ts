import { expect, test } from 'vitest';
import { finishedBuild } from './finished-build.ts';
import { nasty, nastyWithMark } from './nasty.ts';
import { publish } from './published.ts';

const texts = { instruction: nastyWithMark, response: nasty };

test('every format holds every text unchanged', async () => {
  const finished = await finishedBuild({ rows: 3, row: () => texts });
  const { lines } = await publish(finished);
  const [messages, pairs, sharegpt] = await Promise.all(
    ['messages.jsonl', 'prompt-completion.jsonl', 'sharegpt.jsonl'].map(lines),
  );
  expect(messages).toEqual(
    Array(3).fill({
      messages: [
        { role: 'user', content: nastyWithMark },
        { role: 'assistant', content: nasty },
      ],
    }),
  );
  expect(pairs).toEqual(Array(3).fill({ prompt: nastyWithMark, completion: nasty }));
  expect(sharegpt).toEqual(
    Array(3).fill({
      conversations: [
        { from: 'human', value: nastyWithMark },
        { from: 'gpt', value: nasty },
      ],
    }),
  );
});

test('a system message stands before each conversation', async () => {
  const system = `Answer as an assistant's text.\n${nasty}`;
  const finished = await finishedBuild({ rows: 1, row: () => texts, output: { system } });
  const { lines } = await publish(finished);
  expect(await lines('messages.jsonl')).toMatchObject([
    { messages: [{ role: 'system', content: system }, { role: 'user' }, { role: 'assistant' }] },
  ]);
  expect(await lines('sharegpt.jsonl')).toMatchObject([
    { conversations: [{ from: 'system', value: system }, { from: 'human' }, { from: 'gpt' }] },
  ]);
  expect(await lines('prompt-completion.jsonl')).toEqual([
    { prompt: `${system}\n\n${nastyWithMark}`, completion: nasty },
  ]);
});
