import type { Answer, LanguageQuestion } from '../../../schemas/inference/question.ts';
import type { BatchEndpoint } from '../../inference/batch-api/batch-endpoint.ts';
import { answerIn, wasNotRun, type ResultLine } from '../../inference/batch-api/batch-lines.ts';
import { EndpointRefused, RequestRefused } from '../../inference/index.ts';

/** A line of a batch that has ended. */
export interface Arrived {
  readonly line: ResultLine;
  /** How long its batch took. */
  readonly milliseconds: number;
  /** Whether its batch gave answers: then what is refused here concerns this question alone. */
  readonly amongAnswers: boolean;
}

export type LineOutcome =
  | { readonly answer: Answer }
  | { readonly error: Error }
  /** To be asked again; `failed` says why where it was tried. */
  | { readonly failed: string | undefined };

/** Statuses of an account, which refuse all that comes after as well. */
const ofTheAccount = new Set([401, 402, 429]);

/** What a line says of its question. */
export function outcomeOf(
  { line, milliseconds, amongAnswers }: Arrived,
  question: LanguageQuestion,
  endpoint: BatchEndpoint,
): LineOutcome {
  if (wasNotRun(line)) return { failed: undefined };
  try {
    return { answer: answerIn(line, question, milliseconds) };
  } catch (error) {
    const fault = endpoint.faultOf(error, question);
    const { name, urls } = endpoint;
    const told = { endpoint: name, url: urls.map(({ url }) => url).join(', ') };
    if (fault.kind === 'unexpected') return { error: fault.error };
    if (fault.kind === 'request-refused')
      return {
        error: new RequestRefused({ ...told, status: fault.status, kind: fault.word, reason: fault.text }),
      };
    if (fault.kind !== 'endpoint-refused') return { failed: fault.text };
    const { status, problem, fix } = fault;
    if (amongAnswers && !ofTheAccount.has(status))
      return { error: new RequestRefused({ ...told, status, kind: 'refused', reason: problem }) };
    return { error: new EndpointRefused({ ...told, status, model: question.model, problem, fix }) };
  }
}
