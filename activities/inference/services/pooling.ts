import { z } from 'zod';
import type { ServiceQuestion } from '../../../schemas/inference/question.ts';
import { gaussianPooling } from '../../vectors/gaussian-pooling.ts';
import { UnusableAnswer } from '../unusable-answer.ts';
import type { ServiceAdapter } from './adapter.ts';
import { rewardAmong } from './conversation.ts';
import { byIndex, matching, readBody } from './read-body.ts';
import { conversationsOf, isUnrendered } from './rendered-or-messages.ts';
import { taskOf } from './task-mismatch.ts';
import type { Task } from './task.ts';
import { embedChunks, reward } from './tasks.ts';
import { base64Of, floatsOf, NumbersSchema, type Numbers } from './vectors.ts';

const ReplySchema = z.object({
  data: z.array(z.object({ index: z.int().nonnegative(), data: NumbersSchema })),
  model: z.string().optional(),
  usage: z.object({ prompt_tokens: z.number() }).nullish(),
});

type Reply = z.infer<typeof ReplySchema>;

/** What `/pooling` is asked for a task, and how the numbers are read that it gives for each question. */
interface Exchange {
  readonly task: Task;
  readonly body: (questions: readonly ServiceQuestion[]) => Readonly<Record<string, unknown>>;
  readonly textsOf: (
    numbers: readonly Numbers[],
    questions: readonly ServiceQuestion[],
    usage: Reply['usage'],
  ) => readonly string[];
}

/**
 * A model without a pooler gives a vector for each token. A long document's matrix takes tens of megabytes, so it is
 * pooled here and only the few vectors that remain are the answer.
 */
const chunks: Exchange = {
  task: embedChunks,
  body: (questions) => ({
    encoding_format: 'base64',
    ...questions[0]?.extraBody,
    model: questions[0]?.model,
    input: questions.map((question) => taskOf(question, 'embed-chunks').text),
  }),
  textsOf(numbers, questions, usage) {
    const matrices = numbers.map((each) => ({ floats: floatsOf(each), columns: columnsOf(each) }));
    const values = matrices.reduce((sum, { floats }) => sum + floats.length, 0);
    const dimensions = matrices[0]?.columns ?? values / (usage?.prompt_tokens ?? 0);
    return questions.map((question, at) => {
      const { floats, columns } = matrices[at] ?? { floats: new Float32Array(), columns: undefined };
      if (columns !== undefined && columns !== dimensions) throw notRows(floats.length, dimensions);
      return pooled(question, floats, dimensions);
    });
  },
};

/** A reward model rates after each token: what it gives for the last is of the whole conversation. */
const rewards: Exchange = {
  task: reward,
  body(questions) {
    const { defaults, said } = conversationsOf(questions);
    const [first] = questions;
    return { encoding_format: 'float', ...defaults, ...first?.extraBody, model: first?.model, ...said };
  },
  textsOf: (numbers, questions) =>
    questions.map((question, at) => rewardAmong(lastRow(numbers[at] ?? []), question)),
};

const exchanges: readonly Exchange[] = [chunks, rewards];

/** vLLM's pooling: what a model gives for a text, without a head that makes one vector of it. */
export const pooling: ServiceAdapter = {
  protocol: { name: 'pooling API of vLLM', baseUrl: '/pooling stands beside its /v1' },
  tasks: [embedChunks, reward],
  shared: ({ task }) => task.kind,
  travelsAlone: isUnrendered,
  request: (questions) => ({ path: '/pooling', atRoot: true, body: exchangeOf(questions).body(questions) }),
  read({ body }, questions) {
    const { data, model, usage } = readBody(body, ReplySchema, 'pooled numbers');
    const numbers = byIndex(matching(data, questions)).map((each) => each.data);
    const texts = exchangeOf(questions).textsOf(numbers, questions, usage);
    return {
      results: texts.map((text) => ({ text })),
      ...(model === undefined ? {} : { servedBy: model }),
      usage: { promptTokens: usage?.prompt_tokens ?? 0, completionTokens: 0 },
    };
  },
};

/** The questions of a request are of one kind; one of another protocol's fails as the first exchange reads it. */
function exchangeOf([first]: readonly ServiceQuestion[]): Exchange {
  return exchanges.find(({ task }) => task.kind === first?.task.kind) ?? chunks;
}

/** A list without rows is one row: a model that rates a text once gives one number for each of its labels. */
function lastRow(numbers: Numbers): readonly number[] {
  if (typeof numbers === 'string') return Array.from(floatsOf(numbers));
  const last = numbers.at(-1);
  return Array.isArray(last) ? last : numbers.filter((each) => typeof each === 'number');
}

/** Known where the rows are told apart; base64 holds the bytes of all rows, whose number the usage tells. */
function columnsOf(numbers: Numbers): number | undefined {
  const row = typeof numbers === 'string' ? undefined : numbers[0];
  return Array.isArray(row) ? row.length : undefined;
}

function pooled(question: ServiceQuestion, tokens: Float32Array, dimensions: number): string {
  const { pooling: options } = taskOf(question, 'embed-chunks');
  if (!Number.isInteger(dimensions) || tokens.length === 0 || tokens.length % dimensions !== 0)
    throw notRows(tokens.length, dimensions);
  const vectors = finite(() => gaussianPooling(tokens, dimensions, undefined, options));
  const whole = new Float32Array(vectors.length * dimensions);
  vectors.forEach((vector, at) => whole.set(vector, at * dimensions));
  return base64Of(whole);
}

function notRows(numbers: number, dimensions: number): UnusableAnswer {
  const rows = Number.isInteger(dimensions)
    ? `are no rows of ${dimensions}`
    : 'cannot be told apart into rows';
  return new UnusableAnswer(
    `HTTP 200 with ${numbers} numbers that ${rows}: ` +
      'the server must give one vector a token, and their number as usage.prompt_tokens',
  );
}

/** Pooling finds out in passing what a search through millions of numbers would. */
function finite<T>(pool: () => T): T {
  try {
    return pool();
  } catch (error) {
    if (error instanceof RangeError) throw new UnusableAnswer(`HTTP 200, but ${error.message}`);
    throw error;
  }
}
