import { expect, test } from 'vitest';
import { reply, selected, tree } from './open-assistant.ts';

test('the best-ranked English reply to a first prompt, and a count of why others are not', async () => {
  const selection = await selected({
    'a.trees.jsonl': [
      tree('Why?', [reply('Worse', { rank: 1 }), reply(' Because. ', { replies: [reply('Later turn')] })]),
      tree('¿Por qué?', [reply('Porque', { lang: 'es' })], { lang: 'es' }),
      tree('Mixed?', [reply('Porque', { lang: 'es' })]),
      tree('Unranked?', [reply('Only one', { rank: null })]),
      tree('No answer?', []),
      tree('Gone?', [reply('x')], { deleted: true }),
      tree('Refused?', [reply('x', { review_result: false })]),
      tree('Blank?', [reply('  ')]),
      tree('Why?', [reply('Because.')]),
      tree('Backwards?', [reply('x')], { role: 'assistant' }),
      'broken',
      { neither: 'tree nor message' },
    ],
  });
  expect(selection.pairs).toEqual([{ id: 'p-Why?', instruction: 'Why?', response: 'Because.' }]);
  expect(selection.skipped).toEqual({
    'prompt in another language': 1,
    'reply in another language': 1,
    'no reply of rank 0': 2,
    'prompt deleted or refused in review': 1,
    'reply deleted or refused in review': 1,
    'empty text': 1,
    duplicate: 1,
    'does not begin with a prompt': 1,
    'malformed JSON': 1,
    'not a conversation tree': 1,
  });
  const skipped = Object.values(selection.skipped).reduce((sum, count) => sum + count, 0);
  expect(selection.counts).toEqual({ in: 12, usable: 1, selected: 1 });
  expect(selection.counts.in).toBe(selection.counts.usable + skipped);
});

test('an export of single messages gives the same pairs as its trees', async () => {
  const flat = [
    { message_id: 'r1', parent_id: 'p-Why?', text: 'Worse', role: 'assistant', lang: 'en', rank: 1 },
    { message_id: 'r0', parent_id: 'p-Why?', text: 'Because.', role: 'assistant', lang: 'en', rank: 0 },
    { message_id: 'p-Why?', parent_id: null, text: 'Why?', role: 'prompter', lang: 'en' },
    { message_id: 'q1', parent_id: 'r0', text: 'And then?', role: 'prompter', lang: 'en' },
    { message_id: 'r2', parent_id: 'q1', text: 'Later turn', role: 'assistant', lang: 'en', rank: 0 },
  ];
  const fromTrees = await selected({ 'a.jsonl': [tree('Why?', [reply('Because.')])] });
  expect((await selected({ 'a.messages.jsonl': flat })).pairs).toEqual(fromTrees.pairs);
});

test('files without one usable pair are one clear error', async () => {
  await expect(selected({ 'a.jsonl': [tree('Hm?', [])] })).rejects.toThrow(
    'a.jsonl: no first turn can be used (no reply of rank 0: 1)',
  );
});
