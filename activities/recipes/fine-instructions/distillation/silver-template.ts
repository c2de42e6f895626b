import { silverTemplate } from '../../../../schemas/recipes/fine-instructions/distil-genericizer.ts';
import { reject } from '../../../engine/rows/outcome.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { parseGenericized } from '../parse-genericized.ts';
import { messagesOf } from './messages-of.ts';

export const silverTemplateStage = implement(silverTemplate, async ({ text }, context) => {
  const { attempts, maxCharacters } = context.params;
  if (text.length > maxCharacters)
    return reject('too long', `${text.length} characters, at most ${maxCharacters}`);
  const slots = { query: text };
  const found = await context.ask({
    prompt: 'genericize',
    slots,
    parse: (answer, { finish }) => parseGenericized(answer, finish),
    readsCut: true,
    attempts,
  });
  const prompt_messages = messagesOf('genericize', slots, context);
  if (found === null) return { prompt_messages, completion: 'null', is_null: true, complexity: 0 };
  const { template, description, complexity } = found;
  const completion = `[TEMPLATE]\n${template}\n[/TEMPLATE]\n[DOCUMENTS]\n${description}\n[/DOCUMENTS]`;
  return { prompt_messages, completion, is_null: false, complexity };
});
