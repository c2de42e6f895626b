import type { Family } from '../../../../schemas/recipes/magpie/families.ts';
import { familyOf } from '../../../../schemas/recipes/magpie/families.ts';
import type { PreQueryConfig } from '../../../../schemas/recipes/magpie/pre-query.ts';
import type { Message } from '../../../../schemas/inference/question.ts';
import type { ChatTemplate } from '../../../chat-templates/chat-template.ts';
import { ConfigUnusable } from '../../../engine/build/config-unusable.ts';
import type { Sent } from '../../../engine/rows/row-context.ts';
import { asWritten, begun } from './as-written.ts';
import { beginOf, stopsOf } from './template-marks.ts';

/** Raw prompts at whose end a model goes on as its user. */
export interface UserTurn {
  /** The text up to where the user's begins: the pre-query (section 2). Throws where it has no place for a system prompt. */
  first(system?: string): string;
  /** A whole conversation, and the text up to where the user's next turn begins. */
  after(messages: readonly Message[]): string;
  /** The model's begin-of-text, where its prompts begin with one, whoever writes it. */
  readonly begin: string;
  /** What is sent beside a prompt: where the user's text ends, and that the prompt is taken as it is. */
  readonly sent: Sent;
}

/** The prompts of a build, by its config and the role's chat template. */
export function userTurnOf({ from, beginOfText }: PreQueryConfig, template?: ChatTemplate): UserTurn {
  if (from === 'template') return sendable(ofTemplate(needed(template)), beginOfText);
  if ('family' in from) return sendable(ofFamily(familyOf(from.family)), beginOfText);
  const { text, stops } = from;
  const after = template === undefined ? noPlace('a second turn') : ofTemplate(template).after;
  return sendable({ first: onlyPlain(text), after, begin: '', stops }, beginOfText);
}

type Written = Omit<UserTurn, 'sent'> & { readonly stops: readonly string[] };

function sendable({ stops, first, after, begin }: Written, who: PreQueryConfig['beginOfText']): UserTurn {
  return {
    first: (system) => begun(first(system), begin, who),
    after: (messages) => begun(after(messages), begin, who),
    begin,
    sent: asWritten(stops, who),
  };
}

function ofTemplate(template: ChatTemplate): Written {
  return {
    first: (system) => template.userPrefix(system),
    after: (messages) => template.after(messages),
    begin: beginOf(template),
    stops: stopsOf(template),
  };
}

function ofFamily({ begin, system, defaultSystem, user, assistant, open, stops }: Family): Written {
  const systemTurn = (text: string | undefined): string => {
    if (text === undefined) return '';
    return system === undefined ? noPlace('a system prompt')() : `${system.before}${text}${system.after}`;
  };
  const opening = open ?? user.before;
  return {
    first: (text = defaultSystem) => `${begin}${systemTurn(text)}${opening}`,
    after(messages) {
      const given = messages.find(({ role }) => role === 'system')?.content ?? defaultSystem;
      const turns = messages.flatMap(({ role, content }) => {
        if (role === 'system') return [];
        const around = role === 'user' ? user : assistant;
        return [`${around.before}${content}${around.after}`];
      });
      return `${begin}${systemTurn(given)}${turns.join('')}${opening}`;
    },
    begin: begin.trimEnd(),
    stops,
  };
}

function onlyPlain(text: string): UserTurn['first'] {
  return (system) => (system === undefined ? text : noPlace('a system prompt')());
}

function noPlace(what: string): () => never {
  return () => {
    throw new ConfigUnusable(
      `preQuery.from: it has no place for ${what}. Make the text from the model's chat template, or from another family`,
    );
  };
}

function needed(template: ChatTemplate | undefined): ChatTemplate {
  if (template !== undefined) return template;
  throw new ConfigUnusable('roles.instructor.chatTemplate: is missing; name the tokenizer_config.json');
}
