import { countDocument } from '../../../schemas/recipes/fine-instructions/recipe.ts';
import { implement } from '../../engine/rows/row-stage.ts';

export const countDocumentStage = implement(countDocument, ({ text }, { tokens }) => ({
  document_tokens: tokens(text),
}));
