import { expect, test } from 'vitest';
import { splitReasoning } from '../../activities/inference/reasoning/split-reasoning.ts';
import { linear, slowdown } from '../slowdown.ts';

/** Thoughts and answer as people would read them. */
function read(text: string) {
  const { answer, thoughts, cut, left } = splitReasoning(text);
  const thought = thoughts.map((each) => each.trim()).filter((each) => each !== '');
  return { answer: answer.trim(), thoughts: thought, ...(cut ? { cut } : {}), ...(left ? { left } : {}) };
}

const families = [
  ['<think>', '</think>'],
  ['<THINK>', '</Think>'],
  ['<think duration="3s">', '</ think>'],
  ['<thinking>', '</thinking>'],
  ['<thought>', '</thought>'],
  ['<reasoning>', '</reasoning>'],
  ['<seed:think>', '</seed:think>'],
  ['<mm:think>', '</mm:think>'],
  ['<longcat_think>', '</longcat_think>'],
  ['[THINK]', '[/THINK]'],
  ['<|START_THINKING|>', '<|END_THINKING|>'],
  ['◁think▷', '◁/think▷'],
  ['<|open|>think<|sep|>', '<|close|>think<|sep|>'],
  ['<|inner_prefix|>', '<|inner_suffix|>'],
  ['<|channel>thought', '<channel|>'],
  ['<unused94>thought', '<unused95>'],
  ['[unused16]', '[unused17]'],
  ['<|begin_of_thought|>', '<|end_of_thought|>'],
  ['<|start_of_thought|>', '<|end_of_thought|>'],
  ['<|begin_of_thinking|>', '<|end_of_thinking|>'],
  ['<|think_start|>', '<|think_end|>'],
  ['<|think|>', '<|/think|>'],
  ['[THINKING]', '[/THINKING]'],
  ['<antThinking>', '</antThinking>'],
  ['<SCRATCHPAD>', '</SCRATCHPAD>'],
  ['<thought_process>', '</thought_process>'],
  ['<inner_monologue>', '</inner_monologue>'],
  ['&lt;think&gt;', '&lt;/think&gt;'],
  ['＜think＞', '＜/think＞'],
  ['< think >', '< / think >'],
  ['<think\n>', '<\\think>'],
  ['<|content_thinking|>', '<|end_message|>'],
] as const;

test.each(families)('%s ... %s', (open, close) => {
  const answer = 'It is 4.';
  const thoughts = ['Two and two.'];
  expect(read(`${open}\nTwo and two.\n${close}\n\nIt is 4.`)).toEqual({ answer, thoughts });
  expect(read(`  ${open}Two and two.${close}It is 4.`), 'on one line').toEqual({ answer, thoughts });
  expect(read(`Two and two.\n${close}\n\nIt is 4.`), 'the opening is in the prompt').toEqual({
    answer,
    thoughts,
  });
  expect(read(`Two and two.${close}It is 4.`), 'so, on one line').toEqual({ answer, thoughts });
  expect(read(`${close}\n\nIt is 4.`), 'so, and no thought').toEqual({ answer, thoughts: [] });
  expect(read(`${open}\n\n${close}\n\nIt is 4.`), 'no thought').toEqual({ answer, thoughts: [] });
  expect(read(`${open}\nTwo and`), 'it never closes').toEqual({
    answer: '',
    thoughts: ['Two and'],
    cut: true,
  });
  expect(read(`${open}Two and two.${close}`), 'no answer').toEqual({ answer: '', thoughts });
  expect(read(`${open}One.${close}\n${open}Two.${close}\nIt is 4.`), 'two thoughts').toEqual({
    answer,
    thoughts: ['One.', 'Two.'],
  });
  expect(read(`${open}${open}Two and two.${close}It is 4.`), 'opened twice').toEqual({ answer, thoughts });
  expect(read(`${open}One.${close}It is 4.\n${close}`), 'closed twice').toMatchObject({ left: true });
  expect(read(`It is ${open} so.`), 'within a sentence').toMatchObject({ left: true });
});

const tick = '`';
const fence = '```';

