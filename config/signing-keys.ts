/** What a secret of Standard Webhooks is written as; the mark may be left out. */
const mark = 'whsec_';
const fewestBytes = 24;
const mostBytes = 64;

const advice = `set it where the workers start to ${mark} and 24 to 64 random bytes in base64 (openssl rand -base64 32)`;

/**
 * The keys that an environment variable holds: one, or several with commas or spaces between while a receiver changes from
 * one to the next. Else what is wrong with it, never with what it says.
 */
export function signingKeys(
  variable: string,
  env: NodeJS.ProcessEnv,
): { readonly keys: readonly Buffer[] } | { readonly problem: string } {
  const secrets = (env[variable] ?? '').split(/[\s,]+/).filter(Boolean);
  if (secrets.length === 0) return { problem: `the environment variable ${variable} is not set; ${advice}` };
  const keys = secrets.map(keyOf).filter((key) => key !== undefined);
  return keys.length === secrets.length
    ? { keys }
    : { problem: `the environment variable ${variable} does not hold a signing secret; ${advice}` };
}

function keyOf(secret: string): Buffer | undefined {
  const text = secret.startsWith(mark) ? secret.slice(mark.length) : secret;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const key = Buffer.from(text, 'base64');
  return key.length >= fewestBytes && key.length <= mostBytes ? key : undefined;
}
