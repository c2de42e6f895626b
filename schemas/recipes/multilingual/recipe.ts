import { z } from 'zod';
import { buildShape, DatasetNameSchema } from '../../build/build.ts';
import { CorpusSchema } from '../../table/corpus.ts';
import { hasOwnCodes, languageOf, unsupported, type TranslationWay } from '../../inference/languages.ts';
import { roleWithSampling, serviceRole } from '../../inference/role.ts';
import { deduplicate, NearDuplicatesSchema, signature } from '../common/near-duplicates.ts';
import * as baselines from './baselines.ts';
import { english, LanguageCodeSchema } from '../common/language.ts';
import * as pairs from './pairs.ts';
import * as responses from './responses.ts';
import { tasksOf, weightsProblem } from './tasks.ts';

/** Table 1: instructions generated for natural text (GR), the user's templates (TM), an English dataset (TR). */
export const multilingualArms = ['generated', 'templated', 'translated'] as const;

/** Section 3.2, "For generation": nucleus sampling with T = 0.7, p = 0.9. */
const nucleus = roleWithSampling({ temperature: 0.7, topP: 0.9 });

const Corpus = z.strictObject({
  language: LanguageCodeSchema,
  /** `text` is cut into fragments; `answers` of existing datasets stay whole. */
  kind: z.enum(responses.corpusKinds).default('text'),
  ...CorpusSchema.shape,
});

const Templated = z.strictObject({
  language: LanguageCodeSchema,
  ...CorpusSchema.shape,
  templates: z.array(baselines.TemplateSchema).min(1),
});

const EnglishDataset = z.strictObject({
  ...CorpusSchema.shape,
  /** Field with the instruction; `columns.text` is that with the response. */
  instruction: z.string().min(1).default('instruction'),
});

const Translator = z.union([
  serviceRole(['open-inference', 'deepl', 'libretranslate']),
  roleWithSampling({ temperature: 0 }),
]);

export const MultilingualSchema = z
  .strictObject({
    recipe: z.literal('multilingual'),
    ...buildShape,
    arm: z.enum(multilingualArms).default('generated'),
    /** One dataset with a column `language`, or `each` language its own, called `<name>-<code>`. */
    datasets: z.enum(['one', 'each']).default('one'),
    /** Section 3.1: monolingual corpora, and answers of existing datasets. */
    corpora: z.array(Corpus).min(1).optional(),
    /** The templated baseline's datasets. */
    templated: z.array(Templated).min(1).optional(),
    /** The translated baseline's English datasets, and the languages that they are put into. */
    translated: z
      .strictObject({
        languages: z.array(LanguageCodeSchema).min(1),
        datasets: z.array(EnglishDataset).min(1),
      })
      .optional(),
    roles: z.strictObject({
      /** Section 3.1: both ways; NLLB-200 in the paper. A service, or a chat model with the prompt `translate`. */
      translator: Translator.optional(),
      /** Section 3.1: reference-free quality estimation; wmt23-cometkiwi-da-xl in the paper. */
      qe: serviceRole(['open-inference']).optional(),
      /** Section 3.1: writes instructions in English; Llama-3-70B-Instruct in the paper. */
      generator: nucleus.optional(),
      /** Section 2 (D): scores pairs; the same model in the paper. */
      judge: nucleus.optional(),
    }),
    fragments: responses.FragmentParams.omit({ seed: true }).prefault({}),
    heuristics: responses.HeuristicsParams.prefault({}),
    duplicates: NearDuplicatesSchema.prefault({}),
    translation: pairs.TranslateParams.prefault({}),
    quality: z
      .strictObject({
        /** Section 3.1: least score of the response's translation. */
        response: z.number().default(0.7),
        /** Section 3.1: least score of the instruction's translation. */
        instruction: z.number().default(0.7),
      })
      .prefault({}),
    generate: pairs.GenerateParams.prefault({}),
    score: pairs.ScoreParams.prefault({}),
  })
  .superRefine((config, context) => {
    const say = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    const { arm, roles } = config;
    const section = { generated: 'corpora', templated: 'templated', translated: 'translated' } as const;
    if (config[section[arm]] === undefined) say([section[arm]], `the arm ${arm} needs it`);
    const asked = {
      generated: ['translator', 'qe', 'generator', 'judge'],
      templated: [],
      translated: ['translator', 'qe'],
    } as const;
    for (const role of asked[arm])
      if (roles[role] === undefined) say(['roles', role], `the arm ${arm} needs this role`);
    if (arm === 'templated') return;
    const api = roles.translator?.api;
    if (api === undefined || !hasOwnCodes(api)) return;
    const missing = unsupported(api, languagesOf(config));
    if (missing.length > 0)
      say(
        ['roles', 'translator', 'api'],
        `${api} does not translate ${missing.map((code) => `${languageOf(code).name} (${code})`).join(', ')}`,
      );
  })
  .superRefine(({ name, datasets }, context) => {
    if (datasets === 'each' && !DatasetNameSchema.safeParse(datasetOf(name, english)).success)
      context.addIssue({
        code: 'custom',
        path: ['name'],
        message: 'leave 9 characters for the language: names have at most 80',
      });
  });
export type MultilingualConfig = z.output<typeof MultilingualSchema>;

/** The ways that a config's translator is to translate. */
export function translations(config: unknown): readonly TranslationWay[] {
  const parsed = MultilingualSchema.parse(config);
  const foreign = languagesOf(parsed).filter((code) => code !== english);
  const out = foreign.map((code) => ({ from: english, to: code }));
  if (parsed.arm === 'generated') return [...foreign.map((code) => ({ from: code, to: english })), ...out];
  return parsed.arm === 'translated' ? out : [];
}

/** Tasks that are weighted and have no prompt: found before anything is translated. */
export function promptProblem(config: unknown, names: readonly string[]): string | undefined {
  const { arm, generate } = z
    .object({ arm: z.enum(multilingualArms), generate: pairs.GenerateParams })
    .parse(config);
  return arm === 'generated' ? weightsProblem(tasksOf(names), generate.weights) : undefined;
}

/** Languages of a config's arm, in its order. */
export function languagesOf(
  config: Pick<MultilingualConfig, 'arm' | 'corpora' | 'templated' | 'translated'>,
): string[] {
  const codes = {
    generated: () => config.corpora?.map(({ language }) => language),
    templated: () => config.templated?.map(({ language }) => language),
    translated: () => config.translated?.languages,
  }[config.arm]();
  return [...new Set(codes)];
}

/** Name of a language's own dataset. */
export function datasetOf(name: string, code: string): string {
  return `${name}-${code.toLowerCase()}`;
}

/** Every stage of the recipe, in the order of the paper's Figure 3; then those of the baselines. */
export const multilingualStages = [
  responses.fragment,
  responses.heuristics,
  signature,
  deduplicate,
  pairs.translateResponse,
  pairs.estimateResponse,
  pairs.generateInstruction,
  pairs.scorePair,
  pairs.translateInstruction,
  pairs.estimateInstruction,
  pairs.measureLanguagePair,
  baselines.fillTemplate,
  baselines.takeEnglishPair,
  baselines.translateEnglishResponse,
  baselines.estimateTranslatedResponse,
] as const;
