import { CREATED } from './api/api.ts';
import { RequestProblem } from './http/problem.ts';
import type { StandinSettings } from './options.ts';

export function modelList({ models }: StandinSettings) {
  return { object: 'list', data: models.map(describe) };
}

/** @throws RequestProblem (404) where the model is not served. */
export function modelNamed(model: string, { models, anyModel }: StandinSettings) {
  if (anyModel || models.includes(model)) return describe(model);
  throw new RequestProblem(
    404,
    `The model \`${model}\` does not exist. This server has: ${models.join(', ')}.`,
    {
      code: 'model_not_found',
      param: 'model',
    },
  );
}

function describe(id: string) {
  return { id, object: 'model', created: CREATED, owned_by: 'tunesmith-stand-in' };
}
