import type { ChatTemplate } from '../../chat-templates/chat-template.ts';
import type { Json } from '../../../schemas/json.ts';
import { membersOf } from '../../prompts/family.ts';
import type { Prompt } from '../../prompts/prompt.ts';
import { isService, type AnyRole, type Role } from '../../../schemas/inference/role.ts';
import type { Answer, Message, Question, ServiceTask } from '../../../schemas/inference/question.ts';
import { serviceQuestionOf } from '../answers/address.ts';
import { questionOf } from '../../inference/question-of.ts';
import { samplingOf } from './sampling.ts';
import { seedOf } from '../../digest.ts';
import { readAnswer, wordsOf, type ReadAnswer, type Reading } from '../../inference/read-answer.ts';
import { Rejection, RowRejected, unusable, Unusable } from './outcome.ts';
import { isRefusal } from './refusal.ts';

export interface Inquiry<T> extends Reading {
  /** Prompt file to fill, by name, with its slots' values; or the messages themselves. */
  readonly prompt: string | Message[];
  readonly slots?: Readonly<Record<string, string>>;
  /** Which of the stage's roles is asked. @default its first */
  readonly role?: string;
  /** Which of several samples of the same prompt: each is an answer of its own, but at temperature 0. @default 0 */
  readonly sample?: number;
  /** What the stage sends beside what the role says, for raw prompts: see `Sent`. */
  readonly sent?: Sent;
  /**
   * Reads the answer's text, without what the model thought before it (`answer.reasoning`); an unusable one is asked
   * again with another seed. It is given whole answers alone: none that is empty, cut, filtered or a refusal by the
   * endpoint's own word.
   */
  readonly parse: (text: string, answer: ReadAnswer) => T | Unusable;
  /** Times that the question is asked at most; once at temperature 0, where another seed has the same answer. */
  readonly attempts: number;
}

/** What was read of an answer, and what the model thought before it; null where it says no thought. */
export interface Reasoned<T> {
  readonly said: T;
  readonly reasoning: string | null;
}

/** Part of the question, as its text is. */
export interface Sent {
  /** Where the answer ends, besides the role's own stops. */
  readonly stops: readonly string[];
  /** Fields of the request; those of the role's `extraBody` go before them. */
  readonly body: Readonly<Record<string, Json>>;
}

/** How a role is sampled for a row, as columns of its table. */
export interface RowSampling {
  readonly temperature: number | null;
  readonly top_p: number | null;
}

/** What a stage's row function may use besides its row and parameters. */
export interface RowContext {
  readonly id: string;
  /** The build's seed, for choices that are drawn. */
  readonly seed: number;
  /** Asks one of the stage's roles. A row whose answers all cannot be used is rejected with the last of them. */
  readonly ask: <T>(inquiry: Inquiry<T>) => Promise<T>;
  /** The same with what the model thought before it, for a column of `reasoningOf`. */
  readonly askWithReasoning: <T>(inquiry: Inquiry<T>) => Promise<Reasoned<T>>;
  /** The same for a label: a row whose answers all cannot be used stays, with null (`labels` of its stage). */
  readonly askLabel: <T>(inquiry: Inquiry<T>) => Promise<T | null>;
  /** Asks a role that is a service: a translator, an embedder, a moderator. @default the stage's first role */
  readonly call: (task: ServiceTask, role?: string) => Promise<Answer>;
  /** One of the stage's roles, for stages that either a service or a language model can do. @default its first */
  readonly roleOf: (role?: string) => AnyRole | undefined;
  /** How a role is sampled for this row: one of the role's `samplings` where it has several. @default the first role */
  readonly sampling: (role?: string) => RowSampling;
  /** The chat template of a role that has one, to make raw prompts with. @default the first role's */
  readonly chatTemplate: (role?: string) => ChatTemplate | undefined;
  /** A prompt of the build, by its file's name; undefined where the config gives none. */
  readonly promptNamed: (name: string) => Prompt | undefined;
  /** Names of the build's prompts of a family such as `generate-*`, in alphabetical order. */
  readonly promptsOf: (family: string) => readonly string[];
  /** Tokens of a text in the build's tokenizer. */
  readonly tokens: (text: string) => number;
}

/** A role that a stage asks, and how. */
export interface AskedRole {
  readonly name: string;
  readonly role: AnyRole;
  readonly chatTemplate?: ChatTemplate | undefined;
  readonly answer: (question: Question) => Promise<Answer>;
}

export interface Asking {
  readonly stage: string;
  /** The stage's roles, the first one first. */
  readonly roles: readonly AskedRole[];
  readonly buildSeed: number;
  readonly prompts: ReadonlyMap<string, Prompt>;
  readonly tokens: (text: string) => number;
  /** Waits until a further row may begin; the result is to be called when it is done. */
  readonly enter: () => Promise<() => void>;
}

