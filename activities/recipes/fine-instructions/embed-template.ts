import { embedTemplate } from '../../../schemas/recipes/fine-instructions/template-bank.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { vectorOf } from '../../inference/services/vector-of.ts';

export const embedTemplateStage = implement(embedTemplate, async ({ description }, { call }) => ({
  embedding: Array.from(vectorOf(await call({ kind: 'embed', text: description }))),
}));
