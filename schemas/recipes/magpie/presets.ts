import type { Predicate } from './predicates.ts';

/** Predicates by name, and whose they are. How many rows stay is yours to say: the paper takes the longest last. */
export interface Preset {
  readonly of: 'paper' | 'published datasets' | 'ours';
  readonly source: string;
  readonly all: readonly Predicate[];
}

export const presets = {
  reward: {
    of: 'paper',
    source: 'Appendix C, Table 5: reward above tau1 = -12',
    all: [{ metric: 'reward', above: -12 }],
  },
  'reward-difference': {
    of: 'paper',
    source: 'Appendix C, Table 5: reward difference above tau2 = 0',
    all: [{ metric: 'reward_difference', above: 0 }],
  },
  published: {
    of: 'published datasets',
    source:
      'Cards of the filtered datasets: instructions of good quality or better that are whole, each once, and a reward above -10',
    all: [
      { metric: 'quality', atLeast: 'good' },
      { metric: 'reward', above: -10 },
      { metric: 'instruction', notEndingIn: [':'] },
      { metric: 'repeats', keep: 'first' },
    ],
  },
  'apart-from-benchmarks': {
    of: 'ours',
    source:
      'Appendix D.5 counts instructions whose cosine to a benchmark item is above 0.9, and drops none; overlap of more than ' +
      'half the words in 8-grams is what Tulu 3 drops',
    all: [
      { metric: 'benchmark_cosine', atMost: 0.9 },
      { metric: 'benchmark_overlap', atMost: 0.5 },
    ],
  },
} as const satisfies Readonly<Record<string, Preset>>;

export type PresetName = keyof typeof presets;
export const presetNames = [
  'reward',
  'reward-difference',
  'published',
  'apart-from-benchmarks',
] as const satisfies PresetName[];
