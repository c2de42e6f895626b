import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { languageOf as standinLanguage } from '../../../infra/standin/translation/language.ts';
import { translate } from '../../../infra/standin/translation/translate.ts';
import { DatasetManifestSchema } from '../../../schemas/dataset/manifest.ts';
import { openFoundry } from '../../builds/foundry.ts';
import { tableOf } from '../../input/table-of.ts';
import { askedTwice, multilingual, pairShape, rowsOf, sampleCorpora, unreconciled } from './sample-build.ts';
import { languages } from './sample-texts.ts';

/** What easily goes wrong: right-to-left, combining marks, joined emoji, several scripts, code points of four bytes. */
const arabic = [
  'يُولَدُ جميعُ الناسِ أحرارًا متساوين في الكرامة والحقوق. قال: «نعم»؛ ثم مضى 👨‍👩‍👧‍👦🏽 إلى البيت في Linux ٢٠٢٤!',
  'كان السوق يفتح أبوابه قبل الفجر. يأتي الخبازون أولًا\u200f ومعهم سلال دافئة، ثم بائعات الزهور 🌹. عند التاسعة لا يبقى مكان.',
];

const translated = (text: string, from: string, to: string): string => {
  const [source, target] = [standinLanguage(from), standinLanguage(to)];
  if (source === undefined || target === undefined) throw new Error(`no language ${from} or ${to}`);
  return translate(text, source, target);
};

