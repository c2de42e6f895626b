import { expect, test } from 'vitest';
import { waysOf } from '../../activities/engine/build/ways-of.ts';
import { findingLine, preflight } from '../../activities/inference/index.ts';
import { EndpointSchema } from '../../schemas/inference/endpoint.ts';
import { MultilingualSchema } from '../../schemas/recipes/multilingual/recipe.ts';
import type { ServiceApi } from '../../schemas/inference/role.ts';
import { scriptedEndpoint, type Script } from '../inference/scripted-endpoint.ts';
import { standinForTest } from '../standin/starting.ts';
import { sendJson } from './fake-translator.ts';

const apis: readonly ServiceApi[] = [
  'embeddings',
  'pooling',
  'classify',
  'sglang-classify',
  'score',
  'moderations',
  'open-inference',
  'deepl',
  'libretranslate',
];
const env = { KEY: 'right-key-9', WRONG: 'wr0ng-key-9' };

async function check(
  url: string,
  roles: readonly { role: string; api: ServiceApi; model?: string; label?: number }[],
  apiKeyEnv?: string,
): Promise<string[]> {
  const endpoint = EndpointSchema.parse({ urls: [url], ...(apiKeyEnv === undefined ? {} : { apiKeyEnv }) });
  const asked = roles.map((each) => ({ model: 'stand-in', ...each }));
  return (await preflight('machines', endpoint, asked, env)).map(findingLine);
}

const answering =
  (status: number, body: unknown): Script =>
  (_, reply) =>
    sendJson(reply, body, status);

test.each(apis)(
  '%s: nothing to say of a server that is there, without a question asked twice',
  async (api) => {
    const standin = await standinForTest({ apiKey: 'right-key-9' });
    expect(await check(standin.baseUrl, [{ role: 'helper', api }], 'KEY')).toEqual([]);
  },
);

test.each(apis)('%s: nothing listens', async (api) => {
  const server = await scriptedEndpoint();
  await server.stop();
  const findings = await check(server.baseUrl, [{ role: 'helper', api }]);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatch(
    /^machines \(http:\S+, role helper\): nothing listens there.*endpoints\.machines\.urls/,
  );
});

test.each(apis)('%s: a wrong key is found before a build, and is not shown', async (api) => {
  const standin = await standinForTest({ apiKey: 'right-key-9' });
  const findings = await check(standin.baseUrl, [{ role: 'helper', api }], 'WRONG');
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatch(
    /^machines \(.*, role helper\): the server refuses the API key in WRONG .*Set WRONG to/,
  );
  expect(findings[0]).not.toContain('wr0ng');
});

test.each(apis.filter((api) => api !== 'libretranslate'))('%s: a key that is missing', async (api) => {
  const standin = await standinForTest({ apiKey: 'right-key-9' });
  expect((await check(standin.baseUrl, [{ role: 'helper', api }])).join()).toMatch(
    /without an API key.*apiKeyEnv/,
  );
});

test.each([
  'embeddings',
  'pooling',
  'classify',
  'sglang-classify',
  'score',
  'moderations',
  'open-inference',
] as const)('%s: the model is not there', async (api) => {
  const standin = await standinForTest({ models: ['bge-m3'] });
  const findings = await check(standin.baseUrl, [{ role: 'helper', api, model: 'bge-m2' }]);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatch(
    /role helper\): model "bge-m2" of role helper is not there.*roles\.helper\.model/,
  );
});

test('two roles of one server: what is wrong with the server is said once, of both', async () => {
  const server = await scriptedEndpoint(answering(503, { error: 'loading' }));
  const findings = await check(server.baseUrl, [
    { role: 'translator', api: 'open-inference', model: 'nllb' },
    { role: 'qe', api: 'open-inference', model: 'kiwi' },
  ]);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatch(/^machines \(.*, roles translator, qe\): the server is not ready/);
});

test('of two roles, only the one whose model is missing is named', async () => {
  const { url } = await standinForTest({ models: ['nllb'] });
  const findings = await check(url, [
    { role: 'translator', api: 'open-inference', model: 'nllb' },
    { role: 'qe', api: 'open-inference', model: 'kiwi' },
  ]);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatch(/, role qe\): model "kiwi" of role qe is not there/);
});

test.each<[ServiceApi, string]>([
  ['open-inference', 'Open Inference Protocol'],
  ['deepl', 'DeepL API'],
  ['libretranslate', 'LibreTranslate API'],
])('%s: a server that speaks another protocol', async (api, name) => {
  const server = await scriptedEndpoint(answering(404, { detail: 'Not Found' }));
  const findings = await check(server.baseUrl, [{ role: 'translator', api }]);
  expect(findings[0]).toContain(`no ${name} answers there`);
  expect(findings[0]).toMatch(/Correct endpoints\.machines\.urls .*roles\.translator\.api/);
});

test('a server that speaks of no usage, but translates, is taken for what it is', async () => {
  const server = await scriptedEndpoint(({ path }, reply) => {
    if (path === '/v2/translate') sendJson(reply, { translations: [{ text: 'Hola' }] });
    else sendJson(reply, { message: 'Not Found' }, 404);
  });
  expect(await check(server.baseUrl, [{ role: 'translator', api: 'deepl' }])).toEqual([]);
});

