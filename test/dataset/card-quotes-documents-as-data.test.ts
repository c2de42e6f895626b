import { expect, test } from 'vitest';
import { finishedBuild } from './finished-build.ts';
import { nasty } from './nasty.ts';
import { publish } from './published.ts';

test('a document cannot break the card', async () => {
  const finished = await finishedBuild({
    rows: 1,
    row: () => ({
      instruction: nasty,
      response: 'fence ``````\n~~~',
      source: 'a | b\n# c <b>',
      metadata: { license: '*x*' },
    }),
  });
  const card = await (await publish(finished)).read('README.md');
  const sample = card.slice(card.indexOf('## A sample'));
  // The sample stands word for word inside fences that are longer than any of its own.
  expect(sample).toContain(`\`\`\`\`text\n${nasty}\n\`\`\`\``);
  expect(sample).toContain('```````text\nfence ``````\n~~~\n```````');
  expect(card.slice(0, card.indexOf('## A sample'))).not.toContain('<script>');
  expect(card).toContain('| a \\| b # c \\<b\\> | \\*x\\* | 1 | 100% |');
});
