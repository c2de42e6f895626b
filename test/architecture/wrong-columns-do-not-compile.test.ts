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
const nothing = z.strictObject({});
const talk = setStage({
  name: 'talk', version: 1, title: 'Talk', needs: {}, params: nothing,
  adds: { messages: z.array(z.object({ role: z.enum(['user', 'assistant']), content: z.string() })) },
});
const compare = setStage({
  name: 'compare', version: 1, title: 'Compare', needs: {}, params: nothing,
  adds: { chosen: z.string(), rejected: z.string(), chosen_score: z.number() },
});
const rate = setStage({
  name: 'rate', version: 1, title: 'Rate', needs: {}, adds: { rejected_score: z.int() }, params: nothing,
});
const ask = setStage({
  name: 'ask', version: 1, title: 'Ask', needs: {}, adds: { prompt: z.string() }, params: nothing,
});
const count = setStage({
  name: 'count', version: 1, title: 'Count', needs: {}, adds: { user_tokens: z.string() }, params: nothing,
});
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
  'a conversation': "return build.publish(await documents.select(talk, {}), { kind: 'conversation' });",
  'a conversation without messages': "return build.publish(documents, { kind: 'conversation' });",
  'a conversation with tokens that are text':
    "return build.publish(await (await documents.select(talk, {})).select(count, {}), { kind: 'conversation' });",
  'a preference': `const compared = await (await documents.select(compare, {})).select(rate, {});
    return build.publish(await compared.select(ask, {}), { kind: 'preference', name: 'preferred' });`,
  'a preference that lacks a score': `const asked = await documents.select(ask, {});
    return build.publish(await asked.select(compare, {}), { kind: 'preference' });`,
  'an unknown kind': "return build.publish(await documents.select(talk, {}), { kind: 'talk' });",
  'an unknown parameter': 'return documents.through(backtranslate, { tries: 3 }).table();',
};

/** What the compiler has against each recipe. */
async function complaints(): Promise<Map<string, string[]>> {
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
  return new Map(
    files.map(({ what, path }) => {
      const source = program.getSourceFile(path);
      const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      return [what, found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))];
    }),
  );
}

test('a recipe in the right order compiles; a wrong column or parameter does not', async () => {
  const found = await complaints();
  expect(Object.fromEntries([...found].map(([what, all]) => [what, all.length]))).toEqual({
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
    'a conversation': 0,
    'a conversation without messages': 1,
    'a conversation with tokens that are text': 1,
    'a preference': 0,
    'a preference that lacks a score': 1,
    'an unknown kind': 1,
    'an unknown parameter': 1,
  });
  const named = (what: string) =>
    /"([a-z_]+): a column that a \w+ needs/.exec(found.get(what)?.[0] ?? '')?.[1];
  expect(named('publishing rows that have no response')).toBe('response');
  expect(named('a conversation without messages')).toBe('messages');
  expect(named('a conversation with tokens that are text')).toBe('user_tokens');
  expect(named('a preference that lacks a score')).toBe('rejected_score');
});
