import { backAndForth, someDocuments } from '../builds/documents.ts';
import type { Foundry } from '../builds/foundry.ts';
import {
  bankRoles,
  benchmarks,
  documents,
  fineInstructions,
  querySources,
} from '../recipes/fine-instructions/sample-build.ts';
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
  ];
}
