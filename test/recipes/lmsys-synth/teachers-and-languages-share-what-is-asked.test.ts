import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { DatasetManifestSchema } from '../../../schemas/dataset/manifest.ts';
import { openFoundry } from '../../builds/foundry.ts';
import { rejectsOf } from '../../tables/stored-table.ts';
import {
  askedTwice,
  logOf,
  lmsysSynth,
  pairShape,
  played,
  rowsOf,
  tablesOf,
  unreconciled,
} from './sample-build.ts';

const wonShape = { language: z.string(), score: z.int(), teachers: z.int() };
const scored = { ...pairShape, score: z.int(), candidates: z.int(), candidate: z.int() };

test('teachers and languages are datasets of one set of instructions, and a further one asks only what is its own', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const { standin, store } = foundry;
  const one = {
    ...lmsysSynth,
    name: 'synth',
    conversations: await logOf(foundry),
    roles: { teachers: { llama: played }, judge: played, translator: played },
    answers: { candidates: 3, loops: false },
  };
  const first = await foundry.build(one);
  expect(unreconciled(first)).toEqual([]);
  const instructions = first.rows;
  expect(standin.stats().answered).toBe(instructions * 6);

  // Another teacher: its answers and their scores alone.
  standin.resetStats();
  const teachers = { llama: played, gemma: { ...played, system: 'Be brief.' } };
  const two = { ...one, roles: { ...one.roles, teachers } };
  const both = await foundry.build(two);
  expect(standin.stats().answered).toBe(instructions * 6);
  expect([both, ...(both.others ?? [])].map(({ name, rows }) => [name, rows])).toEqual([
    ['synth-llama', instructions],
    ['synth-gemma', instructions],
  ]);

  // Another language: translations, and what is asked of them.
  standin.resetStats();
  const japanese = await foundry.build({ ...two, translation: { into: ['jpn_Jpan'], only: true } });
  expect(unreconciled(japanese)).toEqual([]);
  expect(japanese.rows).toBe(instructions);
  expect(standin.stats().answered).toBe(instructions * 13);
  standin.resetStats();
  const all = await foundry.build({ ...two, translation: { into: ['jpn_Jpan'] } });
  expect(standin.stats().answered).toBe(0);
  expect(askedTwice(foundry)).toBe(0);
  expect([all, ...(all.others ?? [])].map(({ name }) => name)).toEqual([
    'synth-llama',
    'synth-gemma',
    'synth-llama-jpn_jpan',
    'synth-gemma-jpn_jpan',
  ]);

  // The second language of the first's dataset, without the log: the same rows, and nothing is asked.
  const { conversations: _, ...fromDataset } = two;
  const files = [join(store, 'datasets/synth-llama/v1/data/*.parquet')];
  const later = { ...fromDataset, dataset: { files }, translation: { into: ['jpn_Jpan'], only: true } };
  const second = await foundry.build(later);
  expect(standin.stats().answered).toBe(0);
  expect([second.rows, ...(second.others ?? []).map(({ rows }) => rows)]).toEqual([
    instructions,
    instructions,
  ]);

  // The judge's best of three, and the rejects of the others name both scores.
  const measured = await Promise.all(
    tablesOf(all, 'measure-language').map((table) => rowsOf(store, table, scored)),
  );
  const rowsIn = (language: string) =>
    measured.flat().filter((row) => row.language === language && row.teacher === 'llama');
  const [english, translated] = [rowsIn('eng_Latn'), rowsIn('jpn_Jpan')];
  expect([english.length, translated.length]).toEqual([instructions, instructions]);
  expect(english.every(({ candidates }) => candidates === 3)).toBe(true);
  expect(new Set(english.map(({ candidate }) => candidate))).toEqual(new Set([0, 1, 2]));
  for (const table of tablesOf(all, 'best-candidate')) {
    const worse = await rejectsOf(store, table);
    expect(worse).toHaveLength(instructions * 2);
    for (const { detail } of worse) {
      const [score = NaN, best = NaN] =
        /^(\d+), and the best has (\d+)$/
          .exec(detail ?? '')
          ?.slice(1)
          .map(Number) ?? [];
      expect(score).toBeLessThanOrEqual(best);
    }
  }
  // Instruction and answer are in the language's characters; which conversation asked it is known as before.
  expect(
    translated.every(({ language, response_share }) => language === 'jpn_Jpan' && response_share > 0.6),
  ).toBe(true);
  const instructionOf = (id: string) => id.replace(/-\d+$/, '');
  const asked = new Map(english.map(({ id, conversation_id }) => [instructionOf(id), conversation_id]));
  for (const { id, conversation_id } of translated)
    expect(asked.get(instructionOf(id))).toBe(conversation_id);

  // The N best of each; one topic's share is bounded elsewhere.
  const best = await foundry.build({ ...two, best: { size: 10 }, bestTeacher: true });
  expect([best.rows, ...(best.others ?? []).map(({ rows }) => rows)]).toEqual([10, 10, instructions]);
  const bests = await Promise.all(
    tablesOf(best, 'measure-language')
      .filter(({ counts }) => counts.out === 10)
      .map((table) => rowsOf(store, table, scored)),
  );
  const kept = bests.flat().filter(({ teacher }) => teacher === 'llama');
  const least = Math.min(...kept.map(({ score }) => score));
  const left = english.filter(({ id }) => !kept.some((row) => row.id === id));
  expect(Math.max(...left.map(({ score }) => score))).toBeLessThanOrEqual(least);
  expect(standin.stats().answered).toBe(0);

  // Of all teachers' answers the best: none has a better one, and the card says who wins.
  const manifestOf = async (name: string) =>
    DatasetManifestSchema.parse(
      JSON.parse(await readFile(join(store, 'datasets', name, 'v1/manifest.json'), 'utf8')),
    );
  const winners = await Promise.all(
    tablesOf(best, 'best-of-teachers').map((table) =>
      rowsOf(store, table, { id: z.string(), instruction_hash: z.string(), ...wonShape }),
    ),
  );
  const candidatesOf = await Promise.all(
    tablesOf(all, 'best-candidate').map((table) =>
      rowsOf(store, table, {
        id: z.string(),
        instruction_hash: z.string(),
        language: z.string(),
        score: z.int(),
      }),
    ),
  );
  const won = winners.flat();
  expect([won.length, new Set(won.map(({ instruction_hash }) => instruction_hash)).size]).toEqual([
    instructions,
    instructions,
  ]);
  for (const { instruction_hash, score, teachers: answered } of won) {
    const scores = candidatesOf
      .flat()
      .flatMap((row) =>
        row.instruction_hash === instruction_hash && row.language === 'eng_Latn' ? [row.score] : [],
      );
    expect([score, answered]).toEqual([Math.max(...scores), 2]);
  }
  const told = await manifestOf('synth-best-teacher');
  const wins = told.analysis.sections?.find(({ title }) => title === 'Who wins an instruction');
  const sum = wins?.tables?.[0]?.rows.reduce((rows, row) => rows + Number(row[1]), 0);
  expect(sum).toBe(instructions);
  // Both teachers are one model, and are told apart by their roles.
  expect(told.models.map(({ role, stages }) => [role, stages])).toEqual([
    ['teachers.llama', ['answer-instruction']],
    ['teachers.gemma', ['answer-instruction']],
    ['judge', ['score-answer', 'score-answer']],
  ]);

  const manifest = await manifestOf('synth-gemma-jpn_jpan');
  expect(manifest.models.map(({ role, model }) => [role, model])).toEqual([
    ['teachers.gemma', 'stand-in'],
    ['judge', 'stand-in'],
    ['translator', 'stand-in'],
  ]);
  const sections = new Map(manifest.analysis.sections?.map((section) => [section.title, section]));
  expect(sections.get('The language’s own characters')?.tables?.[0]?.rows[0]?.[0]).toBe('jpn_Jpan');
  expect(sections.get('From conversations to pairs')?.tables?.[0]?.rows.at(-1)?.[2]).toBe(instructions);
  // Each teacher's card says who wins, also where no dataset of the best was asked for, and tells nothing else of the others.
  const agreement = sections.get('Who wins an instruction')?.tables?.[0]?.rows ?? [];
  expect(agreement.reduce((rows, row) => rows + Number(row[1]), 0)).toBe(instructions);
  expect(manifest.analysis.scores).toHaveLength(1);
  expect(manifest.tables.filter(({ title }) => /llama|best-/.test(title))).toEqual([]);
});
