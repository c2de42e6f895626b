import type { z } from 'zod';
import { serviceQuestionOf } from '../../activities/engine/answers/address.ts';
import { batchOf } from '../../activities/inference/batch-of.ts';
import type { AskOptions } from '../../activities/inference/index.ts';
import type { EndpointSchema } from '../../schemas/inference/endpoint.ts';
import type { Answer, ServiceTask } from '../../schemas/inference/question.ts';
import { ServiceRoleSchema, type ServiceRole } from '../../schemas/inference/role.ts';
import { asking, type Asking } from '../inference/asking.ts';

export interface Calling {
  readonly role: ServiceRole;
  readonly call: (task: ServiceTask, options?: Partial<AskOptions>) => Promise<Answer>;
  readonly state: Asking['state'];
}

/** A role that a service plays at one endpoint called "main", asked as a build asks it, until the test ends. */
export function calling(
  endpoint: z.input<typeof EndpointSchema>,
  role: Partial<z.input<typeof ServiceRoleSchema>>,
  env: NodeJS.ProcessEnv = {},
): Calling {
  const { ask, state } = asking(endpoint, env);
  const whole = ServiceRoleSchema.parse({ endpoint: 'main', model: 'm', ...role });
  return {
    role: whole,
    state,
    call(task, options = {}) {
      const question = serviceQuestionOf(whole, task);
      return ask(question, { ...batchOf(whole, question), ...options });
    },
  };
}

/** A text to be translated from Spanish. */
export function translation(text: string, from = 'spa_Latn', to = 'eng_Latn'): ServiceTask {
  return { kind: 'translate', text, from, to };
}
