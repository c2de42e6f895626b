import { z } from 'zod';
import type { ServiceQuestion } from '../../../schemas/inference/question.ts';
import { UnusableAnswer } from '../unusable-answer.ts';
import type { ServiceAdapter } from './adapter.ts';
import { pairOf, rewardAmong } from './conversation.ts';
import { matching, readBody } from './read-body.ts';
import { taskOf } from './task-mismatch.ts';
import type { Task } from './task.ts';
import { estimate, rewardOfPair, translate } from './tasks.ts';

const ReplySchema = z.object({
  model_name: z.string().optional(),
  outputs: z.array(z.object({ name: z.string(), data: z.array(z.unknown()) })),
});

/** The string tensors that a task is asked by, and the tensor that answers it. */
interface Exchange {
  readonly task: Task;
  /** Each input's text of a question, by the tensor's name. */
  readonly inputsOf: (question: ServiceQuestion) => Readonly<Record<string, string>>;
  readonly output: string;
  /** The answer's text; undefined where the values of its row are none. */
  readonly textOf: (values: readonly unknown[], question: ServiceQuestion) => string | undefined;
}

const translation: Exchange = {
  task: translate,
  inputsOf(question) {
    const { text, from, to } = taskOf(question, 'translate');
    return { text, source_lang: from, target_lang: to };
  },
  output: 'translation',
  textOf: ([value]) => (typeof value === 'string' ? value : undefined),
};

const quality: Exchange = {
  task: estimate,
  inputsOf(question) {
    const { source, translation: text } = taskOf(question, 'estimate');
    return { source, translation: text };
  },
  output: 'score',
  textOf: ([value]) => (isFiniteNumber(value) ? String(value) : undefined),
};

const rewards: Exchange = {
  task: rewardOfPair,
  inputsOf: pairOf,
  output: 'score',
  textOf: (values, question) => (values.every(isFiniteNumber) ? rewardAmong(values, question) : undefined),
};

const exchanges: readonly Exchange[] = [translation, quality, rewards];

/**
 * The Open Inference Protocol v2 with string tensors, as Triton and KServe serve it: text, source_lang, target_lang ->
 * translation; source, translation -> score; prompt, response -> score. Each text has its own languages, so all may
 * share a request.
 */
export const openInference: ServiceAdapter = {
  protocol: { name: 'Open Inference Protocol', baseUrl: '/v2/models stands below it' },
  tasks: [translate, estimate, rewardOfPair],
  shared: ({ task }) => task.kind,
  request(questions) {
    const [first] = questions;
    const model = encodeURIComponent(first?.model ?? '');
    return {
      path: `/v2/models/${model}/infer`,
      atRoot: true,
      body: { ...first?.extraBody, inputs: tensorsOf(questions) },
    };
  },
  read({ body }, questions) {
    const { outputs, model_name: model } = readBody(body, ReplySchema, 'tensors');
    const { output: name, textOf } = exchangeOf(questions);
    const data = outputs.find((output) => output.name === name)?.data;
    if (data === undefined) throw new UnusableAnswer(`HTTP 200 without the output tensor "${name}"`);
    return {
      results: rowsOf(data, questions).map((values, at) => {
        const question = questions[at];
        const text = question === undefined ? undefined : textOf(values, question);
        if (text !== undefined) return { text };
        throw new UnusableAnswer(
          `HTTP 200 with ${values.map((value) => JSON.stringify(value)).join(', ')} in the output tensor "${name}"`,
        );
      }),
      ...(model === undefined ? {} : { servedBy: model }),
    };
  },
  pages: (model) => [
    { path: '/v2/health/ready', atRoot: true },
    { path: `/v2/models/${encodeURIComponent(model)}/ready`, atRoot: true, ofModel: true },
  ],
};

/** The questions of a request are of one kind; one of another protocol's fails as the first exchange reads it. */
function exchangeOf([first]: readonly ServiceQuestion[]): Exchange {
  return exchanges.find(({ task }) => task.kind === first?.task.kind) ?? translation;
}

function tensorsOf(questions: readonly ServiceQuestion[]) {
  const { inputsOf } = exchangeOf(questions);
  const rows = questions.map((question) => inputsOf(question));
  const names = Object.keys(rows[0] ?? {});
  return names.map((name) => {
    const data = rows.map((row) => row[name]);
    return { name, datatype: 'BYTES', shape: [data.length], data };
  });
}

/** The values for each question, row by row as tensors are; only a reward model has several. */
function rowsOf(data: readonly unknown[], questions: readonly ServiceQuestion[]): readonly unknown[][] {
  const values: unknown[] = data.flat();
  const width = values.length / questions.length;
  if (exchangeOf(questions) !== rewards || !Number.isInteger(width) || width === 0)
    return matching(values, questions).map((value) => [value]);
  return questions.map((_, at) => values.slice(at * width, (at + 1) * width));
}

function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}
