import { z } from 'zod';
import { categories, difficulties, qualities } from './labels.ts';

/** What gives a metric: a role, or the benchmarks that the config names. */
export type Giver = 'labeller' | 'guard' | 'embedder' | 'reward' | 'base' | 'benchmarks';

/** Metrics that are numbers, with what gives them. */
export const numbers = {
  instruction_characters: [],
  response_characters: [],
  instruction_tokens: [],
  response_tokens: [],
  min_neighbour_distance: ['embedder'],
  reward: ['reward'],
  reward_difference: ['reward', 'base'],
  benchmark_cosine: ['benchmarks', 'embedder'],
  benchmark_overlap: ['benchmarks'],
} as const satisfies Readonly<Record<string, readonly Giver[]>>;
export type NumberMetric = keyof typeof numbers;

const numberNames = Object.keys(numbers).filter((name): name is NumberMetric => name in numbers);

/** What a reject is called. @default the predicate in words */
const name = z.string().min(1).max(80).optional();
const words = z.array(z.string().min(1)).min(1);

const saysSomething = (predicate: object): boolean =>
  Object.keys(predicate).some((key) => !['metric', 'name'].includes(key));
const unsaid = (what: string) => ({ error: `say ${what}` });

const OfNumber = z
  .strictObject({
    metric: z.enum(numberNames),
    above: z.number().optional(),
    atLeast: z.number().optional(),
    below: z.number().optional(),
    atMost: z.number().optional(),
    name,
  })
  .refine(saysSomething, unsaid('above, atLeast, below or atMost'));

const onScale = <const Metric extends string, const Words extends readonly string[]>(
  metric: Metric,
  scale: Words,
) =>
  z
    .strictObject({
      metric: z.literal(metric),
      atLeast: z.enum(scale).optional(),
      atMost: z.enum(scale).optional(),
      in: z.array(z.enum(scale)).min(1).optional(),
      name,
    })
    .refine(saysSomething, unsaid('atLeast, atMost or in'));

const OfCategory = z
  .strictObject({
    metric: z.literal('category'),
    in: z.array(z.enum(categories)).min(1).optional(),
    notIn: z.array(z.enum(categories)).min(1).optional(),
    name,
  })
  .refine(saysSomething, unsaid('in or notIn'));

const OfWord = z
  .strictObject({
    /** `detected_language` is ISO 639-1, `language` FLORES-200: that which the instruction was asked for in. */
    metric: z.enum(['detected_language', 'language', 'domain']),
    in: words.optional(),
    notIn: words.optional(),
    name,
  })
  .refine(saysSomething, unsaid('in or notIn'));

const OfText = z.strictObject({ metric: z.enum(['instruction', 'response']), notEndingIn: words, name });

/** `first` keeps the first of each group of repeats. */
const OfRepeats = z.strictObject({ metric: z.literal('repeats'), keep: z.literal('first'), name });

/** `safe` is what the guard finds nothing unsafe about. */
const OfSafety = z.strictObject({
  metric: z.enum(['instruction_safety', 'response_safety']),
  is: z.literal('safe'),
  name,
});

const LeafSchema = z.discriminatedUnion('metric', [
  OfNumber,
  onScale('quality', qualities),
  onScale('difficulty', difficulties),
  OfCategory,
  OfWord,
  OfText,
  OfRepeats,
  OfSafety,
]);
export type Leaf = z.output<typeof LeafSchema>;

export type Predicate =
  | Leaf
  | { readonly all: readonly Predicate[]; readonly name?: string | undefined }
  | { readonly any: readonly Predicate[]; readonly name?: string | undefined };

export const PredicateSchema: z.ZodType<Predicate, Predicate> = z.lazy(() =>
  z.union([
    LeafSchema,
    z.strictObject({ all: z.array(PredicateSchema).min(1), name }),
    z.strictObject({ any: z.array(PredicateSchema).min(1), name }),
  ]),
);

/** A metric that a selection goes by, where that stands, and what gives it. */
export interface Lacking {
  readonly path: readonly PropertyKey[];
  readonly metric: string;
  readonly needs: readonly Giver[];
}

export function needsOf(predicate: Predicate, path: readonly PropertyKey[]): Lacking[] {
  if ('all' in predicate)
    return predicate.all.flatMap((each, place) => needsOf(each, [...path, 'all', place]));
  if ('any' in predicate)
    return predicate.any.flatMap((each, place) => needsOf(each, [...path, 'any', place]));
  return [{ path: [...path, 'metric'], metric: predicate.metric, needs: giversOf(predicate) }];
}

function giversOf({ metric }: Leaf): readonly Giver[] {
  switch (metric) {
    case 'quality':
    case 'difficulty':
    case 'category':
      return ['labeller'];
    case 'repeats':
      return ['embedder'];
    case 'instruction_safety':
    case 'response_safety':
      return ['guard'];
    case 'instruction':
    case 'response':
    case 'detected_language':
    case 'language':
    case 'domain':
      return [];
    default:
      return numbers[metric];
  }
}
