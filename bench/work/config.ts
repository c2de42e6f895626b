import type { BenchEndpoint } from '../processes/endpoint.ts';

/** A config as a user would write it. */
export type Config = Readonly<Record<string, unknown>> & { readonly recipe: string; readonly name: string };

/** The recipe `generate` over prompts in a column, with the defaults of everything else. */
export function generateConfig(endpoint: BenchEndpoint, files: readonly string[], store: unknown): Config {
  return {
    recipe: 'generate',
    name: 'answers',
    store,
    endpoints: { stand: { urls: [endpoint.baseUrl] } },
    roles: { model: { endpoint: 'stand', model: 'stand-in' } },
    table: { files: [...files] },
    prompt: { column: 'prompt' },
  };
}
