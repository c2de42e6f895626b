import { gzipSync } from 'node:zlib';
import type { Asked, Habit, Reply } from './provider-server.ts';

interface Message {
  readonly content?: unknown;
  readonly [field: string]: unknown;
}

/** A chat completion as OpenAI writes it. */
function completion(model: string, message: Message, finish = 'stop') {
  return {
    id: 'x',
    object: 'chat.completion',
    created: 1,
    model,
    choices: [
      { index: 0, message: { role: 'assistant', ...message }, finish_reason: finish, logprobs: null },
    ],
    usage: { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 },
  };
}

function says(message: (asked: Asked) => Message, finish?: string): Habit {
  return (asked, reply) => reply.json(200, completion(asked.model, message(asked), finish));
}

function answers({ model, prompt }: Asked, reply: Reply): void {
  reply.json(200, completion(model, { content: `Answer to: ${prompt}` }));
}

function refused(message: string, type = 'invalid_request_error', code?: string, param?: string) {
  return { error: { message, type, param: param ?? null, code: code ?? null } };
}

/** Reasoning, wherever servers leave it. */
const reasoning = {
  thinkclose: says(({ prompt }) => ({
    content: `Okay, so the user asks something. First I recall the facts.\n</think>\n\nAnswer to: ${prompt}`,
  })),
  thinkopen: says(({ prompt }) => ({
    content: `<think>\nLet me see.\n</think>\n\nAnswer to: ${prompt}`,
  })),
  thinkempty: says(({ prompt }) => ({ content: `<think>\n\n</think>\n\nAnswer to: ${prompt}` })),
  harmony: says(({ prompt }) => ({
    content:
      '<|channel|>analysis<|message|>User wants an answer.<|end|><|start|>assistant' +
      `<|channel|>final<|message|>Answer to: ${prompt}`,
  })),
  parts: says(({ prompt }) => ({
    content: [
      { type: 'thinking', thinking: [{ type: 'text', text: 'secret thoughts' }] },
      { type: 'text', text: `Answer to: ${prompt}` },
    ],
  })),
  reasoningonly: says(() => ({ content: null, reasoning_content: 'long thoughts that never end' }), 'length'),
  bft: says(({ prompt }) => ({
    content: /[Ss]core/.test(prompt)
      ? 'The user wants a grade.\n</think>\n\nScore: 5'
      : 'Hmm, the text is on a thing. I need an instruction for it.\n</think>\n\nExplain what this text is about.',
  })),
} satisfies Record<string, Habit>;

const ends = {
  filtered: says(() => ({ content: 'First, mix the two parts and then you' }), 'content_filter'),
  modellength: says(() => ({ content: 'First, mix the two parts and then you' }), 'model_length'),
  refusal: says(() => ({ content: null, refusal: 'This request goes against the usage policies.' })),
  refusalempty: says(() => ({ content: '', refusal: 'This request goes against the usage policies.' })),
  toolcalls: says(
    () => ({
      content: null,
      tool_calls: [{ id: 'a', type: 'function', function: { name: 'search', arguments: '{}' } }],
    }),
    'tool_calls',
  ),
  nousage: ({ model, prompt }, reply) => {
    const { id, object, created, choices } = completion(model, { content: `Answer to: ${prompt}` });
    reply.json(200, { id, object, created, model, choices });
  },
} satisfies Record<string, Habit>;

const newerName = refused(
  "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
  'invalid_request_error',
  'unsupported_parameter',
  'max_tokens',
);

/** Fields that are refused for the whole role. */
const fields = {
  mistral: (asked, reply) => {
    const { seed } = asked.body;
    if (seed === undefined) return void answers(asked, reply);
    reply.json(422, {
      object: 'error',
      message: {
        detail: [
          {
            type: 'extra_forbidden',
            loc: ['body', 'seed'],
            msg: 'Extra inputs are not permitted',
            input: seed,
          },
        ],
      },
      type: 'invalid_request_error',
      param: null,
      code: null,
    });
  },
  dashscope: (asked, reply) => {
    if (asked.body['enable_thinking'] === false) return void answers(asked, reply);
    const message = 'parameter.enable_thinking must be set to false for non-streaming calls';
    reply.json(400, refused(message, 'invalid_request_error', 'invalid_parameter_error'));
  },
  maxlen: (asked, reply) => {
    const most = Number(asked.body['max_tokens'] ?? 0);
    if (most <= 4096) return void answers(asked, reply);
    reply.json(400, {
      error: {
        message: `max_tokens=${most} cannot be greater than max_model_len=max_total_tokens=4096. Please request fewer output tokens.`,
        type: 'BadRequestError',
        param: 'max_tokens',
        code: 400,
      },
    });
  },
  gpt5: (asked, reply) => {
    if ('top_p' in asked.body)
      return void reply.json(
        400,
        refused(
          "Unsupported parameter: 'top_p' is not supported with this model.",
          'invalid_request_error',
          'unsupported_parameter',
          'top_p',
        ),
      );
    if ('max_tokens' in asked.body) return void reply.json(400, newerName);
    answers(asked, reply);
  },
  o3,
  // Azure lists base models, not deployments: see the server.
  azure: o3,
  claude: (asked, reply) => {
    if (!('temperature' in asked.body && 'top_p' in asked.body)) return void answers(asked, reply);
    const message = '`temperature` and `top_p` cannot both be specified for this model. Please use only one.';
    reply.json(400, refused(message));
  },
} satisfies Record<string, Habit>;

