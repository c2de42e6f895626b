import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { MessageSchema } from '../../schemas/inference/question.ts';
import { openFamily } from './opening.ts';

/**
 * What Jinja2 3.1.6 made of the families' templates in an environment as transformers' (trim_blocks, lstrip_blocks, its
 * `raise_exception`, and `strftime_now` at 5 March 2026).
 */
const cases = z
  .array(
    z.object({
      family: z.string(),
      messages: z.array(MessageSchema),
      addGenerationPrompt: z.boolean(),
      text: z.string().optional(),
      raises: z.string().optional(),
    }),
  )
  .parse(JSON.parse(readFileSync(new URL('rendered-by-jinja2.json', import.meta.url), 'utf8')));

test.each(cases)(
  '$family, $messages.length messages, $addGenerationPrompt',
  async ({ family, messages, addGenerationPrompt, text, raises }) => {
    const template = await openFamily(family);
    const render = () => template.render(messages, { addGenerationPrompt });
    if (raises === undefined) expect(render()).toBe(text);
    else expect(render).toThrow(raises);
  },
);
