import type { Answer } from '../../schemas/inference/question.ts';
import { joined } from './completion-message.ts';
import { endingOf, type Ending } from './finish.ts';
import { splitReasoning } from './reasoning/split-reasoning.ts';

/** Raise it when the same answers are to be read differently, whichever stage asked: their tables are made again. */
export const reading = 1;

/** Why an answer cannot be read, whoever asked: reasons of rejects, few and fixed. */
export type Unfit = Ending | 'empty answer' | 'reasoning markup';

/** An answer that is none. */
export interface NoAnswer {
  readonly unfit: Unfit;
  /** What else there is to tell. */
  readonly detail?: string;
}

/** What a model answered, what it thought before that apart. */
export interface ReadAnswer extends Answer {
  /** In one word, whatever the endpoint's; `length` only where the stage reads answers that were cut. */
  readonly finish: 'stop' | 'length';
}

/** What a stage can do with answers that others cannot use. */
export interface Reading {
  /** True where an answer that was cut (its `finish` is `length`) may still hold all that is read. @default false */
  readonly readsCut?: boolean;
  /**
   * True where the stage judges the very words of the model, such as raw draws that are no answers to anything: nothing
   * is taken off them, and they may be empty or cut. @default false
   */
  readonly asItCame?: boolean;
}

/**
 * The one reading of a model's answer for all parsers: its text without the model's thoughts, which are kept beside it,
 * or why it is no whole answer.
 */
export function readAnswer(answer: Answer, { readsCut, asItCame }: Reading = {}): ReadAnswer | NoAnswer {
  const { finish, text, reasoning = '', refusal = '' } = answer;
  if (refusal !== '') return { unfit: 'refusal' };
  const ending = endingOf(finish);
  if (ending === 'unknown finish')
    return { unfit: ending, detail: `finish_reason ${JSON.stringify(finish)}` };
  const mayBeCut = readsCut === true || asItCame === true;
  if (ending !== undefined && !(ending === 'answer cut' && mayBeCut)) return { unfit: ending };
  const end = ending === undefined ? 'stop' : 'length';
  if (asItCame === true) return { ...answer, finish: end };
  const split = splitReasoning(text);
  if (split.cut) return { unfit: 'answer cut' };
  if (split.left) return { unfit: 'reasoning markup' };
  const said = split.thoughts.length === 0 ? split.answer : split.answer.trimStart();
  if (said.trim() === '') return { unfit: ending ?? 'empty answer' };
  const { reasoning: _, ...rest } = answer;
  const thought = joined([reasoning, ...split.thoughts]);
  return {
    ...rest,
    text: said,
    ...(thought === '' ? {} : { reasoning: thought }),
    finish: end,
  };
}

/** A model's words, for the reject of an answer that cannot be used: what it said, or else why not, or what it thought. */
export function wordsOf({ text, refusal = '', reasoning = '' }: Answer): string {
  return [text, refusal, reasoning].find((words) => words.trim() !== '') ?? text;
}
