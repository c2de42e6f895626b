import { languageOf } from '../../schemas/inference/languages.ts';
import {
  datasetOf,
  languagesOf,
  type MultilingualConfig,
} from '../../schemas/recipes/multilingual/recipe.ts';
import {
  estimateInstruction,
  estimateResponse,
  generateInstruction,
  measureLanguagePair,
  scorePair,
  translateInstruction,
  translateResponse,
} from '../../schemas/recipes/multilingual/pairs.ts';
import { deduplicate, signature } from '../../schemas/recipes/common/near-duplicates.ts';
import { fragment, heuristics, languageTextShape } from '../../schemas/recipes/multilingual/responses.ts';
import type { Dataset } from '../../schemas/build/task.ts';
import { openBuild, type Build, type ToPublish } from '../engine/build.ts';
import { templated, translated, type LanguageGroup } from './baselines.ts';

/**
 * Improving Multilingual Instruction Finetuning via Linguistically Natural and Diverse Datasets (Indurthi et al., 2024).
 *
 * Natural text in a language becomes the response; the instruction for it is generated in English and translated back.
 */
export async function multilingual(config: MultilingualConfig): Promise<Dataset> {
  const build = await openBuild(config);
  const arm = { generated, templated, translated }[config.arm];
  // Section 3.1: one dataset of all languages, or one for each of them, all under way at once.
  return build.publishAll(groupsOf(config).map((group) => arm(build, config, group)));
}

/** Section 2, Figure 3: the paper's own datasets (GR). */
async function generated(build: Build, config: MultilingualConfig, group: LanguageGroup): Promise<ToPublish> {
  // (A) Select responses: fragments of monolingual corpora and answers of existing datasets, ...
  const corpora = (config.corpora ?? [])
    .filter(({ language }) => group.languages.includes(language))
    .map(({ language, kind, ...corpus }) => ({ corpus, columns: { language, kind } }));
  const texts = await build.import('texts', corpora, languageTextShape, group.label);
  const fragments = texts.through(fragment, { ...config.fragments, seed: config.seed });
  // ... without those of low quality, and deduplicated.
  const { similarity, peers, ...shape } = config.duplicates;
  const signed = fragments.through(heuristics, config.heuristics).through(signature, shape);
  const permutations = shape.bands * shape.rows;
  const responses = await signed.select(deduplicate, { similarity, peers, permutations });

  // (B) R_en = MT(R_x); section 3.1 keeps good translations only, and what is dropped here costs no generation.
  const translated = responses
    .through(translateResponse, { ...config.translation, into: 'English' })
    .through(estimateResponse, { min: config.quality.response });

  // (C) I_en = LLM(P_I, R_en), and (D) s = LLM(P_s, I_en, R_en): pairs from λ on are kept.
  const scored = translated.through(generateInstruction, config.generate).through(scorePair, config.score);

  // (E) I_x = MT(I_en), paired with the untouched R_x; again only good translations.
  const pairs = scored
    .through(translateInstruction, { ...config.translation, into: 'the language' })
    .through(estimateInstruction, { min: config.quality.instruction })
    .through(measureLanguagePair, {});
  return { flow: pairs, as: group.as };
}

function groupsOf(config: MultilingualConfig): LanguageGroup[] {
  const languages = languagesOf(config);
  const tag = (code: string) => languageOf(code).tag;
  if (config.datasets === 'one') return [{ languages, as: { language: languages.map(tag) } }];
  return languages.map((code) => ({
    languages: [code],
    label: code,
    as: { name: datasetOf(config.name, code), language: [tag(code)] },
  }));
}
