import { countDocument } from '../../../schemas/recipes/fine-instructions.ts';
import { implement } from '../../rows/row-stage.ts';

export const countDocumentStage = implement(countDocument, ({ text }, { tokens }) => ({
  document_tokens: tokens(text),
}));
