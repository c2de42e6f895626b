import { expect, test } from 'vitest';
import { openFoundry } from '../../builds/foundry.ts';
import { tableOf } from '../../input/table-of.ts';
import { multilingual, pairShape, rowsOf } from './sample-build.ts';
import { declaration } from './sample-texts.ts';

test('services and a chat model translate the same texts the same way', async () => {
  const foundry = await openFoundry({ mistakes: 0, goodPairShare: 1 });
  const articles = declaration('spa_Latn').trim().split('\n\n').slice(0, 6);
  const files = [
    await foundry.writeLines(
      'es.jsonl',
      articles.map((text) => ({ text })),
    ),
  ];
  const corpora = [{ language: 'spa_Latn', kind: 'answers', files }];
  const pairsBy = async (name: string, more: Record<string, unknown>, endpoints = {}) => {
    const translator = { endpoint: 'translator', model: 'stand-in', ...more };
    const dataset = await foundry.build({
      ...multilingual,
      name,
      corpora,
      endpoints: {
        default: { urls: [foundry.standin.baseUrl] },
        translator: { urls: [foundry.standin.baseUrl] },
        ...endpoints,
      },
      roles: { ...multilingual.roles, translator },
    });
    return rowsOf(foundry.store, tableOf(dataset, 'measure-language-pair'), pairShape);
  };
  const served = await pairsBy('served', {});
  expect(served.length).toBe(6);
  expect(await pairsBy('chat', { api: 'chat' })).toEqual(served);
  const bare = { translator: { urls: [foundry.standin.url] } };
  expect(await pairsBy('deepl', { api: 'deepl' }, bare)).toEqual(served);
  expect(await pairsBy('libre', { api: 'libretranslate' }, bare)).toEqual(served);
});
