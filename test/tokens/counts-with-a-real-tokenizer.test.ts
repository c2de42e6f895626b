import { BytePairEncodingCore } from 'gpt-tokenizer/BytePairEncodingCore';
import { encode } from 'gpt-tokenizer/encoding/cl100k_base';
import { describe, expect, test } from 'vitest';
import { BytePairs, type Ranks } from '../../activities/tokens/byte-pairs.ts';
import { openTokenizer } from '../../activities/tokens/open-tokenizer.ts';
import { packedRanks } from '../../activities/tokens/tiktoken.ts';
import { diceFrom } from '../../infra/standin/dice.ts';
import { encodings, TokenizerSchema } from '../../schemas/inference/tokenizer.ts';

describe('the bundled encodings', () => {
  test('o200k_base is the default, and counts as the library does', async () => {
    const tokenizer = await openTokenizer(TokenizerSchema.parse({ kind: 'tiktoken' }));
    expect(tokenizer.name).toBe('tiktoken o200k_base');
    expect(tokenizer.count('')).toBe(0);
    expect(tokenizer.count('The quick brown fox jumps over the lazy dog.')).toBe(10);
  });

  test('long ordinary texts count exactly as in one piece', async () => {
    const tokenizer = await openTokenizer({ kind: 'tiktoken', encoding: 'cl100k_base' });
    const words = [
      'Word',
      'äöü',
      '中文字',
      '12345',
      'x=1;',
      "don't",
      '\n',
      '  ',
      '...',
      'http://a.b/c?d=e',
      '👩‍👧',
      '\t',
      ' 7',
    ];
    let text = '';
    for (let index = 0; text.length < 150_000; index += 1) {
      text += `${words[(index * index + 3 * index) % words.length] ?? ''}${index % 3 === 0 ? '' : ' '}`;
    }
    expect(tokenizer.count(text)).toBe(encode(text, { disallowedSpecial: new Set() }).length);
  });

  test.each(encodings)(
    '%s counts texts by their pieces as the library counts them whole',
    async (encoding) => {
      const [tokenizer, library] = await Promise.all([
        openTokenizer({ kind: 'tiktoken', encoding }),
        import(`gpt-tokenizer/encoding/${encoding}`) as Promise<{ encode: typeof encode }>,
      ]);
      const dice = diceFrom('pieces');
      const parts = [
        'a',
        'Be',
        'BE',
        ' the',
        'words',
        'antidisestablishment',
        "'s",
        "'LL",
        "'",
        '1',
        '23',
        ' ',
        '  ',
        '\n',
        '\r\n',
        '\t',
        '.',
        '!?/',
        ',',
        '{',
        'ß',
        'é',
        'e\u0301',
        '中',
        'ﷺ',
        '👩‍👧',
        '\ud800',
        '\u00a0',
        '\u3000',
        '<|endoftext|>',
      ] as const;
      for (let text = 0; text < 2000; text += 1) {
        const made = Array.from({ length: 1 + dice.below(24) }, () => dice.pick(parts)).join('');
        expect(tokenizer.count(made), JSON.stringify(made)).toBe(
          library.encode(made, { disallowedSpecial: new Set() }).length,
        );
      }
    },
  );

  test.each(encodings)('%s counts every text of its vocabulary as the library does', async (encoding) => {
    const [packed, { default: ranks }] = await Promise.all([
      packedRanks(encoding),
      import(`gpt-tokenizer/bpeRanks/${encoding}`) as Promise<{ default: Ranks }>,
    ]);
    const library = new BytePairEncodingCore({
      bytePairRankDecoder: ranks.filter((token) => token !== undefined),
      // Whole: what is compared is the merging of bytes.
      tokenSplitRegex: /[^]+/g,
      mergeCacheSize: 0,
    });
    const pairs = new BytePairs(packed);
    const dice = diceFrom(encoding);
    const texts = ranks.filter((token) => typeof token === 'string');
    const wrong = texts.filter((text) => pairs.count(text) !== 1);
    expect(wrong).toEqual([]);
    for (let tried = 0; tried < 5000; tried += 1) {
      const text = Array.from({ length: 2 + dice.below(4) }, () => texts[dice.below(texts.length)]).join('');
      expect(pairs.count(text), JSON.stringify(text)).toBe(library.countNative(text));
    }
  });

  test('a digest stands for what is counted', async () => {
    const [a, b, again] = await Promise.all([
      openTokenizer({ kind: 'tiktoken', encoding: 'p50k_base' }),
      openTokenizer({ kind: 'tiktoken', encoding: 'r50k_base' }),
      openTokenizer({ kind: 'tiktoken', encoding: 'p50k_base' }),
    ]);
    expect(a.digest).not.toBe(b.digest);
    expect(a.digest).toBe(again.digest);
  });

  test('special tokens in a text are text', async () => {
    const tokenizer = await openTokenizer({ kind: 'tiktoken', encoding: 'o200k_base' });
    expect(tokenizer.count('a <|endoftext|> b <|im_start|>')).toBeGreaterThan(8);
  });

  test('counting up to a limit says only that it is passed', async () => {
    const tokenizer = await openTokenizer({ kind: 'tiktoken', encoding: 'o200k_base' });
    expect(tokenizer.countUpTo('one two three', 3)).toBe(3);
    expect(tokenizer.countUpTo('one two three', 2)).toBe(3);
    expect(tokenizer.countUpTo('word '.repeat(1_000_000), 100)).toBe(101);
  });
});
