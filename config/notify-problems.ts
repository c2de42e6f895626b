import type { Hook } from '../schemas/build/notify.ts';
import type { ConfigFinding } from './config-error.ts';
import { signingKeys } from './signing-keys.ts';

/** Receivers whose notices cannot be signed with what the environment holds. */
export function notifyProblems(hooks: readonly Hook[], env: NodeJS.ProcessEnv): ConfigFinding[] {
  return hooks.flatMap(({ secretEnv }, at) => {
    const found = signingKeys(secretEnv, env);
    const place = hooks.length === 1 ? 'notify.secretEnv' : `notify[${at}].secretEnv`;
    return 'problem' in found ? [{ at: place, line: undefined, problem: found.problem }] : [];
  });
}
