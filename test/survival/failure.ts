import { ApplicationFailure } from '@temporalio/common';

/** How a build failed: the error at the bottom of Temporal's layers, as a person is told it. */
export async function failureOf(result: Promise<unknown>): Promise<ApplicationFailure> {
  const error: unknown = await result.then(
    () => new Error('The build succeeded.'),
    (reason: unknown) => reason,
  );
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (at instanceof ApplicationFailure) return at;
  throw error;
}
