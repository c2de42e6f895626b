import { takeSection } from '../../../../schemas/recipes/fine-instructions/embedder-pairs.ts';
import { sectionOf } from '../matching/sections.ts';
import { implement } from '../../../engine/rows/row-stage.ts';

export const takeSectionStage = implement(takeSection, ({ text, template, chunk }, { params, tokens }) => {
  const response = sectionOf(text, chunk, params);
  return {
    instruction: template,
    response,
    instruction_tokens: tokens(template),
    response_tokens: tokens(response),
  };
});
