import { z } from 'zod';
import type { ServiceQuestion } from '../../../schemas/inference/question.ts';
import { UnusableAnswer } from '../unusable-answer.ts';
import type { ServiceAdapter } from './adapter.ts';
import { matching, readBody } from './read-body.ts';
import { taskOf } from './task-mismatch.ts';

const ReplySchema = z.object({
  model_name: z.string().optional(),
  outputs: z.array(z.object({ name: z.string(), data: z.array(z.unknown()) })),
});

/**
 * The Open Inference Protocol v2 with string tensors, as Triton and KServe serve it: text, source_lang, target_lang ->
 * translation; source, translation -> score. Each text has its own languages, so all may share a request.
 */
export const openInference: ServiceAdapter = {
  shared: ({ task }) => task.kind,
  request(questions) {
    const [first] = questions;
    const model = encodeURIComponent(first?.model ?? '');
    return {
      path: `/v2/models/${model}/infer`,
      atRoot: true,
      body: { ...first?.extraBody, inputs: inputsOf(questions) },
    };
  },
  read({ body }, questions) {
    const { outputs, model_name: model } = readBody(body, ReplySchema, 'tensors');
    const name = questions[0]?.task.kind === 'estimate' ? 'score' : 'translation';
    const data = outputs.find((output) => output.name === name)?.data;
    if (data === undefined) throw new UnusableAnswer(`HTTP 200 without the output tensor "${name}"`);
    return {
      results: matching(data.flat(), questions).map((value) => ({ text: wordOf(value, name) })),
      ...(model === undefined ? {} : { servedBy: model }),
    };
  },
  pages: (model) => [
    { path: '/v2/health/ready', atRoot: true },
    { path: `/v2/models/${encodeURIComponent(model)}/ready`, atRoot: true, ofModel: true },
  ],
};

function inputsOf(questions: readonly ServiceQuestion[]) {
  if (questions[0]?.task.kind === 'estimate') {
    const tasks = questions.map((question) => taskOf(question, 'estimate'));
    return [
      strings(
        'source',
        tasks.map(({ source }) => source),
      ),
      strings(
        'translation',
        tasks.map(({ translation }) => translation),
      ),
    ];
  }
  const tasks = questions.map((question) => taskOf(question, 'translate'));
  return [
    strings(
      'text',
      tasks.map(({ text }) => text),
    ),
    strings(
      'source_lang',
      tasks.map(({ from }) => from),
    ),
    strings(
      'target_lang',
      tasks.map(({ to }) => to),
    ),
  ];
}

function strings(name: string, data: string[]) {
  return { name, datatype: 'BYTES', shape: [data.length], data };
}

function wordOf(value: unknown, name: string): string {
  if (name === 'translation' && typeof value === 'string') return value;
  if (name === 'score' && typeof value === 'number' && Number.isFinite(value)) return String(value);
  throw new UnusableAnswer(`HTTP 200 with ${JSON.stringify(value)} in the output tensor "${name}"`);
}
