import { ApplicationFailure } from '@temporalio/common';

/** The innermost application failure of a failed workflow: what really went wrong, in its author's words. */
export function firstCause(error: unknown): { kind: string; message: string } {
  let found: { kind: string; message: string } | undefined;
  for (let each = error; each instanceof Error; each = each.cause)
    if (each instanceof ApplicationFailure) found = { kind: each.type ?? each.name, message: each.message };
  return found ?? { kind: 'Unknown', message: innermost(error) };
}

function innermost(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? innermost(error.cause) : error.message;
}
