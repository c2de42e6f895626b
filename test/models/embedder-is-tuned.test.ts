import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import {
  labelledPair,
  type JudgedMatch,
} from '../../activities/recipes/fine-instructions/embedder-training/training-pairs.ts';
import { gaussianPooling } from '../../activities/vectors/gaussian-pooling.ts';
import { sectionOf } from '../../activities/recipes/fine-instructions/matching/sections.ts';
import {
  EmbedderTrainingSchema,
  SectionsSchema,
} from '../../schemas/recipes/fine-instructions/embedder-pairs.ts';
import { drawFrom } from '../recipes/fine-instructions/draw.ts';

// PyTorch: 6 GB. A Python that has `sentence-transformers[train]`.
const python = process.env['TUNESMITH_TEST_EMBEDDER'];
const skipped = python === undefined;
const why =
  'needs sentence-transformers: run it with TUNESMITH_TEST_MODELS=1 TUNESMITH_TEST_EMBEDDER=path/to/python';

const scriptFolder = join(
  import.meta.dirname,
  '../../activities/recipes/fine-instructions/embedder-training',
);
const environment = { ...process.env, CUDA_VISIBLE_DEVICES: '', HF_HUB_OFFLINE: '1' };

/** What a Python program prints; `input` is what it reads. */
function run(args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { env: environment, maxBuffer: 1e8 };
    const child = execFile(python ?? '', args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr, { cause: error }));
    });
    child.stdin?.end(input);
  });
}

async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-embedder-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test('the script pools as matching does', { timeout: 120_000 }, async ({ skip }) => {
  skip(skipped, why);
  const draw = drawFrom(5);
  const pooling = { chunks: 5, sigma: 0.05, alpha: 0.7 };
  const mask = [
    [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
    [0, 0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1],
    [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ];
  const tokens = mask.map((row) => row.map(() => Array.from({ length: 8 }, () => draw(2000) / 1000 - 1)));
  for (const chunk of [0, 1, 3, 5]) {
    const given = { tokens, mask, chunk: mask.map(() => chunk), pooling };
    const stdout = await run([join(import.meta.dirname, 'pooled.py'), scriptFolder], JSON.stringify(given));
    const found = z.array(z.array(z.number())).parse(JSON.parse(stdout));
    found.forEach((vector, row) => {
      const ours = gaussianPooling(Float32Array.from(tokens[row]?.flat() ?? []), 8, mask[row], pooling)[
        chunk
      ];
      vector.forEach((value, at) => {
        expect(value).toBeCloseTo(ours?.[at] ?? Number.NaN, 5);
      });
    });
  }
});

test(
  'the script learns which description fits which part of a document',
  { timeout: 300_000 },
  async ({ skip }) => {
    skip(skipped, why);
    const folder = await ownFolder();
    const draw = drawFrom(11);
    const word = () => `w${draw(60)}`;
    const pairs = Array.from({ length: 24 }, (_, document) => {
      const topics = Array.from({ length: 6 }, () => Array.from({ length: 5 }, word));
      const text = topics
        .flatMap((topic) => Array.from({ length: 20 }, () => topic[draw(5)] ?? ''))
        .join(' ');
      return [1, 2, 3, 4, 5].flatMap((chunk) =>
        [true, false].map((compatible) => {
          // The centre of chunk k of 5 lies between topics k and k + 1 of 6.
          const topic = topics[compatible ? chunk : (chunk + 3) % 6] ?? [];
          const match: JudgedMatch = {
            document_id: `d${document}`,
            text,
            template_id: `t${document}-${chunk}-${compatible ? 1 : 0}`,
            description: topic.join(' '),
            chunk,
            compatible,
            response: sectionOf(text, chunk, SectionsSchema.parse({})),
          };
          return labelledPair(match);
        }),
      );
    }).flat();
    await run(
      [join(import.meta.dirname, 'tiny_embedder.py'), join(folder, 'base')],
      pairs.map(({ document }) => document).join('\n'),
    );
    const settings = EmbedderTrainingSchema.parse({
      baseModel: join(folder, 'base'),
      learningRate: 5e-3,
      epochs: 6,
      batchSize: 32,
      gpus: 1,
      atOnce: 32,
      maxLength: 200,
      heldOut: 0.1,
    });
    await writeFile(join(folder, 'embedder.json'), JSON.stringify(settings));
    await writeFile(
      join(folder, 'embedder.pairs.jsonl'),
      pairs.map((pair) => `${JSON.stringify(pair)}\n`).join(''),
    );
    await copyFile(join(scriptFolder, 'train.py'), join(folder, 'train.py'));
    const told = await run([join(folder, 'train.py'), join(folder, 'embedder.json')]);
    const losses = [...told.matchAll(/'loss': '?([\d.e-]+)/g)].map(([, loss]) => Number(loss));
    expect(losses.length).toBeGreaterThan(2);
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 2);
    const pooling: unknown = JSON.parse(
      await readFile(join(folder, 'embedder-model/1_Pooling/config.json'), 'utf8'),
    );
    expect(JSON.stringify(pooling)).toMatch(/"pooling_mode":"mean"|"pooling_mode_mean_tokens":true/);
  },
);
