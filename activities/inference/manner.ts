import { isService, type AnyRole, type Role } from '../../schemas/inference/role.ts';

/** How a role's questions travel. Nothing of it decides an answer, so it is no part of a question. */
export interface Manner extends Pick<Role, 'maxTokensField' | 'seedField' | 'stream'> {
  /** False where the server refuses to be asked for the usage of a stream. */
  readonly usageOfStreams?: boolean;
}

export const plainly: Manner = {};

export function mannerOf(role: AnyRole): Manner {
  if (isService(role)) return plainly;
  const { maxTokensField, seedField, stream } = role;
  return {
    ...(maxTokensField === undefined ? {} : { maxTokensField }),
    ...(seedField === undefined ? {} : { seedField }),
    ...(stream === undefined ? {} : { stream }),
  };
}
