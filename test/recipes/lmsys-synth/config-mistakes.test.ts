import { expect, test } from 'vitest';
import { datasetsOf, LmsysSynthSchema } from '../../../schemas/recipes/lmsys-synth/recipe.ts';
import { complaints } from '../../client/config-file.ts';

const config = (more: string, roles = 'teachers: { llama: {} }') => `recipe: lmsys-synth
name: synth
endpoints: { default: { urls: [http://127.0.0.1:8000/v1] } }
roles: { ${roles} }
${more}
`;
const env = { OPENAI_MODEL: 'm' };
const log = 'conversations: { files: [log.jsonl] }';

test.each([
  [
    `${log}\nanswers: { candidates: 2 }`,
    'roles.judge: of several candidates the judge chooses: name it, or set answers.candidates to 1',
  ],
  [
    `${log}\nbest: { size: 10 }`,
    'roles.judge: the best answers are those of the judge: name it, or leave `best` out',
  ],
  [
    `${log}\narms: [best]`,
    'roles.judge: the arm best is what the judge finds best: name it, or leave the arm out',
  ],
  [`${log}\npreference: true`, 'answers.candidates: a preference is of two candidates at least'],
  [`${log}\nbestTeacher: true`, 'bestTeacher: it needs a judge and two teachers at least'],
  [`${log}\ntranslation: { into: [jpn_Jpan] }`, 'roles.translator: translation.into needs this role'],
  [`${log}\ntranslation: { into: [jp] }`, 'translation.into[0]: "jp" is no language code of FLORES-200'],
  [
    `${log}\ntranslation: { only: true }`,
    'translation.only: there would be no dataset: name a language in translation.into',
  ],
  [
    `${log}\ntopics: { beside: { name: other, files: [a.parquet] } }`,
    'roles.tagger: topics.beside needs this role',
  ],
  ['', 'conversations: name the logs, or a dataset whose instructions are taken'],
  [
    `${log}\ndataset: { files: [a.parquet] }`,
    'conversations: name the logs, or a dataset whose instructions are taken',
  ],
  [
    'dataset: { files: [a.parquet] }\nturns: 2',
    'dataset: it has neither the logs’ answers nor further turns',
  ],
  [`${log}\ninstructions: { reject: [placeholders] }`, 'instructions.reject[0]: must be one of'],
])('%j', async (more, problem) => {
  expect((await complaints(config(more), { env })).join('\n')).toContain(problem);
});

test.each([
  [
    'teachers: { llama: { sampling: { temperature: 0 } } }, judge: {}',
    'roles.teachers.llama.sampling.temperature: at 0 all candidates are one and the same answer',
  ],
  [
    'teachers: { llama: { sampling: { topP: 0.9 }, samplings: [{ temperature: 0.5 }, {}] } }, judge: {}',
    'roles.teachers.llama.sampling.topP: rows are sampled by a mix, which says it: leave it out here',
  ],
  [
    'teachers: { llama: {} }, judge: { sampling: { temperature: 1 }, samplings: [{}, { temperature: 2 }] }',
    'roles.judge.sampling.temperature: rows are sampled by a mix',
  ],
])('candidates by roles: %s', async (roles, problem) => {
  const lines = await complaints(config(`${log}\nanswers: { candidates: 2 }`, roles), { env });
  expect(lines.join('\n')).toContain(problem);
});

test.each([
  ['teachers: {}', 'here stand roles by names of your own, such as `one: {}`'],
  ['teachers: { model: m }', 'here stand roles by names of your own, such as `one: {}`'],
  ['teachers: { llama: {} }, translator: { api: deepl }', 'roles.translator.api: deepl does not translate'],
])('roles: %s', async (roles, problem) => {
  const lines = await complaints(config(`${log}\ntranslation: { into: [dzo_Tibt] }`, roles), { env });
  expect(lines.join('\n')).toContain(problem);
});

test('datasets are named by what tells them apart', () => {
  const role = { endpoint: 'default', model: 'm' };
  const named = (teachers: Record<string, object>, translation: object) =>
    datasetsOf(
      LmsysSynthSchema.parse({
        recipe: 'lmsys-synth',
        name: 'synth',
        endpoints: {},
        conversations: { files: ['log.jsonl'] },
        roles: { teachers, translator: role },
        translation,
      }),
    ).map(({ name }) => name);
  const two = { llama: role, gemma: role };
  expect(named({ llama: role }, {})).toEqual(['synth']);
  expect(named({ llama: role }, { into: ['jpn_Jpan', 'jpn_Jpan'], only: true })).toEqual(['synth-jpn_jpan']);
  expect(named(two, { into: ['jpn_Jpan'] })).toEqual([
    'synth-llama',
    'synth-gemma',
    'synth-llama-jpn_jpan',
    'synth-gemma-jpn_jpan',
  ]);
});
