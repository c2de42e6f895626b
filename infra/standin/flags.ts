import { parseArgs } from 'node:util';
import { StandinOptionsError } from './options.ts';
import type { StandinOptions } from './options.ts';

export const USAGE = `A rule-based stand-in for an OpenAI-compatible model server. It is no language model.

  --port N               port on 127.0.0.1 (default: a free one)
  --model NAME           model to serve; may be given several times (default: stand-in)
  --any-model            accept every model name
  --api-key KEY          ask for this bearer key
  --context-length N     longest prompt in tokens, words x 1.3 (default 32768)
  --five-share X         share of scores that are a 5 (default 0.14)
  --good-answer-share X  share of the ratings of an instruction's answer that are a 4 or a 5 (default 0.7)
  --good-pair-share X    share of the ratings of translated pairs that are a 3 or more (default 0.75)
  --mistakes X           factor on the rates of what models do wrong, or a JSON object of rates (default 1; 0: none)
  --answer-words N       length of an answer to a prompt that is no recipe's (default 128)
  --dimensions N         size of embeddings and token vectors (default 256)
  --latency-ms X         service time (default 0)
  --jitter X             sigma of a lognormal factor of mean 1 on it, or none (default none)
  --per-token-ms X       further time for each token of an answer (default 0)
  --slots N              requests in service at once (default: no limit)
  --queue-limit N        requests that may wait; above it 429 (default: no limit)
  --retry-after-ms N     what a 429 says in Retry-After (default 1000)
  --error-rate X         share of requests that get a 500 or 503
  --drop-rate X          share of answers that break off
  --hang-rate X          share of requests that are never answered
  --down                 break every connection
  --bad-text TEXT        a batch with a text that has TEXT in it gets a 400
  --fault-seed N         draws the requests that the rates above hit (default 1)
  --die-with-parent      end when standard input closes

Each flag with a value can be set by the environment too: --five-share by TUNESMITH_STANDIN_FIVE_SHARE.`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

const FLAGS = {
  port: text,
  model: { type: 'string', multiple: true },
  'any-model': flag,
  'api-key': text,
  'context-length': text,
  'five-share': text,
  'good-answer-share': text,
  'good-pair-share': text,
  mistakes: text,
  'answer-words': text,
  dimensions: text,
  'latency-ms': text,
  jitter: text,
  'per-token-ms': text,
  slots: text,
  'queue-limit': text,
  'retry-after-ms': text,
  'error-rate': text,
  'drop-rate': text,
  'hang-rate': text,
  down: flag,
  'bad-text': text,
  'fault-seed': text,
  'die-with-parent': flag,
  help: flag,
} as const;

interface Flags {
  options: StandinOptions;
  dieWithParent: boolean;
  help: boolean;
}

/**
 * Reads the command line, then the environment for what it leaves out.
 * @throws StandinOptionsError on a value that is no number; parseArgs' TypeError on an unknown flag.
 */
export function optionsFromFlags(args: string[], env: NodeJS.ProcessEnv): Flags {
  const { values } = parseArgs({ args, options: FLAGS, strict: true });
  const given = (
    name: Exclude<keyof typeof values, 'model' | 'down' | 'any-model' | 'die-with-parent' | 'help'>,
  ) => values[name] ?? env[`TUNESMITH_STANDIN_${name.toUpperCase().replaceAll('-', '_')}`];
  const read: Record<string, unknown> = {
    port: numeric('port', given('port')),
    apiKey: given('api-key'),
    models: values.model ?? env['TUNESMITH_STANDIN_MODEL']?.split(','),
    anyModel: values['any-model'],
    contextLength: numeric('context-length', given('context-length')),
    fiveShare: numeric('five-share', given('five-share')),
    goodAnswerShare: numeric('good-answer-share', given('good-answer-share')),
    goodPairShare: numeric('good-pair-share', given('good-pair-share')),
    mistakes: mistakesOf(given('mistakes')),
    answerWords: numeric('answer-words', given('answer-words')),
    dimensions: numeric('dimensions', given('dimensions')),
    latencyMs: numeric('latency-ms', given('latency-ms')),
    jitter: given('jitter') === 'none' ? 'none' : numeric('jitter', given('jitter')),
    perTokenMs: numeric('per-token-ms', given('per-token-ms')),
    slots: numeric('slots', given('slots')),
    queueLimit: numeric('queue-limit', given('queue-limit')),
    retryAfterMs: numeric('retry-after-ms', given('retry-after-ms')),
    errorRate: numeric('error-rate', given('error-rate')),
    dropRate: numeric('drop-rate', given('drop-rate')),
    hangRate: numeric('hang-rate', given('hang-rate')),
    down: values.down,
    badText: given('bad-text'),
    faultSeed: numeric('fault-seed', given('fault-seed')),
  };
  const options = Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
  return { options, dieWithParent: values['die-with-parent'] ?? false, help: values.help ?? false };
}

function numeric(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value.trim() !== '' && Number.isFinite(number)) return number;
  throw new StandinOptionsError(`--${name} takes a number, but was given '${value}'. See --help.`);
}

function mistakesOf(value: string | undefined): unknown {
  if (value === undefined || !value.trim().startsWith('{')) return numeric('mistakes', value);
  try {
    return JSON.parse(value);
  } catch {
    throw new StandinOptionsError(
      `--mistakes takes a number or a JSON object of rates, but was given '${value}'.`,
    );
  }
}
