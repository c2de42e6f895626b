import { expect, test } from 'vitest';
import { loadConfig } from '../../config/load-config.ts';
import { rolesOf } from '../../activities/engine/build/open-plan.ts';
import { complaints, configFile } from './config-file.ts';

const config = (teachers: string, more = '') => `recipe: lmsys-synth
name: synth
${more}
conversations: { files: [log.jsonl] }
roles:
  teachers: ${teachers}
`;

test('each role of a set gets the endpoint and the model that it leaves out', async () => {
  const path = configFile(
    config('{ llama: {}, gemma: , phi: { model: phi, sampling: { temperature: 0 } } }'),
  );
  const env = { OPENAI_BASE_URL: 'http://gpu:8000/v1', OPENAI_MODEL: 'm' };
  const loaded = await loadConfig(path, { env });
  const roles = rolesOf({ config: loaded });
  expect(Object.entries(roles).map(([name, { endpoint, model }]) => [name, endpoint, model])).toEqual([
    ['teachers.llama', 'default', 'm'],
    ['teachers.gemma', 'default', 'm'],
    ['teachers.phi', 'default', 'phi'],
  ]);
});

const here = 'endpoints: { here: { urls: [http://127.0.0.1:8000/v1] } }';

test.each([
  [
    '{ llama: { endpoint: her, model: m } }',
    'roles.teachers.llama.endpoint: "her" is not among endpoints (there are here); did you mean "here"?',
  ],
  [
    '{ Llama: { endpoint: here, model: m } }',
    'roles.teachers.Llama: use lower-case letters, digits and "-" (at most 40)',
  ],
  ['{ llama: { endpoint: here, modl: m } }', 'roles.teachers.llama.modl: unknown key; did you mean "model"?'],
])('%s', async (teachers, problem) => {
  expect(await complaints(config(teachers, here))).toContain(`c.yaml:6: ${problem}`);
});
