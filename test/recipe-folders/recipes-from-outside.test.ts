import { mkdtemp, rm, writeFile, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { startStandin } from '../../infra/standin/server.ts';
import { ownFolder } from '../client/config-file.ts';
import { startTunesmith, tunesmith } from '../cli/command-line.ts';
import { holdRequests } from '../survival/hold-requests.ts';
import { until } from '../survival/until.ts';
import { debateWith, writeDebate } from './debate.ts';

const Told = z.object({
  version: z.int(),
  rows: z.int(),
  location: z.string(),
  answers: z.object({ asked: z.int(), reused: z.int() }),
});

/** One home for all, where what has been compiled once is found again. */
let home: string;
beforeAll(async () => void (home = await mkdtemp(join(tmpdir(), 'tunesmith-home-'))));
afterAll(() => rm(home, { recursive: true, force: true, maxRetries: 3 }));

function documents(count: number): { id: string; text: string }[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `d${at}`,
    text: `The ${at}th lighthouse stands on rock number ${at}, and its keeper counts the ships that pass.`,
  }));
}

test('a recipe of a folder is killed and goes on, and is rebuilt from what changed', async () => {
  const standin = await startStandin({ mistakes: 0, latencyMs: 300, slots: 4, models: ['m'] });
  onTestFinished(() => standin.close());
  const cwd = ownFolder();
  await writeDebate(join(cwd, 'recipes/debate'));
  await writeFile(join(cwd, 'tunesmith.config.yaml'), 'recipes: [recipes]\n');
  const rows = documents(40);
  const write = (all: readonly unknown[]) =>
    writeFile(join(cwd, 'texts.jsonl'), all.map((each) => `${JSON.stringify(each)}\n`).join(''));
  await write(rows);
  await writeFile(
    join(cwd, 'c.yaml'),
    'recipe: debate\nname: talk\ncorpus: { files: [texts.jsonl] }\nroles: { asker: {}, answerer: {} }\n',
  );
  const env = { OPENAI_BASE_URL: standin.baseUrl, OPENAI_MODEL: 'm', TUNESMITH_HOME: home };

  const killed = startTunesmith(['run', 'c.yaml'], cwd, env);
  await until('a part is answered', () => standin.stats().answered > 6);
  await holdRequests(standin, { store: join(cwd, 'tunesmith-store'), home });
  killed.kill('SIGKILL');
  await killed.ended;
  standin.setFaults({ latencyMs: 5 });
  const first = await tunesmith(['run', 'c.yaml', '--json'], cwd, env);
  expect(first).toMatchObject({ code: 0 });
  const built = Told.parse(JSON.parse(first.stdout));
  expect(built).toMatchObject({ version: 1, rows: 40 });
  expect(standin.stats()).toMatchObject({ answered: 3 * 40, repeated: 0 });
  const card = readFileSync(join(cwd, 'tunesmith-store/datasets/talk/v1/README.md'), 'utf8');
  expect(card).toContain('debate');
  expect(card).toContain('chosen');

  const [changed, ...others] = rows;
  await write([...others, { ...changed, text: 'The keeper has left, and the lamp burns by itself now.' }]);
  const again = await tunesmith(['run', 'c.yaml', '--json'], cwd, env);
  expect(again).toMatchObject({ code: 0 });
  const rebuilt = Told.parse(JSON.parse(again.stdout));
  expect(rebuilt).toMatchObject({ version: 2, rows: 40, answers: { asked: 3 } });
  const unchanged = await tunesmith(['run', 'c.yaml', '--json'], cwd, env);
  expect(unchanged).toMatchObject({ code: 0 });
  expect(Told.parse(JSON.parse(unchanged.stdout))).toMatchObject({ version: 2, rows: 40 });
});

/** What `tunesmith recipes` says of a folder; the compiled code of equal sources is shared. */
async function toldOf(cwd: string, ...folders: string[]) {
  return tunesmith(['recipes', ...folders.flatMap((folder) => ['--recipes', folder])], cwd, {
    TUNESMITH_HOME: home,
  });
}

test('wrong types and what is not deterministic are told together, with file and line', async () => {
  const cwd = ownFolder();
  await writeDebate(join(cwd, 'debate'), {
    ...debateWith(
      'workflow.ts',
      '  return build',
      "  if (process.env['LATE'] === 'yes') await fetch('http://127.0.0.1');\n  return build",
    ),
    ...debateWith('stages/debate.ts', 'instruction: await', 'instructions: await'),
  });
  const { code, stdout, stderr } = await toldOf(cwd, 'debate');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/debate\/stages\/debate\.ts:4:\d+: .*the column ..instruction.. is not given/);
  expect(stderr).toMatch(/debate\/workflow\.ts:9:7: it may not use process: a workflow is replayed/);
  expect(stderr).toMatch(/debate\/workflow\.ts:9:\d+: it may not use fetch/);
  expect(stderr).not.toMatch(/^ +at /m);
});

