import { isGrpcServiceError, ServiceError } from '@temporalio/client';

/** gRPC's words for a server that is away, slow or overloaded: 4 deadline, 8 exhausted, 13 internal, 14 unavailable. */
const passing = new Set([4, 8, 13, 14]);

/** Whether a call failed because the server did not answer, and may be made again. */
export function mayAnswerAgain(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) && passing.has(cause.code);
}
