import { createServer } from 'node:http';
import { once } from 'node:events';
import { json } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { recipeChecks } from '../../../activities/recipes/index.ts';
import { rawFindings } from '../../../activities/recipes/magpie/check/raw-findings.ts';
import { userTurnOf } from '../../../activities/recipes/magpie/pre-query/user-turn.ts';
import { EndpointSchema } from '../../../schemas/inference/endpoint.ts';
import { MagpieSchema } from '../../../schemas/recipes/magpie/recipe.ts';

const BodySchema = z.looseObject({
  prompt: z.string().optional(),
  add_special_tokens: z.boolean().optional(),
});

/** A server that knows `<|begin_of_text|>` as one token and counts every other character as one. */
interface Habits {
  /** Adds begin-of-text unless it is told not to (vLLM), always (SGLang), or never. */
  readonly adds: 'unless told' | 'always' | 'never';
  readonly completions?: boolean;
  readonly tokenize?: boolean;
  readonly knowsBegin?: boolean;
}

async function serving({ adds, completions = true, tokenize = true, knowsBegin = true }: Habits) {
  const asked: z.output<typeof BodySchema>[] = [];
  const tokensOf = (text: string) =>
    knowsBegin && text.startsWith('<|begin_of_text|>')
      ? [1, ...Array.from(text.slice(17), () => 2)]
      : Array.from(text, () => 2);
  const server = createServer((request, response) => {
    void (async () => {
      const body = BodySchema.parse(await json(request));
      const { prompt, add_special_tokens: add = true } = body;
      const answer = (status: number, said: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
      };
      if (request.url === '/v1/completions' && completions) {
        if (prompt === undefined) return void answer(400, { error: { message: 'a prompt is wanted' } });
        asked.push(body);
        const more = adds === 'always' || (adds === 'unless told' && add) ? 1 : 0;
        return void answer(200, { usage: { prompt_tokens: tokensOf(prompt).length + more } });
      }
      if (request.url === '/tokenize' && tokenize)
        return void answer(200, { tokens: tokensOf(prompt ?? '') });
      return void answer(404, { error: { message: 'not found' } });
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { url: `http://127.0.0.1:${port}/v1`, asked };
}

async function found(habits: Habits, preQuery: object = {}) {
  const { url, asked } = await serving(habits);
  const config = MagpieSchema.parse({
    recipe: 'magpie',
    name: 'drawn',
    instructions: 1,
    endpoints: { e: { urls: [url] } },
    preQuery: { from: { family: 'llama-3' }, ...preQuery },
    roles: { instructor: { endpoint: 'e', model: 'm' }, responder: { endpoint: 'e', model: 'm' } },
  });
  const lines = await rawFindings(
    userTurnOf(config.preQuery),
    config,
    EndpointSchema.parse({ urls: [url] }),
    {},
  );
  return { lines, asked };
}

test('a server without raw completions is told, with what to do', async () => {
  const { lines } = await found({ adds: 'never', completions: false });
  expect(lines).toEqual([
    expect.stringMatching(
      /^e \(http:.*role instructor\): it has no raw completions \(POST \/completions: HTTP 404\)\. Serve the model with vLLM/,
    ),
  ]);
});

test('begin-of-text stands before a prompt once', async () => {
  const right = await found({ adds: 'unless told' });
  expect(right.lines).toEqual([]);
  expect(right.asked).toEqual([
    expect.objectContaining({ add_special_tokens: false, skip_special_tokens: false, max_tokens: 1 }),
  ]);
  expect((await found({ adds: 'always' })).lines).toEqual([
    expect.stringContaining('though it is told to add no tokens. Set preQuery.beginOfText: server'),
  ]);
  expect((await found({ adds: 'always' }, { beginOfText: 'server' })).lines).toEqual([]);
  expect((await found({ adds: 'never' }, { beginOfText: 'server' })).lines).toEqual([
    expect.stringContaining('it puts no begin-of-text before a prompt. Leave preQuery.beginOfText out'),
  ]);
});

test('a template of another model is told by its begin-of-text', async () => {
  expect((await found({ adds: 'unless told', knowsBegin: false })).lines).toEqual([
    expect.stringContaining('begin-of-text, "<|begin_of_text|>", is 17 tokens of the model that it serves'),
  ]);
});

test('a server that does not tell its tokens is asked nothing', async () => {
  const { lines, asked } = await found({ adds: 'always', tokenize: false });
  expect([lines, asked]).toEqual([[], []]);
});

test('a config is looked at before a build as a build does it', async () => {
  const { url } = await serving({ adds: 'never', completions: false });
  const config = MagpieSchema.parse({
    recipe: 'magpie',
    name: 'drawn',
    instructions: 1,
    endpoints: { e: { urls: [url] } },
    preQuery: { from: { family: 'llama-3' } },
    control: [{ name: 'garden', system: 'People ask you about gardens.' }],
    roles: { instructor: { endpoint: 'e', model: 'm' }, responder: { endpoint: 'e', model: 'm' } },
  });
  const check = recipeChecks.get('magpie');
  const given = { prompts: new Map(), env: {} };
  expect(await check?.({ ...given, config })).toEqual([expect.stringContaining('it has no raw completions')]);
  // An endpoint that is not known yet, such as the stand-in's, is not looked at.
  expect(await check?.({ ...given, config: { ...config, endpoints: {} } })).toEqual([]);
});
