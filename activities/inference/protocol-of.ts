import type { AnyRole } from '../../schemas/inference/role.ts';
import { adapterOf } from './services/index.ts';
import { openAi, type Protocol } from './services/protocol.ts';

/** The protocol that a role's `api` speaks. */
export function protocolOf(api: AnyRole['api']): Protocol {
  return adapterOf(api)?.protocol ?? openAi;
}

/** Whether `GET /models` lists the models of an `api`: it does where the protocol has no pages of its own. */
export function listsModels(api: AnyRole['api']): boolean {
  return adapterOf(api)?.pages === undefined;
}
