import { expect, test } from 'vitest';
import { isRoleSet, RoleNameSchema, RolesSchema } from '../../schemas/inference/roles.ts';

const role = { endpoint: 'default', model: 'm' };

test('roles of a set are known by its name and their own', () => {
  const roles = RolesSchema.parse({
    judge: role,
    teachers: { llama: role, gemma: { ...role, model: 'g' } },
    translator: { ...role, api: 'deepl' },
    moderator: undefined,
  });
  expect(Object.entries(roles).map(([name, { model, api }]) => [name, model, api])).toEqual([
    ['judge', 'm', 'chat'],
    ['teachers.llama', 'm', 'chat'],
    ['teachers.gemma', 'g', 'chat'],
    ['translator', 'm', 'deepl'],
  ]);
});

test.each([
  [{ llama: {}, gemma: null }, true],
  [{ llama: { model: 'm' } }, true],
  [{}, false],
  [{ model: 'm' }, false],
  [{ sampling: { temperature: 0 } }, false],
  [{ batch: {}, extraBody: {} }, false],
  [{ llama: 'm' }, false],
  [['llama'], false],
  [null, false],
])('%j', (value, expected) => {
  expect(isRoleSet(value)).toBe(expected);
});

test('a name that a role says of itself would make one role of the set', () => {
  for (const name of ['llama', 'gemma-2', '405b']) expect(RoleNameSchema.safeParse(name).success).toBe(true);
  for (const name of ['sampling', 'price', 'Llama', 'a.b', ''])
    expect(RoleNameSchema.safeParse(name).success).toBe(false);
});