function o3(asked: Asked, reply: Reply): void {
  if ('max_tokens' in asked.body) return void reply.json(400, newerName);
  const temperature = asked.body['temperature'] ?? 1;
  if (temperature === 1) return void answers(asked, reply);
  reply.json(
    400,
    refused(
      "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
      'invalid_request_error',
      'unsupported_value',
      'temperature',
    ),
  );
}

/** One prompt alone is refused. */
const prompts = {
  waf403: (asked, reply) => {
    if (!asked.prompt.includes('DROP TABLE')) return void answers(asked, reply);
    reply.html(
      403,
      '<!DOCTYPE html><html><head><title>Attention Required!</title></head><body>This website is using a ' +
        'security service. The action you just performed triggered it, such as a SQL command.</body></html>',
    );
  },
  flag403: (asked, reply) => {
    if (!asked.prompt.includes('poison')) return void answers(asked, reply);
    reply.json(403, {
      error: {
        code: 403,
        message: 'Your chosen model requires moderation and your input was flagged for "violence".',
        metadata: {
          reasons: ['violence'],
          flagged_input: 'poison',
          provider_name: 'X',
          model_slug: asked.model,
        },
      },
    });
  },
  tgi424: (asked, reply) => {
    if (!asked.prompt.includes('poison')) return void answers(asked, reply);
    const error = 'Request failed during generation: Server error: CUDA out of memory';
    reply.json(424, { error, error_type: 'generation' });
  },
  ctx500: (asked, reply) => {
    if (asked.prompt.length <= 500) return void answers(asked, reply);
    const detail = 'The decoder prompt (length 61522) is longer than the maximum model length of 40960.';
    reply.json(500, { detail });
  },
  groq413: (asked, reply) => {
    if (asked.prompt.length <= 500) return void answers(asked, reply);
    const message = 'Request too large on tokens per minute (TPM): Limit 6000, Requested 12328';
    reply.json(413, refused(message, 'tokens', 'rate_limit_exceeded'));
  },
} satisfies Record<string, Habit>;

const transports = {
  sse: streams,
  streamonly: (asked, reply) => {
    if (asked.body['stream'] === true) return void streams(asked, reply);
    reply.json(400, refused('This model only supports streaming; set stream to true'));
  },
  blank: ({ model, prompt }, { raw }) => {
    raw.writeHead(200, { 'content-type': 'application/json' });
    raw.write('\n\n\n');
    setTimeout(() => {
      raw.write('\n');
      raw.end(JSON.stringify(completion(model, { content: `Answer to: ${prompt}` })));
    }, 300);
  },
  gzip: ({ model, prompt }, { raw }) => {
    raw.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    raw.end(gzipSync(JSON.stringify(completion(model, { content: `Answer to: ${prompt}` }))));
  },
} satisfies Record<string, Habit>;

function streams({ model, prompt }: Asked, { raw }: Reply): void {
  const event = (delta: object, finish?: string): string => {
    const choice = { index: 0, delta, ...(finish === undefined ? {} : { finish_reason: finish }) };
    return `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', model, choices: [choice] })}\n\n`;
  };
  raw.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const content of ['Answer ', 'to: ', prompt]) raw.write(event({ content }));
  raw.write(event({}, 'stop'));
  raw.end('data: [DONE]\n\n');
}

/** Faults that pass. */
const passing = {
  date429: (asked, reply) => {
    if (asked.time > 1) return void answers(asked, reply);
    const wait = new Date(Date.now() + 3000).toUTCString();
    reply.json(429, refused('slow down', 'rate_limit'), { 'retry-after': wait });
  },
  cf520: (asked, reply) => {
    if (asked.time > 2) return void answers(asked, reply);
    reply.html(520, '<html><title>520: Web server is returning an unknown error</title></html>');
  },
  over529: (asked, reply) => {
    if (asked.time > 2) return void answers(asked, reply);
    reply.json(529, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } });
  },
  htmlok: (_, reply) => reply.html(200, '<html><body>Welcome to nginx</body></html>'),
  reset: (asked, reply) => {
    if (asked.time > 1) return void answers(asked, reply);
    reply.raw.socket?.destroy();
  },
} satisfies Record<string, Habit>;

/** How model providers really answer; each is served under its name. */
export const habits = {
  plain: answers,
  ...reasoning,
  ...ends,
  ...fields,
  ...prompts,
  ...transports,
  ...passing,
} satisfies Record<string, Habit>;
