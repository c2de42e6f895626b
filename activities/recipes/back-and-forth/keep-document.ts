import { keepDocument } from '../../../schemas/recipes/back-and-forth/recipe.ts';
import { implement } from '../../engine/rows/row-stage.ts';

export const keepDocumentStage = implement(keepDocument, ({ text }) => ({ response: text }));