test.each([
  ['no tags', 'It is 4.', []],
  ['in backquotes', 'A model ends its thoughts with `</think>`, as others with `</thinking>`.', []],
  ['in more backquotes', 'Write ``<think>`x`</think>`` before it.', []],
  ['at the very beginning', '`<think>` begins a thought.', []],
  ['between fences', `Write:\n\n${fence}xml\n<think>\nhm\n</think>\n${fence}\n\nThen the answer.`, []],
  ['a closing tag between fences', `Write:\n\n${fence}\n</think>\n${fence}\n\nThen the answer.`, []],
  ['another kind of fences', `Write:\n\n~~~\n</think>\n~~~\n\nThen the answer.`, []],
  ['two blocks', `Write:\n${fence}html\n</think>\n${fence}\nthen\n${fence}python\nx\n${fence}\nDone.`, []],
  [
    'channels in a block',
    `So:\n\n${fence}\n<|start|>assistant<|channel|>final<|message|>x<|end|>\n${fence}\n\nDone.`,
    [],
  ],
  ['a channel in backquotes', 'The text of `<|channel|>final<|message|>` is shown.', []],
  ['words of Granite alone', 'Here is my thought process: first I add.\nThen I subtract.', []],
  ['a word that begins like a channel', 'analysis of variance compares means.', []],
  ['a name in code', 'analysisResult = run()', []],
  ['XML of an answer', '{"thought": "<b>hm</b>"}', []],
])('what an answer says of tags stays: %s', (_, text, thoughts) => {
  expect(read(text)).toEqual({ answer: text, thoughts });
});

test.each([
  [
    'a thought that talks about its tag',
    'The user asks what `</think>` is. I say it.\n</think>\n\nIt ends a thought.',
    'It ends a thought.',
    ['The user asks what `</think>` is. I say it.'],
  ],
  [
    'an answer that talks about the tag',
    '<think>Easy.</think>\nWrite `</think>` at its end.',
    'Write `</think>` at its end.',
    ['Easy.'],
  ],
  [
    'a thought with a block of code that never closes',
    `So:\n${fence}python\nx = 1\n</think>\n\nRun:\n${fence}python\ny = 2\n${fence}`,
    `Run:\n${fence}python\ny = 2\n${fence}`,
    [`So:\n${fence}python\nx = 1`],
  ],
  [
    'the same with blocks of no language',
    `<think>So:\n${fence}\nx = 1\n</think>\n\nRun:\n${fence}\ny = 2\n${fence}`,
    `Run:\n${fence}\ny = 2\n${fence}`,
    [`So:\n${fence}\nx = 1`],
  ],
  [
    'a lonely backquote',
    `Use ${tick} here.</think>It is ${tick}4${tick}.`,
    `It is ${tick}4${tick}.`,
    [`Use ${tick} here.`],
  ],
  [
    'another thought in the middle',
    '<think>a</think>One.\n<think>b</think>\nTwo.',
    'One.\n\nTwo.',
    ['a', 'b'],
  ],
  ['a greeting before the thought', 'Sure!\n<think>a</think>\nTwo.', 'Sure!\n\nTwo.', ['a']],
  ['tags around the answer', '<think>\na\n</think>\n<answer>\nIt is 4.\n</answer>', 'It is 4.', ['a']],
  ['the answer’s closing tag is cut', '<think>a</think><answer>It is 4.', 'It is 4.', ['a']],
  ['ERNIE', 'a\n</think>\n\n<response>\nIt is 4.\n</response>\n', 'It is 4.', ['a']],
  ['Cohere', '<|START_THINKING|>a<|END_THINKING|><|START_TEXT|>It is 4.<|END_TEXT|>', 'It is 4.', ['a']],
  ['Cohere without a thought', '<|START_RESPONSE|>It is 4.<|END_RESPONSE|>', 'It is 4.', []],
  ['words in tags that were asked for', '<answer>It is 4.</answer>', '<answer>It is 4.</answer>', []],
  ['Granite', "Here's my thought process: a\n\nHere's my response: It is 4.", 'It is 4.', ['a']],
  ['Chinese', '先想一下。</think>答案是四。', '答案是四。', ['先想一下。']],
])('%s', (_, text, answer, thoughts) => {
  expect(read(text)).toEqual({ answer, thoughts });
});

const analysis = '<|channel|>analysis<|message|>Two and two.<|end|>';
const final = '<|start|>assistant<|channel|>final<|message|>It is 4.';

test.each([
  ['whole', `${analysis}${final}`],
  ['with its first token', `<|start|>assistant${analysis}${final}<|return|>`],
  ['with its last token', `${analysis}${final}<|end|>\n`],
  [
    'without the tokens between',
    '<|channel|>analysis<|message|>Two and two.<|channel|>final<|message|>It is 4.',
  ],
  ['begun in the prompt', `Two and two.<|end|>${final}`],
  ['tokens left out', 'analysisTwo and two.assistantfinalIt is 4.'],
  ['tokens left out, lines kept', 'analysis\nTwo and two.\nassistantfinal\nIt is 4.'],
])('channels: %s', (_, text) => {
  expect(read(text)).toEqual({ answer: 'It is 4.', thoughts: ['Two and two.'] });
});

