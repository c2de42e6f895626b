import type { MultilingualConfig } from '../../schemas/recipes/multilingual/recipe.ts';
import {
  englishPairShape,
  estimateTranslatedResponse,
  fillTemplate,
  takeEnglishPair,
  templatedShape,
  translateEnglishResponse,
} from '../../schemas/recipes/multilingual/baselines.ts';
import {
  estimateInstruction,
  measureLanguagePair,
  translateInstruction,
} from '../../schemas/recipes/multilingual/pairs.ts';
import type { PublishAs } from '../../schemas/build/task.ts';
import type { Build, ToPublish } from '../engine/build.ts';

/** The languages that become one dataset, and what it is called. */
export interface LanguageGroup {
  readonly languages: readonly string[];
  readonly label?: string;
  readonly as: PublishAs;
}

/** Section 4, the arm compared with: people's templates over existing datasets (TM). */
export async function templated(
  build: Build,
  config: MultilingualConfig,
  { languages, label, as }: LanguageGroup,
): Promise<ToPublish> {
  const datasets = (config.templated ?? [])
    .map((dataset, at) => ({ ...dataset, name: String(at) }))
    .filter(({ language }) => languages.includes(language));
  const corpora = datasets.map(({ language, name, templates: _, ...corpus }) => ({
    corpus,
    columns: { language, dataset: name },
  }));
  const rows = await build.import('texts', corpora, templatedShape, label);
  const templates = Object.fromEntries(datasets.map(({ name, templates: own }) => [name, own]));
  const pairs = rows.through(fillTemplate, { templates, seed: config.seed }).through(measureLanguagePair, {});
  return { flow: pairs, as };
}

/** Section 4, the arm compared with: an English dataset put into each language (TR). */
export async function translated(
  build: Build,
  config: MultilingualConfig,
  { languages, label, as }: LanguageGroup,
): Promise<ToPublish> {
  const datasets = config.translated?.datasets ?? [];
  const corpora = languages.flatMap((language) =>
    datasets.map(({ instruction, ...corpus }) => ({
      corpus,
      columns: { language, instruction_field: instruction },
    })),
  );
  const english = await build.import('texts', corpora, englishPairShape, label);
  const pairs = english
    .through(takeEnglishPair, {})
    .through(translateEnglishResponse, { ...config.translation, into: 'the language' })
    .through(estimateTranslatedResponse, { min: config.quality.response })
    .through(translateInstruction, { ...config.translation, into: 'the language' })
    .through(estimateInstruction, { min: config.quality.instruction })
    .through(measureLanguagePair, {});
  return { flow: pairs, as };
}
