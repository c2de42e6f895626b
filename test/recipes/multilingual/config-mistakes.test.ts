import { expect, test } from 'vitest';
import { MultilingualSchema } from '../../../schemas/recipes/multilingual/recipe.ts';

const role = { endpoint: 'here', model: 'some-model' };
const config = {
  recipe: 'multilingual',
  name: 'pairs',
  endpoints: { here: { urls: ['http://127.0.0.1:9/v1'] } },
  corpora: [{ language: 'tel_Telu', files: ['a.txt'] }],
  roles: { translator: role, qe: role, generator: role, judge: role },
};

function problems(changes: Record<string, unknown>): string[] {
  const found = MultilingualSchema.safeParse({ ...config, ...changes });
  return found.success ? [] : found.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test('the paper’s numbers are the defaults', () => {
  const { generate, score, quality, roles, arm, datasets } = MultilingualSchema.parse(config);
  expect(problems({})).toEqual([]);
  expect(roles.generator?.sampling).toMatchObject({ temperature: 0.7, topP: 0.9 });
  expect(roles.translator?.api).toBe('open-inference');
  expect({ min: score.min, quality, arm, datasets, weights: generate.weights }).toEqual({
    min: 3,
    quality: { response: 0.7, instruction: 0.7 },
    arm: 'generated',
    datasets: 'one',
    weights: {},
  });
});

test.each([
  [
    { corpora: [{ language: 'tel', files: ['a'] }] },
    /corpora\.0\.language: "tel" is no language code of FLORES-200.*tel_Telu/,
  ],
  [{ corpora: undefined }, /^corpora: the arm generated needs it/],
  [{ roles: { ...config.roles, qe: undefined } }, /^roles\.qe: the arm generated needs this role/],
  [{ arm: 'templated' }, /^templated: the arm templated needs it/],
  [
    { roles: { ...config.roles, translator: { ...role, api: 'libretranslate' } } },
    /libretranslate does not translate Telugu \(tel_Telu\)/,
  ],
  [
    {
      corpora: [{ language: 'amh_Ethi', files: ['a.txt'] }],
      roles: { ...config.roles, translator: { ...role, api: 'deepl' } },
    },
    /roles\.translator\.api: deepl does not translate Amharic \(amh_Ethi\)/,
  ],
  [{ datasets: 'each', name: 'x'.repeat(75) }, /^name: leave 9 characters/],
])('%j', (changes, problem) => {
  expect(problems(changes)).toContainEqual(expect.stringMatching(problem));
});
