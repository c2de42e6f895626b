import type { BenchEndpoint } from '../processes/endpoint.ts';
import type { Config } from './config.ts';

/** The translated baseline of the recipe `multilingual`: two translations a row, each rated by another endpoint. */
export function translationConfig(
  { translator, qe }: { translator: BenchEndpoint; qe: BenchEndpoint },
  file: string,
  batch: number,
  store: string,
): Config {
  return {
    recipe: 'multilingual',
    name: `translated-${String(batch)}`,
    store,
    endpoints: { translator: { urls: [translator.baseUrl] }, qe: { urls: [qe.baseUrl] } },
    roles: {
      translator: { endpoint: 'translator', model: 'stand-in', batch: { rows: batch, characters: 1e6 } },
      qe: { endpoint: 'qe', model: 'stand-in' },
    },
    arm: 'translated',
    translated: { languages: ['spa_Latn'], datasets: [{ files: [file] }] },
  };
}
