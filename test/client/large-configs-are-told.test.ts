import { expect, test } from 'vitest';
import { tooLarge } from '../../config/config-size.ts';

test('a config above what Temporal takes is told with its largest part, before anything is started', () => {
  const files = Array.from(
    { length: 60_000 },
    (_, at) => `/data/part-of-the-corpus-with-a-name/${String(at)}.jsonl`,
  );
  expect(tooLarge({ name: 'a', corpus: { files } })).toMatchObject({
    at: 'corpus.files',
    problem: expect.stringMatching(/the config is 3\.\d MB .*Name a folder or a glob/) as unknown,
  });
  expect(tooLarge({ name: 'a', prompt: { template: 'x'.repeat(3_000_000) } })).toMatchObject({
    at: 'prompt.template',
  });
  expect(tooLarge({ name: 'a', prompt: { template: 'x'.repeat(1_000_000) } })).toBeUndefined();
});
