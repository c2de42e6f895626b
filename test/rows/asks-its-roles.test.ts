import { expect, test } from 'vitest';
import { answerGroup } from '../../activities/engine/answers/address.ts';
import { questionOf } from '../../activities/inference/question-of.ts';
import { RowRejected, unusable } from '../../activities/engine/rows/outcome.ts';
import { rowContext, type RowContext } from '../../activities/engine/rows/row-context.ts';
import { implement, implementedAs } from '../../activities/engine/rows/row-stage.ts';
import { byName } from '../../activities/recipes/index.ts';
import { RoleSchema, type Role } from '../../schemas/inference/role.ts';
import type { LanguageQuestion, Message } from '../../schemas/inference/question.ts';
import { mayAsk, rolesAsked, rowStage } from '../../schemas/table/stage.ts';
import { z } from 'zod';
import { finishedBuild } from '../dataset/finished-build.ts';
import { openHome } from '../../workers/home.ts';
import { createParts } from '../../workers/parts.ts';

const hot = RoleSchema.parse({ endpoint: 'e', model: 'hot' });
const greedy = RoleSchema.parse({ endpoint: 'e', model: 'greedy', sampling: { temperature: 0 } });

/** A row whose roles answer with the model's name, and what they were asked. */
function rowOf(id: string, roles: Readonly<Record<string, Role>>, text = (model: string) => model) {
  const asked: LanguageQuestion[] = [];
  const context = rowContext(id, {
    stage: 'judge',
    buildSeed: 1,
    prompts: new Map(),
    tokens: () => 0,
    enter: () => Promise.resolve(() => undefined),
    roles: Object.entries(roles).map(([name, role]) => ({
      name,
      role,
      answer: (question) => {
        if (!('messages' in question)) throw new Error('no service is asked');
        asked.push(question);
        const usage = { promptTokens: 1, completionTokens: 1 };
        const answer = { finish: 'stop', usage, servedBy: role.model, standIn: false, milliseconds: 1 };
        return Promise.resolve({ ...answer, text: text(role.model) });
      },
    })),
  });
  return { context, asked };
}

const prompt: Message[] = [{ role: 'user', content: 'Why?' }];
const say = (context: RowContext, more: { role?: string; sample?: number } = {}) =>
  context.ask({ prompt, parse: (text) => text, attempts: 3, ...more });

test('a stage asks its first role unless it names another; a role that it does not declare is a mistake', async () => {
  const { context } = rowOf('row', { judge: hot, base: greedy });
  expect(await say(context)).toBe('hot');
  expect(await say(context, { role: 'base' })).toBe('greedy');
  await expect(say(context, { role: 'other' })).rejects.toThrow(
    'asks the role other, which is none of its own',
  );
  expect(context.roleOf('base')).toBe(greedy);
});

test('two samples of one prompt are two answers, but at temperature 0, and the first is asked as if there were no other', async () => {
  const { context, asked } = rowOf('row', { judge: hot });
  for (const sample of [0, 1, 2]) await say(context, { sample });
  await say(context);
  const seeds = asked.map(({ seed }) => seed);
  expect(new Set(seeds).size).toBe(3);
  expect(seeds[3]).toBe(seeds[0]);
  const once = rowOf('row', { judge: greedy });
  for (const sample of [0, 1, 2]) await say(once.context, { sample });
  expect(new Set(once.asked.map(({ seed }) => seed)).size).toBe(1);
});

test('at temperature 0 an answer that cannot be used is not asked for again', async () => {
  const { context, asked } = rowOf('row', { judge: hot, base: greedy });
  const useless = { prompt, parse: () => unusable('no score'), attempts: 3 };
  await expect(context.ask(useless)).rejects.toMatchObject({ rejection: { detail: '3 tries' } });
  expect(asked).toHaveLength(3);
  const once = context.ask({ ...useless, role: 'base' });
  await expect(once).rejects.toBeInstanceOf(RowRejected);
  await expect(once).rejects.toMatchObject({
    rejection: { reason: 'no score', detail: 'one try, since it is asked at temperature 0' },
  });
  expect(asked).toHaveLength(4);
});

test('a label that cannot be had is null; another error is none', async () => {
  const { context } = rowOf('row', { judge: hot });
  const label = { prompt, parse: () => unusable('unknown category'), attempts: 2 };
  expect(await context.askLabel(label)).toBeNull();
  await expect(context.askLabel({ ...label, role: 'other' })).rejects.toThrow('none of its own');
});

const mixed = RoleSchema.parse({
  endpoint: 'e',
  model: 'mixed',
  samplings: [
    { temperature: 1, topP: 1, share: 3 },
    { temperature: 1.2, topP: 0.99, share: 1 },
  ],
});

test('samplings are mixed by their shares, a row keeps its own, and says which', async () => {
  const counts = { 1: 0, 1.2: 0 };
  for (let at = 0; at < 2000; at += 1) {
    const { context, asked } = rowOf(`row-${at}`, { writer: mixed });
    await say(context);
    await say(context, { sample: 1 });
    const { temperature, top_p } = context.sampling();
    expect(asked.map((each) => [each.temperature, each.topP])).toEqual([
      [temperature, top_p],
      [temperature, top_p],
    ]);
    counts[temperature === 1 ? 1 : 1.2] += 1;
  }
  expect(counts[1.2] / 2000).toBeGreaterThan(0.22);
  expect(counts[1.2] / 2000).toBeLessThan(0.28);
});

