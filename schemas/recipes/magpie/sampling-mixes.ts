import type { z } from 'zod';
import type { SharedSamplingSchema } from '../../inference/role.ts';

/** Samplings of instructions, mixed by share. */
export interface SamplingMix {
  readonly samplings: readonly z.output<typeof SharedSamplingSchema>[];
  /** Where the values are from. */
  readonly source: string;
}

const temperatures = [1, 1.1, 1.2];
const nuclei = [1, 0.995, 0.99];

/**
 * Mixes that are known to have been used or studied. The shares of the paper's Table 8 are not in its text: the grid has
 * equal ones.
 */
export const samplingMixes = {
  studied: {
    samplings: temperatures.flatMap((temperature) => nuclei.map((topP) => ({ temperature, topP, share: 1 }))),
    source: 'Appendix D.3: three temperatures by three nuclei, here in equal shares',
  },
} as const satisfies Readonly<Record<string, SamplingMix>>;
export type SamplingMixName = keyof typeof samplingMixes;
export const samplingMixNames = ['studied'] as const satisfies readonly SamplingMixName[];