export function rowContext(id: string, asking: Asking): RowContext {
  const asked = (inquiry: { role?: string }) => roleNamed(asking, inquiry.role);
  return {
    id,
    seed: asking.buildSeed,
    tokens: asking.tokens,
    promptNamed: (name) => asking.prompts.get(name),
    promptsOf: (family) => membersOf(family, asking.prompts.keys()),
    roleOf: (role) =>
      asking.roles.find(({ name }, at) => (role === undefined ? at === 0 : name === role))?.role,
    chatTemplate: (role) => asked(role === undefined ? {} : { role }).chatTemplate,
    sampling: (role) => {
      const { name, role: played } = languageRole(asking, role);
      const { temperature, topP } = samplingOf(played, asking.buildSeed, name, id);
      return { temperature, top_p: topP };
    },
    ask: async (inquiry) => (await ask(id, asking, inquiry)).said,
    askWithReasoning: (inquiry) => ask(id, asking, inquiry),
    askLabel: (inquiry) => ask(id, asking, inquiry).then(({ said }) => said, withoutLabel),
    call: async (task, role) => {
      const { role: played, answer } = asked(role === undefined ? {} : { role });
      if (!isService(played))
        throw new Error(`the stage ${asking.stage} calls a service, but its role is ${played.api}`);
      return answer(serviceQuestionOf(played, task));
    },
  };
}

function withoutLabel(error: unknown): null {
  if (error instanceof RowRejected) return null;
  throw error;
}

async function ask<T>(id: string, asking: Asking, inquiry: Inquiry<T>): Promise<Reasoned<T>> {
  const { stage, buildSeed, roles } = asking;
  const { name, role, answer: answerOf } = languageRole(asking, inquiry.role);
  const messages = introduced(
    typeof inquiry.prompt === 'string' ? fill(asking, inquiry.prompt, role, inquiry.slots) : inquiry.prompt,
    role,
  );
  const sampling = samplingOf(role, buildSeed, name, id);
  const tries = sampling.temperature === 0 ? Math.min(1, inquiry.attempts) : inquiry.attempts;
  // What is asked besides of a row has seeds of its own; those of the first role's first sample say no more than they must.
  // At temperature 0 all samples are one and the same answer, paid for once.
  const { sample = 0 } = sampling.temperature === 0 ? {} : inquiry;
  const besides = [
    ...(name === roles[0]?.name ? [] : [`role ${name}`]),
    ...(sample === 0 ? [] : [`sample ${sample}`]),
  ];
  let last: { why: Unusable; words: string } | undefined;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const seed = seedOf(buildSeed, stage, id, attempt, ...besides);
    const answer = await answerOf(questionOf(sending(role, inquiry.sent), messages, seed, sampling));
    const read = readAnswer(answer, inquiry);
    const said = 'unfit' in read ? unusable(read.unfit, read.detail) : parse(inquiry, read);
    if (!(said instanceof Unusable))
      return { said, reasoning: ('unfit' in read ? null : read.reasoning) ?? null };
    last = { why: said, words: wordsOf(answer) };
  }
  const least = tries < inquiry.attempts ? 'one try, since it is asked at temperature 0' : 'one try';
  const often = tries === 1 ? least : `${tries} tries`;
  const { reason = 'not asked', detail } = last?.why ?? {};
  const told = detail === undefined ? often : `${often}; ${detail}`;
  throw new RowRejected(new Rejection(reason, told, last?.words ?? null));
}

/** What a parser cannot use because the model refuses in words has that reason, whichever parser it is. */
function parse<T>(inquiry: Inquiry<T>, answer: ReadAnswer): T | Unusable {
  const said = inquiry.parse(answer.text, answer);
  return said instanceof Unusable && isRefusal(answer.text) ? unusable('refusal') : said;
}

/** A role with what a stage sends besides. */
function sending(role: Role, sent: Sent | undefined): Role {
  if (sent === undefined) return role;
  const { sampling, extraBody } = role;
  const stop = [...new Set([...(sampling.stop ?? []), ...sent.stops])];
  return {
    ...role,
    sampling: stop.length === 0 ? sampling : { ...sampling, stop },
    extraBody: { ...sent.body, ...extraBody },
  };
}

/** With the role's system message, where a prompt has none of its own. */
function introduced(messages: Message[], { system }: Role): Message[] {
  if (system === undefined || messages[0]?.role === 'system') return messages;
  return [{ role: 'system', content: system }, ...messages];
}

function roleNamed({ stage, roles }: Asking, name: string | undefined): AskedRole {
  const found = name === undefined ? roles[0] : roles.find((each) => each.name === name);
  if (found !== undefined) return found;
  throw new Error(
    name === undefined
      ? `the stage ${stage} asks a model but names no role`
      : `the stage ${stage} asks the role ${name}, which is none of its own (${roles.map((each) => each.name).join(', ')})`,
  );
}

function languageRole(asking: Asking, name: string | undefined): AskedRole & { readonly role: Role } {
  const { role, ...found } = roleNamed(asking, name);
  if (isService(role))
    throw new Error(`the stage ${asking.stage} asks a prompt of ${role.api}, which takes none`);
  return { ...found, role };
}

function fill(
  asking: Asking,
  name: string,
  { api }: Role,
  slots: Readonly<Record<string, string>> = {},
): Message[] {
  const prompt = asking.prompts.get(name);
  if (prompt === undefined) throw new Error(`the stage ${asking.stage} does not declare the prompt ${name}`);
  return prompt.fill(slots, { raw: api === 'completion' });
}