test('another mix finds the answers of before; another model does not', () => {
  const more = RoleSchema.parse({ ...mixed, samplings: [...(mixed.samplings ?? []), { temperature: 1.1 }] });
  expect(answerGroup('draw', more)).toBe(answerGroup('draw', mixed));
  expect(answerGroup('draw', { ...mixed, model: 'other' })).not.toBe(answerGroup('draw', mixed));
  const question = questionOf(mixed, prompt, 1, { temperature: 1.1, topP: 1 });
  expect(question).toMatchObject({ temperature: 1.1, topP: 1 });
});

const reward = rowStage({
  name: 'reward',
  version: 1,
  title: 'Reward',
  role: 'rewarder',
  needs: { answer: z.string() },
  adds: { reward: z.number().nullable() },
  labels: ['reward'],
  params: z.strictObject({ factor: z.number().default(1) }),
});

test('a stage used twice has the function of the first, with a role and columns of its own', async () => {
  const base = reward.as('base-reward', {
    role: 'base',
    columns: { answer: 'base_answer', reward: 'base_reward' },
  });
  expect([rolesAsked(base), base.labels]).toEqual([['base'], ['base_reward']]);
  expect(Object.keys({ ...base.needs.shape, ...base.adds.shape })).toEqual(['base_answer', 'base_reward']);
  const again = base.as('third-reward', { columns: { base_answer: 'third_answer' } });
  expect(again.of).toEqual({ name: 'reward', columns: { answer: 'third_answer', reward: 'base_reward' } });
  const stage = implement(reward, ({ answer }, { params }) => ({ reward: answer.length * params.factor }));
  const { folder, input } = await finishedBuild({ rows: 1 });
  const parts = createParts(await openHome({ TUNESMITH_HOME: `${folder}/home` }), {});
  const resources = { build: input.build, parts, signal: new AbortController().signal };
  const run = await implementedAs(stage, base).prepare({ factor: 2 }, resources);
  const { context } = rowOf('row', { base: hot });
  expect(await run({ answer: 'not this one', base_answer: 'four' }, context)).toEqual([{ base_reward: 8 }]);
});

test('two stages of one name are refused, and both are named', () => {
  const first = implement(reward, () => ({ reward: 1 }));
  const second = implement(reward.as('reward', { title: 'Rate' }), () => ({ reward: 1 }));
  expect(() => byName([first, second])).toThrow(
    'two stages are called "reward" (titles: "Reward" and "Rate")',
  );
});

test('literals of a stage keep their types', () => {
  const turn = rowStage({
    name: 'turn',
    version: 1,
    title: 'Turn',
    needs: {},
    adds: { messages: z.array(z.object({ role: z.enum(['user', 'assistant']), content: z.string() })) },
    params: z.strictObject({}),
  });
  const stage = implement(turn, async (_, { id }) => {
    const question = { role: 'user', content: id } as const;
    return Promise.resolve({ messages: [question, { role: 'assistant', content: 'Because.' }] });
  });
  expect(stage.stage.name).toBe('turn');
});

test('what a stage sends besides is part of the question, and the role says more', async () => {
  const role = RoleSchema.parse({
    endpoint: 'e',
    model: 'm',
    api: 'completion',
    sampling: { maxTokens: 9, stop: ['\n'] },
    extraBody: { add_special_tokens: true, top_k: 5 },
  });
  const { context, asked } = rowOf('row', { writer: role });
  const sent = { stops: ['<end>', '\n'], body: { add_special_tokens: false, skip_special_tokens: false } };
  await context.ask({ prompt, sent, parse: (text) => text, attempts: 1 });
  expect(asked).toMatchObject([
    {
      stop: ['\n', '<end>'],
      extraBody: { add_special_tokens: true, skip_special_tokens: false, top_k: 5 },
    },
  ]);
});

test('a role of a set is the one that the stage’s parameter names', () => {
  const stage = { role: ['teachers.{teacher}', 'judge'] } as const;
  expect(rolesAsked(stage, { teacher: 'llama' })).toEqual(['teachers.llama', 'judge']);
  expect(() => rolesAsked(stage, {})).toThrow('wants the stage\'s parameter "teacher"');
  expect(['teachers.gemma', 'judge', 'teacher', 'judges'].map((role) => mayAsk(stage, role))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('a role’s system message begins its prompts, but for those that have one', async () => {
  const { context, asked } = rowOf('row', { judge: RoleSchema.parse({ ...hot, system: 'Be brief.' }) });
  await say(context);
  await context.ask({
    prompt: [{ role: 'system', content: 'Be long.' }, ...prompt],
    parse: (text) => text,
    attempts: 1,
  });
  expect(asked.map(({ messages }) => messages[0])).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'system', content: 'Be long.' },
  ]);
});

test('a raw prompt takes no system message', () => {
  const raw = {
    endpoint: 'e',
    model: 'm',
    api: 'completion',
    sampling: { maxTokens: 10 },
    system: 'Be brief.',
  };
  expect(RoleSchema.safeParse(raw).error?.issues[0]?.path).toEqual(['system']);
});
