import { describeDocument } from '../../../../schemas/recipes/fine-instructions/tune-embedder.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { parseResponse } from '../../common/parse-response.ts';

export const describeDocumentStage = implement(describeDocument, async ({ text }, { ask, params }) => ({
  document_description: await ask({
    prompt: 'describe-document',
    slots: { document: text },
    parse: parseResponse,
    attempts: params.attempts,
  }),
}));
