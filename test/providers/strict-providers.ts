import type { Script, Seen, Reply } from '../inference/scripted-endpoint.ts';

/** What a provider takes, and nothing else, at the path of its real base URL. */
export interface StrictProvider {
  /** Heading of its paragraph in docs/providers.md. */
  readonly name: string;
  readonly script: Script;
}

type Header = 'authorization' | 'api-key';

const common = ['model', 'messages', 'stream', 'stream_options', 'stop'];

function allowed(seen: Seen, reply: Reply, header: Header, value: string): boolean {
  if (seen.headers[header] === value) return true;
  reply.error(401, {
    message: 'Incorrect API key provided',
    type: 'invalid_request_error',
    code: 'invalid_api_key',
  });
  return false;
}

function firstUnknown({ body }: Seen, known: readonly string[]): string | undefined {
  return Object.keys(body).find((name) => !common.includes(name) && !known.includes(name));
}

function answer({ body, prompt }: Seen, reply: Reply): void {
  if (body['stream'] !== true) return void reply.text(`answer to ${prompt}`);
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
  reply.raw.write(': PROCESSING\n\n');
  for (const delta of [
    { role: 'assistant', content: '' },
    { reasoning_content: 'Hm.' },
    { content: 'answer ' },
    { content: `to ${prompt}` },
  ])
    reply.raw.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`);
  reply.raw.write(
    `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\n`,
  );
  reply.raw.end(
    `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } })}\n\ndata: [DONE]\n\n`,
  );
}

function json(reply: Reply, status: number, body: unknown): void {
  reply.raw.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function isChat({ path }: Seen, base: string): boolean {
  return path.split('?')[0] === `${base}/chat/completions`;
}

const azure: Script = (seen, reply) => {
  if (!seen.path.endsWith('?api-version=2024-10-21') || !isChat(seen, '/openai/deployments/my-gpt-5'))
    return void reply.error(404, { code: '404', message: 'Resource not found' });
  if (!allowed(seen, reply, 'api-key', 'key-of-AZURE_OPENAI_API_KEY')) return;
  const unknown = firstUnknown(seen, ['max_completion_tokens', 'seed']);
  if (unknown === undefined) return void answer(seen, reply);
  const instead = unknown === 'max_tokens' ? " Use 'max_completion_tokens' instead." : '';
  reply.error(400, {
    message: `Unsupported parameter: '${unknown}' is not supported with this model.${instead}`,
    type: 'invalid_request_error',
    param: unknown,
    code: 'unsupported_parameter',
  });
};

const gemini: Script = (seen, reply) => {
  if (seen.headers.authorization !== 'Bearer key-of-GEMINI_API_KEY')
    return void json(reply, 400, [
      {
        error: {
          code: 400,
          message: 'API key not valid. Please pass a valid API key.',
          status: 'INVALID_ARGUMENT',
        },
      },
    ]);
  if (seen.path === '/v1beta/openai/models')
    return void json(reply, 200, { data: [{ id: 'models/gemini-2.5-flash', object: 'model' }] });
  if (!isChat(seen, '/v1beta/openai')) return void json(reply, 404, []);
  const unknown = firstUnknown(seen, ['temperature', 'top_p', 'max_tokens', 'reasoning_effort']);
  if (unknown === undefined) return void answer(seen, reply);
  const message = `Invalid JSON payload received. Unknown name "${unknown}": Cannot find field.`;
  json(reply, 400, [{ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }]);
};

const mistral: Script = (seen, reply) => {
  if (!allowed(seen, reply, 'authorization', 'Bearer key-of-MISTRAL_API_KEY')) return;
  if (seen.path === '/v1/models') return void json(reply, 200, { data: [{ id: 'mistral-large-latest' }] });
  if (!isChat(seen, '/v1')) return void reply.error(404, { message: 'no Route matched with those values' });
  const unknown = firstUnknown(seen, ['temperature', 'top_p', 'max_tokens', 'random_seed']);
  if (unknown === undefined) return void answer(seen, reply);
  const detail = [{ type: 'extra_forbidden', loc: ['body', unknown], msg: 'Extra inputs are not permitted' }];
  json(reply, 422, {
    object: 'error',
    message: { detail },
    type: 'invalid_request_error',
    param: null,
    code: null,
  });
};

const dashScope: Script = (seen, reply) => {
  if (!allowed(seen, reply, 'authorization', 'Bearer key-of-DASHSCOPE_API_KEY')) return;
  if (!isChat(seen, '/compatible-mode/v1')) return void reply.error(404, { message: 'Not Found' });
  const { body } = seen;
  if (body['stream'] === true) return void answer(seen, reply);
  const message =
    body['model'] === 'qwq-plus'
      ? 'This model only support stream mode, please enable the stream parameter to access the model.'
      : 'parameter.enable_thinking must be set to false for non-streaming calls';
  if (body['model'] !== 'qwq-plus' && body['enable_thinking'] === false) return void answer(seen, reply);
  reply.error(400, { code: 'invalid_parameter_error', param: null, message, type: 'invalid_request_error' });
};

const openRouter: Script = (seen, reply) => {
  if (!allowed(seen, reply, 'authorization', 'Bearer key-of-OPENROUTER_API_KEY')) return;
  if (
    seen.headers['http-referer'] !== 'key-of-OPENROUTER_REFERER' ||
    seen.headers['x-title'] !== 'key-of-OPENROUTER_TITLE'
  )
    return void reply.error(400, { message: 'the test wants both headers' });
  if (seen.path === '/api/v1/models') return void json(reply, 200, { data: [{ id: 'qwen/qwen3-32b' }] });
  if (!isChat(seen, '/api/v1')) return void reply.error(404, { message: 'Not Found' });
  answer(seen, reply);
};

const anthropic: Script = (seen, reply) => {
  const { body } = seen;
  if (seen.path === '/v1/models')
    return void json(reply, 401, {
      type: 'error',
      error: { type: 'authentication_error', message: 'x-api-key header is required' },
    });
  if (!allowed(seen, reply, 'authorization', 'Bearer key-of-ANTHROPIC_API_KEY')) return;
  if (!isChat(seen, '/v1')) return void reply.error(404, { message: 'Not Found' });
  if (!('temperature' in body && 'top_p' in body)) return void answer(seen, reply);
  const message = '`temperature` and `top_p` cannot both be specified for this model. Please use only one.';
  reply.error(400, { message, type: 'invalid_request_error', code: 'invalid_request_error', param: null });
};

export const strictProviders: readonly StrictProvider[] = [
  { name: 'Azure OpenAI', script: azure },
  { name: 'Gemini', script: gemini },
  { name: 'Mistral', script: mistral },
  { name: 'DashScope', script: dashScope },
  { name: 'OpenRouter', script: openRouter },
  { name: 'Anthropic', script: anthropic },
];
