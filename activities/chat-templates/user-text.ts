import type { Message } from '../../schemas/inference/question.ts';
import type { ChatTemplate } from './chat-template.ts';
import { ChatTemplateUnusable } from './chat-template-unusable.ts';

/** What no message says, in the place of the user's text: an empty text would leave no mark where it stood. */
export function placeholderFor(messages: readonly Message[]): string {
  let placeholder = 'TheUsersTextStandsHere';
  while (messages.some(({ content }) => content.includes(placeholder))) placeholder += 'X';
  return placeholder;
}

/** A rendering up to the placeholder, which must stand in it once, as it is. */
export function textBefore(placeholder: string, text: string, file: string): string {
  const [before = '', after, ...more] = text.split(placeholder);
  if (after !== undefined && more.length === 0) return before;
  const problem =
    after !== undefined
      ? `it prints the user's text ${more.length + 1} times`
      : text.toLowerCase().includes(placeholder.toLowerCase())
        ? "it changes the user's text"
        : "it has no turn of the user's: their text is not in what it prints";
  throw new ChatTemplateUnusable(file, problem, 'Take the template of an instruction-tuned model for text');
}

type Found = Pick<ChatTemplate, 'trimsUserText' | 'system' | 'defaultSystem'> & {
  readonly prefix: string;
};

/** How a template treats the user's text and the system's, found by trying. Throws ChatTemplateUnusable. */
export function tryTemplate(render: (messages: readonly Message[]) => string, file: string): Found {
  const placeholder = placeholderFor([]);
  const user = (content: string): Message => ({ role: 'user', content });
  const prefix = textBefore(placeholder, render([user(placeholder)]), file);

  const odd = `${placeholder} <|{{ "&'\\ }}é\n\n  x|>`;
  if (!render([user(odd)]).includes(odd))
    throw new ChatTemplateUnusable(
      file,
      "it changes the user's text, by more than white space at its ends",
      'Take the template of an instruction-tuned model for text',
    );
  const spaced = `\n ${placeholder} \n`;
  const trimsUserText = !render([user(spaced)]).includes(spaced);
  return { prefix, trimsUserText, ...systemOf(render, prefix, file) };
}

function systemOf(
  render: (messages: readonly Message[]) => string,
  prefix: string,
  file: string,
): Pick<Found, 'system' | 'defaultSystem'> {
  const content = 'TheSystemsTextStandsHere';
  const messages: Message[] = [{ role: 'system', content }];
  const placeholder = placeholderFor(messages);
  let text: string;
  try {
    text = render([...messages, { role: 'user', content: placeholder }]);
  } catch (error) {
    if (error instanceof ChatTemplateUnusable) return { system: 'refused', defaultSystem: undefined };
    throw error;
  }
  const [before = '', after] = textBefore(placeholder, text, file).split(content);
  if (after === undefined) return { system: 'left out', defaultSystem: undefined };
  if (before.startsWith(prefix)) return { system: "user's turn", defaultSystem: undefined };
  const framed =
    prefix.length >= before.length + after.length && prefix.startsWith(before) && prefix.endsWith(after);
  const given = prefix.slice(before.length, prefix.length - after.length);
  return { system: 'own turn', defaultSystem: framed ? given : undefined };
}
