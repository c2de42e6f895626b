/** Reasons of rejects that no answer stands behind: every later build tries these rows again. */
export const unsettled = ['request refused', 'request failed'] as const;

/** Whether some rows were rejected for such a reason, given counts by reason. */
export function hasUnsettled(reasons: Readonly<Record<string, number>>): boolean {
  return unsettled.some((reason) => (reasons[reason] ?? 0) > 0);
}
