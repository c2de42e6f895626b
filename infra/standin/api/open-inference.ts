import { z } from 'zod';
import { RequestProblem } from '../http/problem.ts';
import { reward } from '../reward.ts';
import { countTokens } from '../tokens.ts';
import { estimate } from '../translation/estimate.ts';
import { languageOf } from '../translation/language.ts';
import { translate } from '../translation/translate.ts';
import type { Api, ApiSettings } from './api.ts';
import { keyOf, readRequest } from './sampling.ts';

const tensorSchema = z.looseObject({
  name: z.string(),
  shape: z.array(z.int().min(0)).min(1),
  datatype: z.string(),
  data: z.array(z.unknown()),
});

const requestSchema = z.looseObject({
  id: z.string().optional(),
  inputs: z.array(tensorSchema).min(1),
  outputs: z.array(z.looseObject({ name: z.string() })).optional(),
});

type Tensor = z.output<typeof tensorSchema>;

/**
 * The Open Inference Protocol v2, for three kinds of models told apart by their inputs, all of them string tensors:
 * `text`, `source_lang`, `target_lang` -> `translation`; `source`, `translation` -> `score` (FP32); `prompt`,
 * `response` -> `score`.
 */
export function openInferenceApi({ rates }: ApiSettings): Api {
  return {
    name: 'open-inference',
    paths: ['/v2/models/{model}/infer'],
    complaint: ({ message }) => ({ error: message }),
    prepare(body, model) {
      const request = readRequest(requestSchema, body);
      const tensors = new Map(request.inputs.map((tensor) => [tensor.name, stringsOf(tensor)]));
      const { texts, output } = exchangeOf(tensors, rates.badTranslation);
      const lengths = texts.map((text) => countTokens(text));
      return {
        model: model ?? '',
        promptTokens: Math.max(0, ...lengths),
        promptField: 'inputs',
        key: keyOf(`/v2 ${model}`, request),
        texts,
        render() {
          const content = JSON.stringify({
            model_name: model,
            model_version: '1',
            ...(request.id === undefined ? {} : { id: request.id }),
            outputs: [output()],
          });
          return { promptTokens: sum(lengths), completionTokens: 0, content };
        },
      };
    },
  };
}

function exchangeOf(tensors: ReadonlyMap<string, string[]>, badShare: number) {
  if (tensors.has('text')) return translation(tensors, badShare);
  if (tensors.has('prompt')) return rating(tensors, ['prompt', 'response'], reward);
  return rating(tensors, ['source', 'translation'], estimate);
}

function translation(tensors: ReadonlyMap<string, string[]>, badShare: number) {
  const texts = tensors.get('text') ?? [];
  const from = languagesIn(tensors, 'source_lang', texts.length);
  const to = languagesIn(tensors, 'target_lang', texts.length);
  return {
    texts: texts.map((text, at) => `${from(at).tag} ${to(at).tag} ${text}`),
    output: () => ({
      name: 'translation',
      datatype: 'BYTES',
      shape: [texts.length],
      data: texts.map((text, at) => translate(text, from(at), to(at), badShare)),
    }),
  };
}

/** Two texts a row, and a score that depends on both. */
function rating(
  tensors: ReadonlyMap<string, string[]>,
  [one, other]: readonly [string, string],
  rate: (one: string, other: string) => number,
) {
  const [ones, others] = [tensors.get(one), tensors.get(other)];
  if (!ones || !others) {
    const given = [...tensors.keys()].join(', ');
    throw new RequestProblem(
      400,
      `Expected the inputs text, source_lang and target_lang, source and translation, or prompt and response; got ${given}.`,
    );
  }
  if (ones.length !== others.length)
    throw new RequestProblem(400, `'${one}' has ${ones.length} texts, '${other}' has ${others.length}.`);
  return {
    texts: ones.map((text, at) => `${text}\u0000${others[at] ?? ''}`),
    output: () => ({
      name: 'score',
      datatype: 'FP32',
      shape: [ones.length],
      data: ones.map((text, at) => rate(text, others[at] ?? '')),
    }),
  };
}

/** One language a text, or one for all of them. */
function languagesIn(tensors: ReadonlyMap<string, string[]>, name: string, count: number) {
  const codes = tensors.get(name);
  if (!codes) throw new RequestProblem(400, `The input '${name}' is missing.`);
  if (codes.length !== count && codes.length !== 1)
    throw new RequestProblem(400, `'${name}' has ${codes.length} values for ${count} texts.`);
  const languages = codes.map((code) => {
    const language = languageOf(code);
    if (!language) throw new RequestProblem(400, `'${name}' names no language: '${code}'.`);
    return language;
  });
  const [only] = languages;
  return (at: number) => languages[at] ?? only ?? { tag: 'und', script: 'Latn' };
}

/** The texts of a BYTES tensor of any shape, in row-major order. */
function stringsOf({ name, shape, datatype, data }: Tensor): string[] {
  if (datatype !== 'BYTES')
    throw new RequestProblem(400, `The input '${name}' is ${datatype}; texts come as BYTES.`);
  const texts = data.flat(Infinity).map((value) => {
    if (typeof value !== 'string')
      throw new RequestProblem(400, `The input '${name}' holds what is no text.`);
    return value;
  });
  const wanted = shape.reduce((product, length) => product * length, 1);
  if (wanted !== texts.length)
    throw new RequestProblem(
      400,
      `The input '${name}' has ${texts.length} values, but its shape [${shape.join(', ')}] asks for ${wanted}.`,
    );
  return texts;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
