import { expect, test } from 'vitest';
import { promptProblem, MagpieSchema } from '../../../schemas/recipes/magpie/recipe.ts';
import { openFoundry } from '../../builds/foundry.ts';
import { familyFile } from '../../chat-templates/opening.ts';
import { askedBy, drawing } from './drawn-build.ts';

const model = { endpoint: 'e', model: 'm' };

function problems(more: object, instructor: object = {}, responder: object = {}): string[] {
  const { error } = MagpieSchema.safeParse({
    recipe: 'magpie',
    name: 'drawn',
    instructions: 5,
    endpoints: { e: { urls: ['http://e/v1'] } },
    roles: { instructor: { ...model, ...instructor }, responder: { ...model, ...responder } },
    ...more,
  });
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const qwen2 = { preQuery: { from: { family: 'qwen2' } } };
const gemma2 = { preQuery: { from: { family: 'gemma-2' } } };

test('what a config cannot be built from is told with what to do', () => {
  expect(problems(qwen2)).toEqual([]);
  expect(problems({})).toEqual([expect.stringMatching(/^roles\.instructor\.chatTemplate: name the model/)]);
  expect(problems(qwen2, { api: 'chat' })).toEqual([expect.stringMatching(/^roles\.instructor\.api: /)]);
  expect(problems({ ...gemma2, control: [{ name: 'm', prompt: 'math' }] })).toEqual([
    'control.0: gemma-2 has no place for a system prompt; take another model',
  ]);
  expect(problems({ ...gemma2, turns: 2 })).toEqual([
    'conversation.system: gemma-2 has no place for a system prompt; set it to false',
  ]);
  expect(problems({ ...gemma2, turns: 2, conversation: { system: false } })).toEqual([]);
  expect(problems({ preQuery: { from: { text: 'Q: ' } }, turns: 2 })).toEqual([
    expect.stringMatching(/^turns: a text of your own has no place for a second turn/),
  ]);
  expect(problems({ ...qwen2, turns: { min: 3, max: 2 } })).toHaveLength(1);
  expect(problems({ ...qwen2, control: [{ name: 'a' }, { name: 'a' }] })).toEqual([
    'control: two domains have one name; call one of them otherwise',
  ]);
  expect(problems({ ...qwen2, control: [{ name: 'a', system: 's', prompt: 'math' }] })).toHaveLength(1);
  expect(problems({ ...qwen2, control: [{ name: 'a', language: 'xx' }] })).toEqual([
    expect.stringContaining('is no language code of FLORES-200'),
  ]);
  expect(problems(qwen2, {}, { api: 'completion', sampling: { maxTokens: 9 } })).toEqual([
    'roles.responder.chatTemplate: name it, or leave api out: raw prompts are made from it',
  ]);
  const sampler = { ...model, api: 'completion', sampling: { maxTokens: 9 } };
  const roles = { instructor: model, responder: model };
  expect(problems({ ...qwen2, roles: { ...roles, sampler } })).toEqual([
    'roles.sampler.chatTemplate: name it, or leave api out: raw prompts are made from it',
  ]);
  const others = [{ name: 'a', files: ['a.jsonl'] }];
  expect(problems({ ...qwen2, map: { beside: others } })).toEqual([
    'roles.embedder: map.beside needs this role',
  ]);
  expect(problems({ ...qwen2, benchmarks: [...others, ...others] })).toEqual([
    'benchmarks: two benchmarks have one name; call one of them otherwise',
  ]);
  const apart = { name: 'apart', preset: 'apart-from-benchmarks' };
  expect(problems({ ...qwen2, filters: [apart] })).toEqual([
    'filters.0.preset: benchmark_cosine is measured by benchmarks: name it, or leave this out',
    'filters.0.preset: benchmark_cosine is measured by roles.embedder: name it, or leave this out',
    'filters.0.preset: benchmark_overlap is measured by benchmarks: name it, or leave this out',
  ]);
  const reward = { ...roles, reward: model, sampler: model };
  expect(problems({ ...qwen2, roles: reward, turns: 2, preference: {} })).toEqual([
    'preference: preferences are of one turn: set turns to 1, or make them in a build of their own',
  ]);
  const samplings = [{ temperature: 1 }, { temperature: 2 }];
  expect(problems({ ...qwen2, mix: 'studied' }, { samplings })).toEqual([
    'mix: roles.instructor.samplings says another one; leave one of them out',
  ]);
  expect(problems({ ...qwen2, mix: 'studied' }, { sampling: { temperature: 0.5, maxTokens: 9 } })).toEqual([
    'roles.instructor.sampling.temperature: rows are sampled by a mix, which says it: leave it out here',
  ]);
});

test('a config with a mix can be read again, as a build does', () => {
  const given = { recipe: 'magpie', name: 'd', instructions: 1, endpoints: {}, mix: 'studied', ...qwen2 };
  const once = MagpieSchema.parse({ ...given, roles: { instructor: model, responder: model } });
  expect(once.roles.instructor.samplings).toHaveLength(9);
  expect(MagpieSchema.parse(once)).toEqual(once);
});

test('a domain without its prompt file is named', () => {
  const control = [{ name: 'a', prompt: 'gardens' }];
  const config = { ...drawing(1), endpoints: {}, control };
  expect(promptProblem(config, ['domain-math', 'in-language'])).toContain(
    'control: there is no prompt for gardens; there are math. Put a file domain-gardens.md',
  );
  expect(promptProblem(config, ['domain-gardens'])).toBeUndefined();
});

test('a template that takes no system prompt is told before anything is asked', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const gemma = {
    endpoint: 'default',
    model: 'stand-in',
    chatTemplate: { tokenizerConfig: familyFile('gemma-2') },
  };
  const roles = { instructor: gemma, responder: { endpoint: 'default', model: 'stand-in' } };
  const more = { preQuery: {}, roles };
  const [asked, told] = await askedBy(foundry, () =>
    foundry.build(drawing(5, { ...more, turns: 2 })).then(
      () => 'built',
      (error: unknown) =>
        error instanceof Error && error.cause instanceof Error ? String(error.cause.cause) : '',
    ),
  );
  expect(told).toContain('it refuses messages of the roles system, user');
  expect(told).toContain('Ask without a system prompt');
  expect(asked).toBe(0);
  const [, built] = await askedBy(foundry, () =>
    foundry.build(drawing(5, { ...more, turns: 2, conversation: { system: false } })),
  );
  expect(built.rows).toBe(5);
});
