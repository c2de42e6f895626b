import { openHome, type Home } from '../../workers/home.ts';

/** Options that all commands near a server have. */
export interface HostOptions {
  readonly home?: string;
  readonly address?: string;
  readonly namespace?: string;
  readonly profile?: string;
  readonly json?: boolean;
}

/** The folder that --home or TUNESMITH_HOME names, or `.tunesmith` here. */
export function homeOf({ home }: HostOptions): Promise<Home> {
  return openHome(home === undefined ? process.env : { ...process.env, TUNESMITH_HOME: home });
}