test.each([
  ['await globalThis.fetch("http://127.0.0.1");', /debate\/workflow\.ts:9:\d+: it may not use globalThis/],
  ['const { env } = globalThis.process;', /debate\/workflow\.ts:9:\d+: it may not use globalThis/],
])('a workflow that reaches out by %s is told', async (line, told) => {
  const cwd = ownFolder();
  await writeDebate(
    join(cwd, 'debate'),
    debateWith('workflow.ts', '  return build', `  ${line}\n  return build`),
  );
  const { code, stderr } = await toldOf(cwd, 'debate');
  expect(code).toBe(2);
  expect(stderr).toMatch(told);
});

test('what a workflow throws is told while the build waits for its code', async () => {
  const cwd = ownFolder();
  await writeDebate(
    join(cwd, 'debate'),
    debateWith('workflow.ts', '  const build', "  JSON.parse('{');\n  const build"),
  );
  await writeFile(join(cwd, 'texts.jsonl'), JSON.stringify(documents(1)[0]));
  await writeFile(
    join(cwd, 'c.yaml'),
    'recipe: debate\nname: thrown\ncorpus: { files: [texts.jsonl] }\nroles: { asker: {}, answerer: {} }\n',
  );
  const running = startTunesmith(['run', 'c.yaml', '--recipes', 'debate'], cwd, { TUNESMITH_HOME: home });
  const told =
    /the workflow of the build fails \(Expected property name.*\); it goes on when its code is mended/;
  await until('the fault is told', () => told.test(running.stdout()));
});

test('a workflow function of another name is told, which no worker would find', async () => {
  const cwd = ownFolder();
  await writeDebate(join(cwd, 'debate'), debateWith('recipe.ts', "workflow: 'debate'", "workflow: 'talk'"));
  const { code, stderr } = await toldOf(cwd, 'debate');
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /debate\/recipe\.ts:\d+:\d+: the recipe's workflow is "talk", and workflow\.ts exports debate/,
  );
});

test.each([
  ['{{txt}}', "unknown slot {{txt}}; this prompt's slots are {{text}}"],
  [' ', 'the prompt is empty'],
])('a prompt of %j is told with its file', async (text, problem) => {
  const cwd = ownFolder();
  const debate = await writeDebate(join(cwd, 'debate'));
  await writeFile(join(debate, 'prompts/ask.md'), text);
  const { code, stderr } = await toldOf(cwd, debate);
  expect(code).toBe(2);
  expect(stderr).toContain(`debate/prompts/ask.md: ${problem}`);
});

test('a folder that is named by two paths is taken in once', async () => {
  const cwd = ownFolder();
  const debate = await writeDebate(join(cwd, 'debate'));
  await symlink(debate, join(cwd, 'linked'));
  expect(await toldOf(cwd, 'debate', 'linked')).toMatchObject({ code: 0, stderr: '' });
});

test('a missing prompt, a stage without code and names that clash are told with file and line', async () => {
  const cwd = ownFolder();
  const debate = await writeDebate(join(cwd, 'debate'));
  expect(await toldOf(cwd, debate)).toMatchObject({ code: 0, stderr: '' });

  await rm(join(debate, 'prompts/ask.md'));
  const unprompted = await toldOf(cwd, debate);
  expect(unprompted.code).toBe(2);
  expect(unprompted.stderr).toContain(
    'debate/recipe.ts:19:14: the stage "debate-ask" fills prompts/ask.md, and there is no such file',
  );

  await writeDebate(debate);
  await writeDebate(join(cwd, 'copy'));
  const copied = await toldOf(cwd, debate, 'copy');
  expect(copied.code).toBe(2);
  expect(copied.stderr).toContain('copy/recipe.ts:46:3: there is a recipe called "debate" already');
  expect(copied.stderr).toContain(`, in ${debate}`);

  await writeDebate(join(cwd, 'other'), debateWith('recipe.ts', "name: 'debate-distinct'", "name: 'sample'"));
  const clashing = await toldOf(cwd, 'other');
  expect(clashing.code).toBe(2);
  expect(clashing.stderr).toMatch(/other\/recipe\.ts:25:3: two stages are called "sample"/);
});

test.each([
  ['a folder that is not there', 'nowhere', 'nowhere: there is no such folder, and no package'],
  ['a folder without a recipe', '.', 'there is no recipe.ts in it, nor in a folder of it'],
])('%s is told', async (_, folder, problem) => {
  const { code, stderr } = await toldOf(ownFolder(), folder);
  expect(code).toBe(2);
  expect(stderr).toContain(problem);
});
