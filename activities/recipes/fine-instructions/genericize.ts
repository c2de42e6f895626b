import { genericize } from '../../../schemas/recipes/fine-instructions/template-bank.ts';
import { reject } from '../../engine/rows/outcome.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { parseGenericized } from './parse-genericized.ts';
import { templateId } from './template-id.ts';

export const genericizeStage = implement(genericize, async ({ text }, { ask, params }) => {
  if (text.length > params.maxCharacters)
    return reject('too long', `${text.length} characters, at most ${params.maxCharacters}`);
  const found = await ask({
    prompt: 'genericize',
    slots: { query: text },
    parse: (answer, { finish }) => parseGenericized(answer, finish),
    readsCut: true,
    attempts: params.attempts,
  });
  if (found === null) return reject('no template', 'the model says that the query gives none');
  return { query: text, template_id: templateId(found.template), ...found };
});
