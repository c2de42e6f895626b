import type { Json } from '../../../schemas/json.ts';
import { own } from '../../../schemas/own.ts';
import { fillTemplate } from '../../../schemas/recipes/multilingual/baselines.ts';
import { valueAt } from '../../corpus/value-at.ts';
import { parsePrompt } from '../../prompts/prompt.ts';
import { reject, Rejection } from '../../engine/rows/outcome.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { drawOf } from '../common/draws.ts';

export const fillTemplateStage = implement(fillTemplate, (row, { id, params }) => {
  const templates = own(params.templates, row.dataset) ?? [];
  const at = Math.floor(drawOf(params.seed, id, 'template') * templates.length);
  const template = templates[at];
  if (template === undefined) throw new Error(`the dataset ${row.dataset} has no templates`);
  const { text, source, source_id, metadata } = row;
  const fields: Record<string, Json> = { ...metadata, text, source, id: source_id };
  const instruction = filled(template.instruction, fields);
  if (instruction instanceof Rejection) return instruction;
  const response = filled(template.response, fields);
  if (response instanceof Rejection) return response;
  return { text: '', template: at, instruction, response };
});

function filled(template: string, fields: Readonly<Record<string, Json>>): string | Rejection {
  const prompt = parsePrompt(template, 'a template');
  const values: Record<string, string> = {};
  for (const slot of prompt.slots) {
    const value = valueAt(fields, slot);
    if (value === undefined || value === null || value === '') return reject('field empty', slot);
    values[slot] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return prompt
    .fill(values)
    .map(({ content }) => content)
    .join('\n');
}
