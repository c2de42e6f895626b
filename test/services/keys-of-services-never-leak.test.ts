import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFoundry } from '../builds/foundry.ts';
import { rejection } from '../inference/asking.ts';
import { scriptedEndpoint, type Script } from '../inference/scripted-endpoint.ts';
import { failureOf } from '../survival/failure.ts';
import { multilingual } from '../multilingual/sample-build.ts';
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

test('a build leaves the key in no table, no history, no journal and no dataset', async () => {
  const foundry = await openFoundry({ apiKey: key, badText: 'veneno' }, true, env);
  const rows = Array.from({ length: 12 }, (_, at) => ({
    text: `La casa número ${at} está en la calle mayor${at === 5 ? ' con veneno' : ''}, cerca de la plaza vieja.`,
  }));
  const files = [await foundry.writeLines('es.jsonl', rows)];
  const config = {
    ...multilingual,
    name: 'keyed',
    corpora: [{ language: 'spa_Latn', kind: 'answers', files }],
    duplicates: { similarity: 1 },
    roles: {
      ...multilingual.roles,
      translator: { endpoint: 'translator', model: 'none', api: 'libretranslate' },
    },
  };
  const endpointOf = (apiKeyEnv: string) => ({ urls: [foundry.standin.url], apiKeyEnv });
  const main = { urls: [foundry.standin.baseUrl], apiKeyEnv: 'SERVICE_KEY' };
  const refused = await failureOf(
    foundry.build({
      ...config,
      name: 'refused',
      endpoints: { default: main, translator: endpointOf('NO_KEY') },
    }),
  );
  expect(refused.message).toContain('NO_KEY');
  const dataset = await foundry.build({
    ...config,
    endpoints: { default: main, translator: endpointOf('SERVICE_KEY') },
  });
  const translated = dataset.tables.find(({ title }) => title === 'Translate the response');
  expect(translated?.reasons).toEqual({ 'request refused': 1 });
  const written = await filesIn(foundry.folder);
  expect(written.some(([path]) => path.endsWith('temporal.db'))).toBe(true);
  expect(written.some(([path]) => path.startsWith(foundry.store))).toBe(true);
  for (const [path, text] of written)
    for (const trace of traces) expect(text.includes(trace), `${path}: ${trace}`).toBe(false);
}, 90_000);
