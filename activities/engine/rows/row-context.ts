import { membersOf } from '../../prompts/family.ts';
import type { Prompt } from '../../prompts/prompt.ts';
import { isService, type AnyRole } from '../../../schemas/inference/role.ts';
import type { Answer, Message, Question, ServiceTask } from '../../../schemas/inference/question.ts';
import { questionOf, serviceQuestionOf } from '../answers/address.ts';
import { seedOf } from '../../digest.ts';
import { Rejection, RowRejected, Unusable } from './outcome.ts';

export interface Inquiry<T> {
  /** Prompt file to fill, by name, with its slots' values; or the messages themselves. */
  readonly prompt: string | Message[];
  readonly slots?: Readonly<Record<string, string>>;
  /** Reads the answer's text; an unusable one is asked again with another seed. */
  readonly parse: (text: string, answer: Answer) => T | Unusable;
  /** Times that the question is asked at most. */
  readonly attempts: number;
}

/** What a stage's row function may use besides its row and parameters. */
export interface RowContext {
  readonly id: string;
  /** The build's seed, for choices that are drawn. */
  readonly seed: number;
  /** Asks the stage's role. A row whose answers all cannot be used is rejected with the last of them. */
  readonly ask: <T>(inquiry: Inquiry<T>) => Promise<T>;
  /** Asks the stage's role where it is a service: a translator, an embedder, a moderator. */
  readonly call: (task: ServiceTask) => Promise<Answer>;
  /** The stage's role, for stages that either a service or a language model can do. */
  readonly role: AnyRole | undefined;
  /** A prompt of the build, by name; undefined where the config gives none. */
  readonly prompt: (name: string) => Prompt | undefined;
  /** Names of the build's prompts of a family such as `generate-*`, in alphabetical order. */
  readonly promptsOf: (family: string) => readonly string[];
  /** Tokens of a text in the build's tokenizer. */
  readonly tokens: (text: string) => number;
}

export interface Asking {
  readonly stage: string;
  readonly role: AnyRole | undefined;
  readonly buildSeed: number;
  readonly prompts: ReadonlyMap<string, Prompt>;
  readonly tokens: (text: string) => number;
  readonly answer: (question: Question) => Promise<Answer>;
  /** Waits until a further row may begin; the result is to be called when it is done. */
  readonly enter: () => Promise<() => void>;
}

export function rowContext(id: string, asking: Asking): RowContext {
  return {
    id,
    seed: asking.buildSeed,
    tokens: asking.tokens,
    prompt: (name) => asking.prompts.get(name),
    promptsOf: (family) => membersOf(family, asking.prompts.keys()),
    role: asking.role,
    ask: (inquiry) => ask(id, asking, inquiry),
    call: (task) => callService(asking, task),
  };
}

async function ask<T>(id: string, asking: Asking, inquiry: Inquiry<T>): Promise<T> {
  const { role, stage, buildSeed } = asking;
  if (role === undefined) throw new Error(`the stage ${stage} asks a model but names no role`);
  if (isService(role)) throw new Error(`the stage ${stage} asks a prompt of ${role.api}, which takes none`);
  const messages =
    typeof inquiry.prompt === 'string' ? fill(asking, inquiry.prompt, inquiry.slots) : inquiry.prompt;
  let last: { reason: string; text: string } | undefined;
  for (let attempt = 0; attempt < inquiry.attempts; attempt += 1) {
    const answer = await asking.answer(questionOf(role, messages, seedOf(buildSeed, stage, id, attempt)));
    const parsed = inquiry.parse(withoutThinking(answer.text), answer);
    if (!(parsed instanceof Unusable)) return parsed;
    last = { reason: parsed.reason, text: answer.text };
  }
  throw new RowRejected(
    new Rejection(last?.reason ?? 'not asked', `${inquiry.attempts} tries`, last?.text ?? null),
  );
}

function callService({ role, stage, answer }: Asking, task: ServiceTask): Promise<Answer> {
  if (role === undefined || !isService(role))
    throw new Error(`the stage ${stage} calls a service, but its role is ${role?.api ?? 'missing'}`);
  return answer(serviceQuestionOf(role, task));
}

/** Reasoning models behind a server without a reasoning parser put their thoughts before the answer. */
function withoutThinking(text: string): string {
  if (!text.trimStart().startsWith('<think>')) return text;
  const end = text.indexOf('</think>');
  return end === -1 ? '' : text.slice(end + '</think>'.length);
}

function fill(asking: Asking, name: string, slots: Readonly<Record<string, string>> = {}): Message[] {
  const prompt = asking.prompts.get(name);
  if (prompt === undefined) throw new Error(`the stage ${asking.stage} does not declare the prompt ${name}`);
  return prompt.fill(slots);
}
