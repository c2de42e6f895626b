import { ApplicationFailure } from '@temporalio/workflow';

/** What really went wrong: the application failure at the bottom of Temporal's layers, in its author's words. */
export function failureIn(error: unknown): { type: string; message: string } {
  let found: { type: string; message: string } | undefined;
  let last = String(error);
  for (let each = error; each instanceof Error; each = each.cause) {
    last = each.message;
    if (each instanceof ApplicationFailure) found = { type: each.type ?? each.name, message: each.message };
  }
  return found ?? { type: 'Unknown', message: last };
}
