import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, onTestFinished, test } from 'vitest';

const head = `
import { documentShape } from '../schemas/corpus.ts';
import { backtranslate, fitContext, measure, rewrite, score, type BackAndForthConfig } from '../schemas/recipes/back-and-forth.ts';
import { openBuild } from '../workflows/engine/build.ts';
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
    'an unknown parameter': 1,
  });
});
