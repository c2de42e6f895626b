import { expect, it } from 'vitest';
import { complaints } from './config-file.ts';

const damaged: [what: string, text: string | Uint8Array, told: RegExp][] = [
  ['an empty file', '', /^c\.yaml: the file is empty; `tunesmith init` writes one/],
  ['a file of comments', '# nothing yet\n', /^c\.yaml:1: a config is a set of keys .* not nothing$/],
  ['a list', '- recipe: generate\n', /^c\.yaml:1: a config is a set of keys .* not a list$/],
  [
    'a duplicate key',
    'recipe: generate\nname: a\nname: b\n',
    /^c\.yaml:3: the key "name" is there twice; keep one of them$/,
  ],
  [
    'a tab',
    'recipe: generate\ntable:\n\tfiles: [x]\n',
    /^c\.yaml:3: a tab where YAML wants spaces; indent with spaces$/,
  ],
  ['an open bracket', 'recipe: generate\ntable: { files: [x\n', /^c\.yaml:\d: not valid YAML: /],
  [
    'two documents',
    'recipe: generate\n---\nname: b\n',
    /^c\.yaml:\d: a config is one document; remove the "---"/,
  ],
  [
    'bytes that are no UTF-8',
    Uint8Array.of(0x6e, 0x61, 0xff, 0xfe),
    /^c\.yaml: is not UTF-8 text; save it as UTF-8$/,
  ],
  [
    'aliases that grow without end',
    `a: &a [1,1,1,1,1,1,1,1,1]\n${'bcdefgh'
      .split('')
      .map(
        (name, at) =>
          `${name}: &${name} [${Array(9)
            .fill(`*${'abcdefg'.charAt(at)}`)
            .join(',')}]`,
      )
      .join('\n')}`,
    /^c\.yaml: Excessive alias count/,
  ],
];

it.each(damaged)('%s is one readable line', async (_, text, told) => {
  const lines = await complaints(text);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(told);
});

it('names the line in JSON, too', async () => {
  const lines = await complaints('{\n  "recipe": "generate",\n  "name": 5\n}', { env: {} }, 'c.json');
  expect(lines).toContain('c.json:3: name: must be a text, not 5; put it in quotes');
});
