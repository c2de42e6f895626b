import { keepDocument } from '../../../schemas/recipes/back-and-forth.ts';
import { implement } from '../../rows/row-stage.ts';

export const keepDocumentStage = implement(keepDocument, ({ text }) => ({ response: text }));
