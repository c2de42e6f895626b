export const exitCodes = { ok: 0, failed: 1, mistake: 2, interrupted: 130 } as const;
