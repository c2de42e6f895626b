import { embedTemplate } from '../../../schemas/recipes/template-bank.ts';
import { implement } from '../../rows/row-stage.ts';
import { vectorOf } from '../../services/index.ts';

export const embedTemplateStage = implement(embedTemplate, async ({ description }, { call }) => ({
  embedding: Array.from(vectorOf(await call({ kind: 'embed', text: description }))),
}));
