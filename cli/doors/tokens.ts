import { createHash, timingSafeEqual } from 'node:crypto';
import { UserMistake } from '../user-mistake.ts';

/** What the holder of a token may do. */
export type Allowed = 'read' | 'build';

const variables = { TUNESMITH_TOKEN: 'build', TUNESMITH_READ_TOKEN: 'read' } as const;
const shortest = 16;

/**
 * Tokens by the environment: TUNESMITH_TOKEN may do everything, TUNESMITH_READ_TOKEN looks only. Several stand with commas
 * between, so that one can be taken over from another. Throws UserMistake where there is none.
 */
export class Tokens {
  private readonly known: readonly { readonly digest: Buffer; readonly allowed: Allowed }[];

  constructor(env: NodeJS.ProcessEnv) {
    this.known = Object.entries(variables).flatMap(([variable, allowed]) =>
      (env[variable] ?? '')
        .split(',')
        .map((token) => token.trim())
        .filter((token) => token !== '')
        .map((token) => {
          if (token.length < shortest)
            throw new UserMistake(`a token of ${variable} is shorter than ${shortest} characters; ${howTo}`);
          return { digest: digestOf(token), allowed };
        }),
    );
    if (this.known.length === 0) throw new UserMistake(`there is no token in TUNESMITH_TOKEN; ${howTo}`);
  }

  /** What an Authorization header may do; in a time that says nothing of the tokens. */
  allowed(header: string | undefined): Allowed | undefined {
    const given = digestOf(/^Bearer (.+)$/i.exec(header ?? '')?.[1] ?? '');
    const matching = this.known.filter(({ digest }) => timingSafeEqual(digest, given));
    return matching.find(({ allowed }) => allowed === 'build')?.allowed ?? matching[0]?.allowed;
  }
}

const howTo = 'make one with `export TUNESMITH_TOKEN=$(openssl rand -hex 32)`';

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
