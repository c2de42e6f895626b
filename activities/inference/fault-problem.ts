import type { Fault } from './fault.ts';

/** Something wrong with an endpoint, for people. */
export interface Problem {
  /** A sentence without its full stop. */
  readonly problem: string;
  readonly fix: string;
  /** The role that it concerns; undefined where it concerns all of the endpoint's. */
  readonly role?: string;
}

/** What a fault says about an endpoint before a build; undefined where it shows that the server works. */
export function problemOf(fault: Fault, endpointName: string): Problem | undefined {
  switch (fault.kind) {
    case 'endpoint-refused':
      return { problem: fault.problem, fix: fault.fix };
    case 'request-refused':
      return undefined;
    case 'busy':
      if (fault.status !== 503) return undefined;
      return {
        problem: `the server is not ready (${fault.text})`,
        fix: 'Wait until it is, then start again.',
      };
    case 'passing':
      if (fault.unreachable) {
        return { problem: fault.text, fix: `Start the server, or correct endpoints.${endpointName}.urls.` };
      }
      return { problem: `the server does not work: ${fault.text}`, fix: "Look into the server's own log." };
    case 'unexpected':
      throw fault.error;
  }
}
