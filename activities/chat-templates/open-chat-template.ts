import type { ChatTemplateConfig } from '../../schemas/inference/chat-template.ts';
import type { Message } from '../../schemas/inference/question.ts';
import type { ObjectSourceFactory } from '../corpus/object-source.ts';
import { openS3Source } from '../corpus/s3-source.ts';
import { digestOf } from '../digest.ts';
import type { ChatTemplate } from './chat-template.ts';
import { ChatTemplateUnusable } from './chat-template-unusable.ts';
import { DateWanted } from './date-wanted.ts';
import { compileJinja, type JinjaTemplate } from './jinja.ts';
import { readTokenizerConfig } from './read-tokenizer-config.ts';
import { TemplateRaised } from './template-raised.ts';
import { placeholderFor, textBefore, tryTemplate } from './user-text.ts';

/**
 * Opens a model's chat template, and tries it, so that one that cannot be used is told before anything is asked. Throws
 * ChatTemplateUnusable; CorpusUnreadable where an object store cannot be read.
 */
export async function openChatTemplate(
  { tokenizerConfig: file, date: day }: ChatTemplateConfig,
  objects: ObjectSourceFactory = () => openS3Source(),
): Promise<ChatTemplate> {
  const { template, specialTokens } = await readTokenizerConfig(file, objects);
  const jinja = compiled(template, day, file);
  const render = (messages: readonly Message[], addGenerationPrompt = false): string =>
    rendered(jinja, file, {
      messages,
      add_generation_prompt: addGenerationPrompt,
      tools: null,
      documents: null,
      ...specialTokens,
    });
  const prefixAfter = (messages: readonly Message[]): string => {
    const placeholder = placeholderFor(messages);
    const text = render([...messages, { role: 'user', content: placeholder }]);
    return textBefore(placeholder, text, file);
  };

  const found = tryTemplate(render, file);
  const { bos_token: bos = '' } = specialTokens;
  const date = jinja.printsDate ? day : undefined;
  return {
    file,
    digest: digestOf({ template, specialTokens, date }),
    date,
    startsWithBos: bos !== '' && found.prefix.startsWith(bos),
    specialTokens,
    trimsUserText: found.trimsUserText,
    system: found.system,
    defaultSystem: found.defaultSystem,
    render: (messages, { addGenerationPrompt } = {}) => render(messages, addGenerationPrompt),
    userPrefix(system) {
      if (system === undefined) return found.prefix;
      if (found.system === 'left out')
        throw new ChatTemplateUnusable(
          file,
          "it leaves a system message out, or puts it after the user's text",
          'Ask without a system prompt, or take a model that takes one',
        );
      return prefixAfter([{ role: 'system', content: system }]);
    },
    after(messages) {
      const last = messages.at(-1)?.role;
      if (last !== 'assistant')
        throw new Error(`a user's turn follows an assistant's, not ${last ?? 'nothing'}`);
      return prefixAfter(messages);
    },
  };
}

function compiled(template: string, day: string | undefined, file: string): JinjaTemplate {
  try {
    return compileJinja(template, day);
  } catch (error) {
    throw new ChatTemplateUnusable(
      file,
      `its template does not parse (${wordsOf(error)})`,
      'Take the file from the model’s page on the hub',
      error,
    );
  }
}

function rendered(
  jinja: JinjaTemplate,
  file: string,
  variables: { readonly messages: readonly Message[]; readonly [name: string]: unknown },
): string {
  try {
    return jinja.render(variables);
  } catch (error) {
    const roles = variables.messages.map(({ role }) => role).join(', ');
    if (error instanceof DateWanted)
      throw new ChatTemplateUnusable(
        file,
        'it prints the date of today (strftime_now), so that each day would ask other prompts',
        'Set chatTemplate.date to the day that stands for it, as YYYY-MM-DD',
        error,
      );
    if (error instanceof TemplateRaised)
      throw new ChatTemplateUnusable(
        file,
        `it refuses messages of the roles ${roles} ("${wordsOf(error)}")`,
        roles.startsWith('system')
          ? 'Ask without a system prompt, or take a model that takes one'
          : 'Take a model whose template takes these turns',
        error,
      );
    throw new ChatTemplateUnusable(
      file,
      `messages of the roles ${roles} cannot be rendered (${wordsOf(error)})`,
      'Take the file from the model’s page on the hub, or a model with a simpler template',
      error,
    );
  }
}

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
