import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFoundry } from '../builds/foundry.ts';
import { rejection } from '../inference/asking.ts';
import { scriptedEndpoint, type Script } from '../inference/scripted-endpoint.ts';
import { rejectsOf } from '../tables/stored-table.ts';
import { tableOf } from '../input/table-of.ts';
import { failureOf } from '../survival/failure.ts';
import { multilingual } from '../recipes/multilingual/sample-build.ts';
import { calling, translation } from './calling.ts';
import { sendJson } from './fake-translator.ts';

const key = 'k3y-"of"/the+service=';
const env = { SERVICE_KEY: key };
const traces = ['k3y-', 'the+service', 'of\\"/the', encodeURIComponent(key).slice(0, 12)];

function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return [error.message, error.stack, JSON.stringify(error), everythingIn(error.cause)].join('\n');
}

function expectNoTrace(text: string): void {
  for (const trace of traces) expect(text).not.toContain(trace);
}

/** Repeats what it was sent, headers and body, with this status. */
const gossip =
  (status: number, lead = ''): Script =>
  ({ headers, body }, reply) =>
    sendJson(reply, { message: `${lead}You sent ${JSON.stringify({ ...headers, ...body })}` }, status);

test.each(['deepl', 'libretranslate'] as const)('%s: no error says the key', async (api) => {
  for (const status of [400, 401, 403, 404, 413, 456]) {
    const server = await scriptedEndpoint(gossip(status));
    const { call, state } = calling({ urls: [server.baseUrl], apiKeyEnv: 'SERVICE_KEY' }, { api }, env);
    const error = await rejection(call(translation('hola')));
    expectNoTrace(everythingIn(error));
    expectNoTrace(JSON.stringify(state()));
  }
});

test.each([500, 200])(
  'nor does the state of an endpoint that repeats it with HTTP %i, wherever the message is cut',
  async (status) => {
    for (const length of [0, 140, 170, 180, 190, 330, 360, 380]) {
      const server = await scriptedEndpoint(gossip(status, 'x'.repeat(length)));
      const endpoint = { urls: [server.baseUrl], apiKeyEnv: 'SERVICE_KEY' };
      const { call, state } = calling(endpoint, { api: 'libretranslate' }, env);
      call(translation('hola')).catch(() => undefined);
      await expect.poll(() => state().lastFault).toBeDefined();
      expectNoTrace(JSON.stringify(state()));
    }
  },
);

/** All files below a folder, as bytes read one to a character. */
async function filesIn(folder: string): Promise<[path: string, text: string][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path, await readFile(path, 'latin1')] as const;
      }),
  ).then((files) => files.map(([path, text]) => [path, text]));
}

/** Translates, but answers a text with poison in it by what it was sent. */
const careless: Script = (seen, reply) => {
  const texts = Array.isArray(seen.body['q']) ? seen.body['q'].map(String) : [];
  if (texts.some((text) => text.includes('veneno'))) return gossip(400)(seen, reply);
  sendJson(reply, { translatedText: texts.map((text) => `Translated: ${text}`) });
};

test('a build leaves the key in no table, no history, no journal and no dataset', async () => {
  const translator = await scriptedEndpoint(careless);
  const foundry = await openFoundry({ apiKey: key, mistakes: 0 }, true, env);
  const rows = Array.from({ length: 6 }, (_, at) => ({
    text: `La casa número ${at} está en la calle mayor${at === 5 ? ' con veneno' : ''}, cerca de la plaza vieja.`,
  }));
  const files = [await foundry.writeLines('es.jsonl', rows)];
  const endpointsWith = (apiKeyEnv: string) => ({
    default: { urls: [foundry.standin.baseUrl], apiKeyEnv: 'SERVICE_KEY' },
    translator: { urls: [translator.baseUrl], apiKeyEnv },
  });
  const config = {
    ...multilingual,
    corpora: [{ language: 'spa_Latn', kind: 'answers', files }],
    quality: { response: -1, instruction: -1 },
    roles: {
      ...multilingual.roles,
      translator: { endpoint: 'translator', model: 'none', api: 'libretranslate' },
    },
  };
  const refused = await failureOf(
    foundry.build({ ...config, name: 'refused', endpoints: endpointsWith('NO_KEY') }),
  );
  expect(refused.message).toContain('NO_KEY');
  const dataset = await foundry.build({ ...config, name: 'keyed', endpoints: endpointsWith('SERVICE_KEY') });
  const translated = tableOf(dataset, 'translate-response');
  expect(translated.reasons).toEqual({ 'request refused': 1 });
  const [reject] = await rejectsOf(foundry.store, translated);
  expect(reject?.detail).toMatch(/HTTP 400.*You sent .*\[SERVICE_KEY\]/);
  expectNoTrace(JSON.stringify(reject));

  const written = await filesIn(foundry.folder);
  // Not vain: the histories name the variable, as the config does.
  const histories = written.filter(([path]) => path.includes('temporal.db'));
  expect(histories.some(([, text]) => text.includes('SERVICE_KEY'))).toBe(true);
  for (const [path, text] of written)
    for (const trace of traces) expect(text.includes(trace), `${path}: ${trace}`).toBe(false);
});
