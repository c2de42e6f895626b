import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, onTestFinished, test } from 'vitest';

const head = `
import { documentShape } from '../schemas/table/corpus.ts';
import { backtranslate, fitContext, measure, rewrite, score, type BackAndForthConfig } from '../schemas/recipes/back-and-forth/recipe.ts';
import { bankNamed, writeEmbedderPairs } from '../workflows/fine-instructions/bank.ts';
import { openBuild } from '../workflows/engine/build.ts';
import { implement } from '../activities/engine/rows/row-stage.ts';
import { reject } from '../activities/engine/rows/outcome.ts';
import { rowStage, setStage } from '../schemas/table/stage.ts';
import { z } from 'zod';
const rank = setStage({
  name: 'rank', version: 1, title: 'Rank', needs: { instruction: z.string() }, adds: { rank: z.int() }, params: z.strictObject({}),
});
const best = setStage({
  name: 'best', version: 1, title: 'Best', needs: { rank: z.int() }, params: z.strictObject({}),
});
const weigh = rowStage({
  name: 'weigh', version: 1, title: 'Weigh', needs: { text: z.number() }, adds: { weight: z.number() }, params: z.strictObject({}),
});
const number = rowStage({
  name: 'number', version: 1, title: 'Number', needs: { draw: z.int() }, adds: { text: z.string() }, params: z.strictObject({}),
});
const other = backtranslate.as('answer-again', { columns: { instruction: 'answer' } });
const needsScore = rowStage({
  name: 'needs-score', version: 1, title: 'Needs', needs: { score: z.int() }, adds: {}, params: z.strictObject({}),
});
const longest = setStage({
  name: 'longest', version: 1, title: 'Longest', needs: { answer: z.string() }, params: z.strictObject({}),
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
const answerTo = rowStage({
  name: 'answer-to', version: 1, title: 'Answer', needs: { text: z.string() }, params: nothing,
  adds: { turns: z.array(z.object({ role: z.enum(['user', 'assistant']), content: z.string() })), length: z.int() },
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
  'a column of another type': 'return documents.through(weigh, {}).table();',
  'a column that was left out': "return documents.without('text').through(backtranslate, {}).table();",
  'leaving out what is not there': "return documents.without('txt').table();",
  'a stage under another name': `return (await documents.through(backtranslate, {}).through(other, {}).select(longest, {})).table();`,
  'a stage under another name before its column is there':
    'return (await documents.select(longest, {})).table();',
  'rows from nothing': 'return (await build.draws(10)).through(number, {}).table();',
  'rows from nothing have no text': 'return (await build.draws(10)).through(backtranslate, {}).table();',
  'flows of other rows in one': `const pairs = documents.through(backtranslate, {});
    return (await build.union([pairs.through(score, {}), pairs])).through(needsScore, {}).table();`,
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
  'a stage that gives its columns, a list of them, or none': `implement(answerTo, async ({ text }, { tokens }) => {
      await Promise.resolve();
      if (text === '') return reject('empty');
      const row = { turns: [{ role: 'user' as const, content: text }], length: tokens(text) };
      return text.length > 5 ? [row, row] : { turns: [{ role: 'user', content: text }], length: tokens(text) };
    });
    implement(answerTo, ({ text }) => ({ turns: [{ role: 'assistant', content: text }], length: 1 }));
    implement(answerTo, ({ text }, { opened }) => ({ turns: [{ role: 'user', content: text }], length: opened.size }), {
      open: () => Promise.resolve({ size: 1 }),
    });`,
  'a stage that does not give a column': `implement(answerTo, async ({ text }) => {
      await Promise.resolve();
      return text === '' ? reject('empty') : { turns: [{ role: 'user', content: text }] };
    });`,
  'a stage of which one of several rows lacks a column': `implement(answerTo, ({ text }) =>
      text === '' ? [{ turns: [] }] : { turns: [{ role: 'user', content: text }], length: 1 });`,
  'a stage that gives a column as another type': `implement(answerTo, ({ text }) => ({
      turns: [{ role: 'nobody', content: text }], length: 1,
    }));`,
  'a stage that opens something and does not give a column': `implement(answerTo, (_row, { opened }) => ({ length: opened.size }), {
      open: () => Promise.resolve({ size: 1 }),
    });`,
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

const none = /^(?!.)/;

test('a recipe in the right order compiles; a wrong one does not, and the message names the column', async () => {
  const wanted: Record<keyof typeof bodies, RegExp> = {
    'the right order': none,
    'scoring before there is an instruction': /"this flow has no column \\"instruction\\""/,
    'publishing rows that have no response': /"response: a column that a pair needs/,
    'a parameter of the wrong type': /'string' is not assignable to type 'number/,
    'a set stage that needs what another added': none,
    'a set stage before its column is there': /"this flow has no column \\"rank\\""/,
    'a column of another type': /"the column \\"text\\" of this flow is of another type"/,
    'a column that was left out': /"this flow has no column \\"text\\""/,
    'leaving out what is not there': /"txt"/,
    'a stage under another name': none,
    'a stage under another name before its column is there': /"this flow has no column \\"answer\\""/,
    'rows from nothing': none,
    'rows from nothing have no text': /"this flow has no column \\"text\\""/,
    'flows of other rows in one': /"this flow has no column \\"score\\""/,
    'corpora with the columns of their shape': none,
    'a corpus without a column of its shape': /language/,
    'training on rows that are no examples': /prompt_messages/,
    'tuning on rows that were not judged':
      /judgedMatchShape|missing the following properties|is missing in type/,
    'a conversation': none,
    'a conversation without messages': /"messages: a column that a conversation needs/,
    'a conversation with tokens that are text': /"user_tokens: a column that a conversation needs/,
    'a preference': none,
    'a preference that lacks a score': /"rejected_score: a column that a preference needs/,
    'an unknown kind': /talk/,
    'a stage that gives its columns, a list of them, or none': none,
    'a stage that does not give a column': /"the column \\"length\\" is not given"/,
    'a stage of which one of several rows lacks a column': /"the column \\"length\\" is not given"/,
    'a stage that gives a column as another type': /"the column \\"turns\\" is given as another type"/,
    'a stage that opens something and does not give a column': /"the column \\"turns\\" is not given"/,
    'an unknown parameter': /'tries' does not exist/,
  };
  const found = await complaints();
  for (const [what, pattern] of Object.entries(wanted)) {
    const said = found.get(what) ?? ['no such recipe'];
    expect(said.length, `${what}: ${said.join('; ')}`).toBe(pattern === none ? 0 : 1);
    if (pattern !== none) expect(said[0]).toMatch(pattern);
  }
  expect([...found.keys()].sort()).toEqual(Object.keys(wanted).sort());
});
