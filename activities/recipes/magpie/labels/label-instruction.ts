import { z } from 'zod';
import {
  categories,
  difficulties,
  labelInstruction,
  qualities,
} from '../../../../schemas/recipes/magpie/labels.ts';
import { JsonSchema, type Json } from '../../../../schemas/json.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { parseCategory, parseDifficulty, parseQuality } from './parse-labels.ts';

/** The answers' forms, as servers are told them. Reasons come first: a label is better after them. */
const forms = {
  'label-category': z.strictObject({ category: z.enum(categories), others: z.array(z.enum(categories)) }),
  'label-quality': z.strictObject({ reason: z.string(), quality: z.enum(qualities) }),
  'label-difficulty': z.strictObject({
    intent: z.string(),
    knowledge: z.string(),
    difficulty: z.enum(difficulties),
  }),
};

export const labelInstructionStage = implement(
  labelInstruction,
  async ({ instruction }, { askLabel, params: { attempts, structured, synonyms } }) => {
    const inquiry = (prompt: keyof typeof forms) => ({
      prompt,
      slots: { instruction },
      attempts,
      ...(structured ? { sent: { stops: [], body: { response_format: formatOf(prompt) } } } : {}),
    });
    const [kind, quality, difficulty] = await Promise.all([
      askLabel({ ...inquiry('label-category'), parse: (answer) => parseCategory(answer, synonyms) }),
      askLabel({ ...inquiry('label-quality'), parse: (answer) => parseQuality(answer) }),
      askLabel({ ...inquiry('label-difficulty'), parse: (answer) => parseDifficulty(answer) }),
    ]);
    return {
      category: kind?.category ?? null,
      other_categories: kind?.others ?? null,
      quality: quality?.quality ?? null,
      quality_reason: quality?.reason ?? null,
      difficulty: difficulty?.difficulty ?? null,
      intent: difficulty?.intent ?? null,
      knowledge: difficulty?.knowledge ?? null,
    };
  },
);

function formatOf(prompt: keyof typeof forms): Json {
  const schema = JsonSchema.parse(z.toJSONSchema(forms[prompt]));
  return { type: 'json_schema', json_schema: { name: prompt, strict: true, schema } };
}
