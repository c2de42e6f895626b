import { backAndForth, someDocuments } from '../builds/documents.ts';
import type { Foundry } from '../builds/foundry.ts';
import {
  bankRoles,
  benchmarks,
  documents,
  fineInstructions,
  querySources,
} from '../recipes/fine-instructions/sample-build.ts';
import { logOf, lmsysSynth, shipped } from '../recipes/lmsys-synth/sample-build.ts';
import { drawing } from '../recipes/magpie/drawn-build.ts';
import { multilingual, sampleCorpora } from '../recipes/multilingual/sample-build.ts';

const role = { endpoint: 'default', model: 'stand-in' };

/** One build of every recipe at least, so that each workflow and each of its branches has a history. */
export async function recordedBuilds(foundry: Foundry): Promise<Record<string, unknown>[]> {
  const files = [await foundry.writeLines('documents.jsonl', someDocuments(120))];
  const questions = [await foundry.writeLines('questions.jsonl', [{ q: 'one' }, { q: 'two' }])];
  const corpus = await documents(foundry, 0, 24, 'wikipedia.jsonl');
  const bank = { name: 'bank', queries: querySources() };
  const matching = { corpus: { files: [corpus] }, bank, documents: 16, match: { threshold: 0.4 } };
  const instantiating = {
    ...matching,
    recipe: 'distil-instantiator',
    sample: { size: 20, nulls: 0.1 },
    roles: { ...bankRoles, tokenEmbedder: role, instantiator: role, judge: role },
  };
  const embedding = {
    recipe: 'tune-embedder',
    corpus: { files: [corpus] },
    documents: 16,
    bank,
    roles: { ...bankRoles, describer: role, judge: role },
  };
  const [telugu, ...others] = await sampleCorpora(foundry);
  const pairs = fineInstructions(corpus);
  const answers = [
    await foundry.writeLines('qa.jsonl', [{ question: 'What is it?', answer: 'It is a test.' }]),
  ];
  const conversations = await logOf(foundry, shipped.slice(0, 30));
  return [
    {
      ...backAndForth,
      name: 'both-arms',
      corpus: { files },
      sample: { size: 30 },
      sharding: { rows: 10 },
      lanes: { count: 2, window: 2, maxEvents: 60 },
    },
    {
      recipe: 'generate',
      name: 'generate',
      table: { files: questions },
      roles: { model: role },
      prompt: { column: 'q' },
    },
    notified(questions),
    {
      recipe: 'template-bank',
      name: 'bank',
      queries: bank.queries,
      decontaminate: benchmarks,
      roles: bankRoles,
    },
    { ...pairs, name: 'pairs' },
    {
      ...pairs,
      name: 'windows',
      bank: { name: 'bank' },
      budget: false,
      compatible: { check: true, tuneEmbedder: {} },
      roles: { embedder: role, instantiator: role, judge: role, categorizer: role },
    },
    {
      recipe: 'distil-genericizer',
      name: 'genericizer',
      queries: bank.queries,
      sample: { size: 40 },
      roles: { teacher: role },
    },
    { ...instantiating, name: 'silver' },
    { ...instantiating, name: 'judged', round: 'judged' },
    { ...embedding, name: 'by-documents' },
    { ...embedding, name: 'by-sections', round: 'sections' },
    { ...multilingual, name: 'languages', corpora: [telugu, ...others] },
    { ...multilingual, name: 'each', corpora: [telugu, ...others.slice(-1)], datasets: 'each' },
    {
      recipe: 'multilingual',
      name: 'templated',
      arm: 'templated',
      roles: {},
      templated: [
        {
          language: 'spa_Latn',
          files: answers,
          columns: { text: 'answer' },
          templates: [{ instruction: 'Responde: {{question}}' }],
        },
      ],
    },
    {
      ...multilingual,
      name: 'translated',
      arm: 'translated',
      translated: {
        languages: ['tel_Telu', 'hin_Deva'],
        datasets: [{ files: answers, columns: { text: 'answer' }, instruction: 'question' }],
      },
    },
    {
      ...lmsysSynth,
      name: 'taught',
      conversations,
      roles: {
        teachers: { one: role, two: { ...role, model: 'aligned-model' } },
        judge: role,
        translator: role,
        tagger: role,
        moderator: role,
      },
      answers: { candidates: 2 },
      instructions: { templates: {} },
      nearDuplicates: {},
      best: { size: 10 },
      topics: { beside: { name: 'other', files: answers, instruction: 'question' } },
      bestTeacher: true,
      preference: true,
      turns: 2,
      arms: ['random', 'best'],
      translation: { into: ['jpn_Jpan'] },
    },
    ...magpieBuilds(answers),
  ];
}

/** A build that tells its lanes to say what they spend, and somebody who never answers how it ends. */
export function notified(files: string[]): Record<string, unknown> {
  return {
    recipe: 'generate',
    name: 'notified',
    table: { files },
    roles: { model: { ...role, price: { promptPerMillion: 0, completionPerMillion: 10_000 } } },
    prompt: { column: 'q' },
    spending: { pauseAt: 20 },
    notify: { url: 'http://127.0.0.1:9/', secretEnv: hookSecret.name },
  };
}

/** The variable of the workers that signs what `notified` has told. */
export const hookSecret = { name: 'HOOK_SECRET', value: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' };

/** Pairs with all that is measured of them, their filters and preferences; and conversations. */
export function magpieBuilds(files: string[]): Record<string, unknown>[] {
  const texts = { files, columns: { text: 'question' } };
  const measuring = { labeller: role, guard: role, embedder: role, reward: role, base: role, sampler: role };
  const filters = [{ name: 'best', preset: 'published', longest: 10 }];
  return [
    drawing(24, {
      name: 'drawn-pairs',
      roles: { instructor: role, responder: role, ...measuring },
      benchmarks: [{ name: 'bench', ...texts }],
      map: { beside: [{ name: 'others', ...texts }] },
      filters,
      preference: { candidates: 2, select: { draw: { size: 4 } } },
    }),
    drawing(24, {
      name: 'drawn-turns',
      turns: { min: 1, max: 2 },
      filters: [{ name: 'short', all: [{ metric: 'instruction_tokens', atMost: 20 }] }],
    }),
  ];
}