test('five languages become pairs of a translated instruction and an untouched response; what follows asks nothing again', async () => {
  const foundry = await openFoundry({ mistakes: { badTranslation: 0.1 }, goodPairShare: 0.7 });
  const { standin, store } = foundry;
  const arb = join(foundry.folder, 'arb.txt');
  await writeFile(arb, `${arabic.join('\n\n')}\n`);
  const corpora = [...(await sampleCorpora(foundry)), { language: 'arb_Arab', files: [arb] }];
  const config = { ...multilingual, name: 'pairs', corpora };
  const dataset = await foundry.build(config);

  expect(unreconciled(dataset)).toEqual([]);
  expect(askedTwice(foundry)).toBe(0);
  const { reasons } = tableOf(dataset, 'heuristics');
  for (const rule of ['too short', 'symbols', 'digits', 'addresses', 'repeated characters', 'repeated lines'])
    expect(reasons[rule]).toBeGreaterThanOrEqual(4);
  expect(reasons['other language']).toBe(3);
  expect(reasons).toMatchObject({ 'other script': 1, 'capital letters': 1 });
  expect(tableOf(dataset, 'deduplicate-fragments').reasons['near-duplicate']).toBeGreaterThan(0);
  expect(Object.keys(tableOf(dataset, 'estimate-response').reasons)).toEqual(['poor translation']);
  expect(tableOf(dataset, 'score-pair').reasons['score below the threshold']).toBeGreaterThan(0);

  const last = tableOf(dataset, 'measure-language-pair');
  const pairs = await rowsOf(store, last, pairShape);
  expect(pairs.length).toBe(dataset.rows);
  expect(new Set(pairs.map(({ language }) => language))).toEqual(new Set([...languages, 'arb_Arab']));
  const textShape = { id: z.string(), text: z.string(), language: z.string() };
  const texts = new Map(
    (await rowsOf(store, tableOf(dataset, 'import'), textShape)).map((row) => [row.id, row]),
  );
  for (const pair of pairs) {
    const document = texts.get(pair.id) ?? texts.get(pair.id.replace(/-\d+$/, ''));
    expect(document?.language).toBe(pair.language);
    const slice = Array.from(document?.text ?? '')
      .slice(pair.fragment_start, pair.fragment_end)
      .join('');
    expect(Buffer.from(pair.response).equals(Buffer.from(slice))).toBe(true);
    // The right text went the right way: there is a way back from both translations.
    expect(translated(pair.response_en, 'eng_Latn', pair.language)).toBe(pair.response);
    expect(translated(pair.instruction_en, 'eng_Latn', pair.language)).toBe(pair.instruction);
    expect(pair.score).toBeGreaterThanOrEqual(3);
    expect(Math.min(pair.response_quality, pair.instruction_quality)).toBeGreaterThanOrEqual(0.7);
  }
  expect(pairs.filter(({ language }) => language === 'arb_Arab').length).toBeGreaterThan(0);
  expect(new Set(pairs.map(({ task }) => task)).size).toBeGreaterThan(6);

  const manifest = DatasetManifestSchema.parse(
    JSON.parse(await readFile(join(store, 'datasets/pairs/v1/manifest.json'), 'utf8')),
  );
  expect(manifest.columns.map(({ name }) => name)).not.toContain('bands');
  const sections = new Map(manifest.analysis.sections?.map((section) => [section.title, section]));
  const spanish = sections.get('Languages')?.tables?.[0]?.rows.find(([language]) => language === 'spa_Latn');
  expect(spanish?.at(-2)).toBe(pairs.filter(({ language }) => language === 'spa_Latn').length);
  const tasks = sections.get('Tasks')?.tables?.[0]?.rows.map(([, , kept]) => Number(kept)) ?? [];
  expect(tasks.reduce((sum, kept) => sum + kept, 0)).toBe(pairs.length);
  const judged = sections.get('Scores by language')?.tables?.[0]?.rows.flatMap((row) => row.slice(1)) ?? [];
  const { counts, reasons: dropped } = tableOf(dataset, 'score-pair');
  expect(judged.reduce<number>((sum, rows) => sum + Number(rows), 0)).toBe(
    counts.in - (dropped['no score'] ?? 0),
  );
  expect(sections.get('Quality of the translations')?.plots).toHaveLength(1);
  expect(sections.has('Lengths in characters')).toBe(true);
  expect(sections.get('What the English instructions ask for')?.tables?.[0]?.rows[0]?.[0]).toBe('write');

  // A higher lambda asks nothing; a lower one asks the judge nothing.
  standin.resetStats();
  const strict = await foundry.build({ ...config, score: { min: 4 } });
  expect(standin.stats().answered).toBe(0);
  const wanted = pairs.filter(({ score }) => score >= 4).map(({ id }) => id);
  const kept = await rowsOf(store, tableOf(strict, 'measure-language-pair'), pairShape);
  expect(kept.map(({ id }) => id)).toEqual(wanted);
  await foundry.build({ ...config, score: { min: 1 } });
  expect(Object.keys(standin.stats().apis)).toEqual(['open-inference']);

  // One dataset a language: the same rows, under names of their own, and nothing is asked.
  standin.resetStats();
  const each = await foundry.build({ ...config, datasets: 'each' });
  expect(standin.stats().answered).toBe(0);
  const all = [each, ...(each.others ?? [])];
  expect(all.map(({ name }) => name).sort()).toEqual(
    [...languages, 'arb_Arab'].map((code) => `pairs-${code.toLowerCase()}`).sort(),
  );
  for (const { name, rows } of all)
    expect(rows).toBe(pairs.filter(({ language }) => name.endsWith(language.toLowerCase())).length);

  // A text more: only what it gives is asked.
  standin.resetStats();
  await writeFile(
    arb,
    `${arabic.join('\n\n')}\n\nالقمر جرم سماوي يدور حول الأرض ويضيء لياليها منذ زمن بعيد.\n`,
  );
  const grown = await foundry.build(config);
  const inputs = (stage: string) => tableOf(grown, stage).counts.in - tableOf(dataset, stage).counts.in;
  expect(inputs('translate-response')).toBe(1);
  expect(standin.stats().apis['open-inference']?.texts).toBeLessThanOrEqual(4);
  expect(grown.rows - dataset.rows).toBeLessThanOrEqual(1);
});
