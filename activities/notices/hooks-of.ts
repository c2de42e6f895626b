import { z } from 'zod';
import { DatasetNameSchema } from '../../schemas/build/build.ts';
import { NotifySchema, type Hook } from '../../schemas/build/notify.ts';
import type { WorkerParts } from '../engine/build/worker-parts.ts';

/** What can be read of a config that is wrong. */
const ReadableSchema = z
  .object({
    recipe: z.string().optional().catch(undefined),
    name: DatasetNameSchema.optional().catch(undefined),
    notify: NotifySchema.optional().catch(undefined),
  })
  .catch({});

export interface WhoIsTold {
  readonly hooks: Hook[];
  readonly about: { readonly recipe?: string; readonly dataset?: string };
}

/** Who is to be told of a build whose config is wrong: those that it names, if that part is right, or the fleet's. */
export function hooksOf(config: unknown, { surroundings }: Pick<WorkerParts, 'surroundings'>): WhoIsTold {
  const { recipe, name, notify = surroundings.fleet?.notify ?? [] } = ReadableSchema.parse(config);
  return {
    hooks: notify,
    about: {
      ...(recipe === undefined ? {} : { recipe }),
      ...(name === undefined ? {} : { dataset: name }),
    },
  };
}