test.each([
  ['only an answer', '<|channel|>final<|message|>It is 4.', { answer: 'It is 4.', thoughts: [] }],
  ['no answer', analysis, { answer: '', thoughts: ['Two and two.'], cut: true }],
  ['cut', '<|channel|>analysis<|message|>Two and', { answer: '', thoughts: ['Two and'], cut: true }],
  ['cut, tokens left out', 'analysisWe need two', { answer: '', thoughts: ['We need two'], cut: true }],
  [
    'a tool is called',
    `${analysis}<|start|>assistant<|channel|>commentary to=functions.search <|constrain|>json<|message|>{}<|call|>`,
    { answer: '', thoughts: ['Two and two.', '{}'], cut: true },
  ],
  [
    'several thoughts',
    `${analysis}<|start|>assistant<|channel|>commentary<|message|>I add.<|end|>${final}`,
    { answer: 'It is 4.', thoughts: ['Two and two.', 'I add.'] },
  ],
  [
    'several, tokens left out',
    'analysisTwo and two.assistantcommentaryI add.assistantfinalIt is 4.',
    { answer: 'It is 4.', thoughts: ['Two and two.', 'I add.'] },
  ],
  ['a token left', `${analysis}${final} <|message|> so`, { left: true }],
  [
    'an answer about channels',
    `${analysis}${final.slice(0, -8)}\`<|channel|>final<|message|>\` is it.`,
    { answer: '`<|channel|>final<|message|>` is it.' },
  ],
])('channels: %s', (_, text, wanted) => {
  expect(read(text)).toMatchObject(wanted);
});

test.each([
  ['a sentence about a tag', 'The </think> tag ends a thought.'],
  ['a tag in quotes', 'Models end thoughts with "</think>".'],
  ['a pair in a sentence', 'Models write <think>so</think> before it.'],
  ['a thought that begins late and never ends', 'It is 4.\n<think>Or is it'],
  ['an element of XML', '<steps>\n  <thought>hm</thought>\n</steps>'],
  ['a token of a channel', 'It is 4.<|channel|>'],
])('markup is left: %s', (_, text) => {
  expect(read(text)).toEqual({ answer: text, thoughts: [], left: true });
});

test.each([
  ['opening tags', (length: number) => '<think>'.repeat(length / 7)],
  ['closing tags', (length: number) => `x\n${'</think>\n'.repeat(length / 9)}`],
  ['thoughts', (length: number) => '<think>a</think>'.repeat(length / 16)],
  ['half tags', (length: number) => '<think '.repeat(length / 7)],
  ['spaces', (length: number) => `<|channel|>analysis<|message|>${' '.repeat(length)}x`],
  ['spaces in a tag', (length: number) => `<think${' '.repeat(length)}`],
  ['channels', (length: number) => '<|channel|>'.repeat(length / 11)],
  ['headers', (length: number) => '<|start|>assistant<|channel|>final<|message|>'.repeat(length / 45)],
  ['backquotes', (length: number) => `${'`'.repeat(length / 2)}</think>${'` '.repeat(length / 4)}`],
  ['runs of backquotes', (length: number) => `${'` `` ``` '.repeat(length / 10)}</think>`],
  ['tags in backquotes on one line', (length: number) => '`</think>` '.repeat(length / 11)],
  ['tags on one line', (length: number) => `x ${'<think> '.repeat(length / 8)}`],
  ['fences', (length: number) => '```\n</think>\n```\n'.repeat(length / 17)],
  ['abandoned fences', (length: number) => '```a\n</think>\n'.repeat(length / 13)],
  ['quoted fences', (length: number) => `${'```\n'.repeat(length / 8)}${'</think>\n'.repeat(length / 18)}`],
  ['empty lines', (length: number) => `<think>${'\n'.repeat(length)}</think>x`],
  ['words of a channel', (length: number) => `analysis${'assistant'.repeat(length / 9)}`],
])('a long text of %s is read in linear time', (_, made) => {
  expect(slowdown(made, 100_000, splitReasoning)).toBeLessThan(linear);
});

test.each(['<|im_end|>', '<|eot_id|>', '<end_of_turn>', '<|endoftext|>\n'])('%s ends a turn', (mark) => {
  expect(read(`<think>Two and two.</think>It is 4.${mark}`)).toEqual({
    answer: 'It is 4.',
    thoughts: ['Two and two.'],
  });
});

test.each([
  '<|im_start|>think\nTwo and two.<|im_end|>\n<|im_start|>answer\nIt is 4.<|im_end|>',
  '<|start_header_id|>assistant<|end_header_id|>\n\nIt is 4.',
  'It is 4.<end_of_turn>\n<start_of_turn>user\nAnd 5?',
  'It is <|begin_of_box|>4<|end_of_box|>, as said.',
])('marks of turns are left markup: %s', (text) => {
  expect(read(text)).toMatchObject({ left: true });
  expect(read(`Write:\n${fence}\n${text}\n${fence}`), 'in code').not.toHaveProperty('left');
});

test('what a model puts around its answer after its thoughts is taken off in any case', () => {
  expect(read('<Thought>Two and two.</Thought>\n<Output>It is 4.</Output>')).toEqual({
    answer: 'It is 4.',
    thoughts: ['Two and two.'],
  });
});
