import type { LanguageQuestion } from '../../schemas/inference/question.ts';
import type { Fault } from './fault.ts';
import { knownManner } from './learnt-fields.ts';
import { plainly, type Manner } from './manner.ts';
import type { ModelServer } from './model-server.ts';
import { questionBody } from './question-body.ts';
import { refusedField, type RefusedField } from './refused-field.ts';
import type { RoleToCheck } from './role-to-check.ts';
import { trialOf } from './trial-question.ts';

export interface FieldsTried {
  /** What was wrong in the end; undefined where it answered, or was still at it. */
  readonly fault?: Fault;
  /** The fields that it refuses, with its words. */
  readonly refused?: readonly RefusedWith[];
}

export interface RefusedWith extends RefusedField {
  readonly status: number;
  readonly words: string;
}

interface Tried {
  readonly error?: unknown;
  /** It was still at it. */
  readonly slow: boolean;
}

/** A server checks the fields before it writes: one that takes longer has taken them. */
const LONGEST_CHECK_MS = 5000;
const MOST_FIELDS = 8;

/** Asks what a role will ask, but for the text, and again without each field that is refused. */
export class FieldTrial {
  #server: ModelServer;
  #faultOf: (error: unknown) => Fault;

  constructor(server: ModelServer, faultOf: (error: unknown) => Fault) {
    this.#server = server;
    this.#faultOf = faultOf;
  }

  /** @param untilAnswered whether one that takes its fields must also answer: nothing else shows that it is there */
  async of({ sends = [], manner = plainly }: RoleToCheck, untilAnswered: boolean): Promise<FieldsTried> {
    const refused = new Map<string, RefusedWith>();
    let fault: Fault | undefined;
    for (const question of sends) {
      const tried = await this.#one(question, manner, untilAnswered);
      for (const each of tried.refused ?? []) refused.set(each.field, each);
      fault ??= tried.fault;
    }
    return { ...(fault === undefined ? {} : { fault }), refused: [...refused.values()] };
  }

  async #one(asked: LanguageQuestion, given: Manner, untilAnswered: boolean): Promise<FieldsTried> {
    const refused: RefusedWith[] = [];
    let question = asked;
    let manner = given;
    for (;;) {
      const { error, slow } = await this.#ask(question, manner);
      if (slow && untilAnswered) return { ...(await this.#least(question, manner)), refused };
      if (error === undefined) return { refused };
      const fault = this.#faultOf(error);
      const { body } = questionBody(question, knownManner(this.#server.base, question.model, manner));
      const field = refusedField(error, body);
      const again = field === undefined || refused.some((each) => each.field === field.field);
      if (again || refused.length === MOST_FIELDS) return { fault, refused };
      refused.push({ ...field, ...wordsOf(fault) });
      if (field.field === 'stream') manner = { ...manner, stream: field.wanted === true };
      else question = without(question, field);
    }
  }

  /** A stray fault is no finding: it is asked once more then. */
  async #ask(question: LanguageQuestion, manner: Manner): Promise<Tried> {
    const first = await this.#askOnce(question, manner);
    const passes = first.error !== undefined && this.#faultOf(first.error).kind === 'passing';
    return passes ? this.#askOnce(question, manner) : first;
  }

  async #askOnce(question: LanguageQuestion, manner: Manner): Promise<Tried> {
    const late = AbortSignal.timeout(LONGEST_CHECK_MS);
    try {
      await this.#server.answers([question], late, manner);
      return { slow: false };
    } catch (error) {
      return late.aborted ? { slow: true } : { error, slow: false };
    }
  }

  async #least(question: LanguageQuestion, manner: Manner): Promise<FieldsTried> {
    try {
      await this.#server.answers([trialOf(question)], undefined, manner);
      return {};
    } catch (error) {
      return { fault: this.#faultOf(error) };
    }
  }
}

/** The same question as the server would have it: without the field, or with the value that it names. */
function without(question: LanguageQuestion, { field, wanted = null }: RefusedField): LanguageQuestion {
  return { ...question, extraBody: { ...question.extraBody, [field]: wanted } };
}

function wordsOf(fault: Fault): { status: number; words: string } {
  if (fault.kind === 'request-refused') return { status: fault.status, words: fault.text };
  if (fault.kind === 'endpoint-refused') return { status: fault.status, words: fault.text };
  return { status: 400, words: '' };
}
