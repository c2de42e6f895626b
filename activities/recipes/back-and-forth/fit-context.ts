import { fitContext } from '../../../schemas/recipes/back-and-forth/recipe.ts';
import { reject } from '../../engine/rows/outcome.ts';
import { implement } from '../../engine/rows/row-stage.ts';

export const fitContextStage = implement(fitContext, ({ text }, { params, tokens }) => {
  const limit = params.contextLength - params.margin;
  const text_tokens = tokens(text);
  if (text_tokens > limit)
    return reject('too long for the context', `${text_tokens} tokens, at most ${limit}`);
  return { text_tokens };
});
