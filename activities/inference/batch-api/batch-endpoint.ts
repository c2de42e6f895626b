import type { AnyRole } from '../../../schemas/inference/role.ts';
import type { Fault } from '../fault.ts';
import type { BatchServer } from './batch-server.ts';

/** An endpoint as batches are made there. */
export interface BatchEndpoint {
  readonly name: string;
  /** Its base URLs, as people are shown them: a batch lives at the one where it was made. */
  readonly urls: readonly { readonly url: string; readonly server: BatchServer }[];
  /** Tries of one request against passing faults. */
  readonly maxTries: number;
  /** What an unsuccessful try means. Throws EndpointRefused where no request can be sent at all. */
  faultOf(error: unknown, asked: { readonly model: string; readonly api: AnyRole['api'] }): Fault;
}
