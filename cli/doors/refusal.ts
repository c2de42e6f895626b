/** What an error means to whoever asked by HTTP. */
export const statuses = {
  InputRefused: 400,
  PageUnusable: 400,
  ConfigError: 400,
  PromptError: 400,
  TimingUnusable: 400,
  UnknownRecipe: 404,
  BuildUnknown: 404,
  ScheduleUnknown: 404,
  VersionUnknown: 404,
  StageUnknown: 404,
  BuildRunning: 409,
  ScheduleExists: 409,
  ScheduleOfAnother: 409,
  StoreUnavailable: 503,
  ServerUnreachable: 503,
} as const;

/** An error as it is told outside: those that nobody expected say nothing of the inside. */
export interface Refusal {
  readonly status: 400 | 404 | 409 | 500 | 503;
  readonly kind: string;
  readonly message: string;
}

export function refusalOf(error: unknown): Refusal {
  const kind = error instanceof Error ? error.name : 'Error';
  const [, status] = Object.entries(statuses).find(([name]) => name === kind) ?? [];
  if (status === undefined || !(error instanceof Error))
    return {
      status: 500,
      kind: 'Internal',
      message: 'this was not expected; the log of the server tells more',
    };
  return { status, kind, message: error.message };
}
