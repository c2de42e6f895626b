import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, onTestFinished, test } from 'vitest';

const head = `
import { documentShape } from '../schemas/table/corpus.ts';
import { backtranslate, fitContext, measure, rewrite, score, type BackAndForthConfig } from '../schemas/recipes/back-and-forth/recipe.ts';
import { bankNamed, writeEmbedderPairs } from '../workflows/fine-instructions/bank.ts';
import { openBuild } from '../workflows/engine/build.ts';
import { setStage } from '../schemas/table/stage.ts';
import { z } from 'zod';
const rank = setStage({
  name: 'rank', version: 1, title: 'Rank', needs: { instruction: z.string() }, adds: { rank: z.int() }, params: z.strictObject({}),
});
const best = setStage({
  name: 'best', version: 1, title: 'Best', needs: { rank: z.int() }, params: z.strictObject({}),
});
const texts = { ...documentShape, language: z.string() };
export async function recipe(config: BackAndForthConfig) {
  const build = await openBuild(config);
  const documents = await build.import('documents', config.corpus, documentShape);
`;

const bodies: Record<string, string> = {
  'the right order': `const pairs = documents.through(fitContext, {}).through(backtranslate, {}).through(score, {});
    return build.publish(pairs.through(rewrite, {}).through(measure, {}));`,
  'scoring before there is an instruction': 'return documents.through(score, {}).table();',
  'publishing rows that have no response': 'return build.publish(documents.through(backtranslate, {}));',
  'a parameter of the wrong type': "return documents.through(backtranslate, { attempts: 'many' }).table();",
  'a set stage that needs what another added': `const ranked = await documents.through(backtranslate, {}).select(rank, {});
    return (await ranked.select(best, {})).through(score, {}).table();`,
  'a set stage before its column is there': `return (await documents.through(backtranslate, {}).select(best, {})).table();`,
  'corpora with the columns of their shape': `return build.import('texts', [{ corpus: config.corpus, columns: { language: 'tel_Telu' } }], texts);`,
  'a corpus without a column of its shape': `return build.import('texts', [{ corpus: config.corpus, columns: {} }], texts);`,
  'training on rows that are no examples': `return build.trainingTable(documents, 'name', { baseModel: 'x' });`,
  'tuning on rows that were not judged': `return writeEmbedderPairs(build, documents, await bankNamed(build, 'b'), 'name', {});`,
  'an unknown parameter': 'return documents.through(backtranslate, { tries: 3 }).table();',
};

/** What the compiler has against each recipe. */
async function complaints(): Promise<Record<string, number>> {
  const folder = await mkdtemp('zz-compile-');
  onTestFinished(() => rm(folder, { recursive: true }));
  const files = Object.entries(bodies).map(([what, body], at) => ({
    what,
    body,
    path: resolve(join(folder, `${at}.ts`)),
  }));
  await Promise.all(files.map(({ path, body }) => writeFile(path, `${head}${body}\n}\n`)));
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
  const paths = files.map(({ path }) => path);
  const program = ts.createProgram(paths, { ...options, noEmit: true, noUnusedLocals: false });
  return Object.fromEntries(
    files.map(({ what, path }) => {
      const source = program.getSourceFile(path);
      return [
        what,
        [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].length,
      ];
    }),
  );
}

test('a recipe in the right order compiles; a wrong column or parameter does not', async () => {
  expect(await complaints()).toEqual({
    'the right order': 0,
    'scoring before there is an instruction': 1,
    'publishing rows that have no response': 1,
    'a parameter of the wrong type': 1,
    'a set stage that needs what another added': 0,
    'a set stage before its column is there': 1,
    'corpora with the columns of their shape': 0,
    'a corpus without a column of its shape': 1,
    'training on rows that are no examples': 1,
    'tuning on rows that were not judged': 1,
    'an unknown parameter': 1,
  });
});
