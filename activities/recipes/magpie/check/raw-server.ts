import type { z } from 'zod';

/** One base URL, asked for what only a check before a build asks. */
export class RawServer {
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #timeoutMs: number;

  constructor(url: string, key: string | undefined, timeoutSeconds: number) {
    const { username, password } = new URL(url);
    const bare = new URL(url);
    bare.username = '';
    bare.password = '';
    this.#base = bare.href.replace(/\/+$/, '');
    const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
    const authorization =
      key === undefined
        ? username === ''
          ? undefined
          : `Basic ${login.toString('base64')}`
        : `Bearer ${key}`;
    this.#headers = {
      'content-type': 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
    };
    this.#timeoutMs = timeoutSeconds * 1000;
  }

  /** A server's answer to JSON at a path below the base URL; /tokenize stands at vLLM's root. */
  async post(path: string, body: unknown): Promise<Response> {
    const base = path === '/tokenize' ? this.#base.replace(/\/v1$/, '') : this.#base;
    return fetch(`${base}${path}`, {
      method: 'POST',
      headers: this.#headers,
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(this.#timeoutMs),
    });
  }

  /** What an answer says, where it is of the shape; undefined where the server has no such thing. */
  async read<T>(path: string, body: unknown, shape: z.ZodType<T>): Promise<T | undefined> {
    const response = await this.post(path, body);
    if (!response.ok) return undefined;
    return shape.safeParse(await response.json().catch(() => undefined)).data;
  }
}