test('of a server that is not there, roles of all kinds are told in one finding', async () => {
  const server = await scriptedEndpoint();
  await server.stop();
  const findings = await check(server.baseUrl, [
    { role: 'translator', api: 'open-inference' },
    { role: 'embedder', api: 'embeddings' },
  ]);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatch(/, roles translator, embedder\): nothing listens there/);
});

test('DeepL’s quota is looked at before it is used', async () => {
  const server = await scriptedEndpoint(
    answering(200, { character_count: 500_000, character_limit: 500_000 }),
  );
  expect((await check(server.baseUrl, [{ role: 'translator', api: 'deepl' }])).join()).toMatch(
    /role translator\): the quota of 500000 characters is used up\. Add credit/,
  );
  server.script = answering(200, { character_count: 1, character_limit: 500_000 });
  expect(await check(server.baseUrl, [{ role: 'translator', api: 'deepl' }])).toEqual([]);
});

test('LibreTranslate is asked which languages it was started with', async () => {
  const languages = [
    { code: 'en', name: 'English', targets: ['en', 'es'] },
    { code: 'es', name: 'Spanish', targets: ['en', 'es'] },
    { code: 'ja', name: 'Japanese', targets: ['en'] },
  ];
  const server = await scriptedEndpoint(answering(200, languages));
  const role = { role: 'translator', model: 'none', api: 'libretranslate' as const };
  const endpoint = EndpointSchema.parse({ urls: [server.baseUrl] });
  const ways = (code: string) => [
    { from: code, to: 'eng_Latn' },
    { from: 'eng_Latn', to: code },
  ];
  const checked = async (...codes: string[]) => {
    const translations = codes.flatMap((code) => ways(code));
    return (await preflight('machines', endpoint, [{ ...role, translations }], env)).map(findingLine);
  };
  expect(await checked('spa_Latn')).toEqual([]);
  expect((await checked('spa_Latn', 'jpn_Jpan', 'hin_Deva')).join()).toMatch(
    /role translator\): the server does not translate English into Japanese, Hindi into English, English into Hindi\. /,
  );
});

test('a config’s translator is checked for the ways that its arm translates', () => {
  const role = { endpoint: 'here', model: 'm' };
  const config = MultilingualSchema.parse({
    recipe: 'multilingual',
    name: 'pairs',
    endpoints: { here: { urls: ['http://127.0.0.1:9/v1'] } },
    corpora: ['spa_Latn', 'eng_Latn'].map((language) => ({ language, files: ['a.txt'] })),
    translated: { languages: ['tel_Telu'], datasets: [{ files: ['b.jsonl'] }] },
    roles: { translator: role, qe: role, generator: role, judge: role },
  });
  expect(waysOf(config, 'qe')).toEqual({});
  expect(waysOf(config, 'translator').translations).toEqual([
    { from: 'spa_Latn', to: 'eng_Latn' },
    { from: 'eng_Latn', to: 'spa_Latn' },
  ]);
  const translated = MultilingualSchema.parse({ ...config, arm: 'translated' });
  expect(waysOf(translated, 'translator').translations).toEqual([{ from: 'eng_Latn', to: 'tel_Telu' }]);
});

/** A server that lists its model, and answers other requests so. */
const listing =
  (status: number, body: unknown): Script =>
  (seen, reply) =>
    seen.method === 'GET' ? sendJson(reply, { data: [{ id: 'rm' }] }) : sendJson(reply, body, status);

test('a reward model that is listed is tried all the same: it may give several numbers', async () => {
  const server = await scriptedEndpoint(listing(200, { data: [{ index: 0, probs: [0.1, 0.9] }] }));
  const role = { role: 'rater', api: 'classify' as const, model: 'rm' };
  const findings = await check(server.baseUrl, [role]);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatch(
    /role rater\): the model "rm" gives 2 numbers \(0\.1, 0\.9\), and nothing says which is the reward\. Set the role's label/,
  );
  expect(await check(server.baseUrl, [{ ...role, label: 1 }])).toEqual([]);
});

test('a listed model that its server does not rate with is found before a build', async () => {
  const words = {
    error: { message: 'The model does not support Classification API', type: 'BadRequestError' },
  };
  const server = await scriptedEndpoint(listing(400, words));
  const role = { role: 'rater', api: 'classify' as const, model: 'rm' };
  expect((await check(server.baseUrl, [role])).join()).toMatch(
    /"rm" of role rater is there, but not over classify \(HTTP 400\): .*does not support Classification API.*roles\.rater\.api/,
  );
  server.script = listing(404, { detail: 'Not Found' });
  expect((await check(server.baseUrl, [role])).join()).toMatch(
    /no classification API of vLLM answers there \(HTTP 404\)/,
  );
});

test('an unlisted model of /pooling may be an embedder or a reward model', async () => {
  const server = await scriptedEndpoint(({ method }, reply) => {
    if (method === 'GET') sendJson(reply, { data: [] });
    else sendJson(reply, { data: [{ index: 0, data: [0.5] }], usage: { prompt_tokens: 2 } });
  });
  expect(await check(server.baseUrl, [{ role: 'rater', api: 'pooling', model: 'rm' }])).toEqual([]);
});
