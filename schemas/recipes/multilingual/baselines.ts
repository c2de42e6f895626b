import { z } from 'zod';
import { documentShape } from '../../table/corpus.ts';
import { rowStage } from '../../table/stage.ts';
import { estimate, translate } from './pairs.ts';

/** One of a user's templates: texts with {{slots}} named after the record's fields. */
export const TemplateSchema = z.strictObject({
  instruction: z.string().min(1),
  /** @default the text */
  response: z.string().min(1).default('{{text}}'),
});

export const templatedShape = { ...documentShape, language: z.string(), dataset: z.string() };

export const FillTemplateParams = z.strictObject({
  /** By the dataset's place in the config. */
  templates: z.record(z.string(), z.array(TemplateSchema).min(1)),
  /** The build's seed. */
  seed: z.int().nonnegative(),
});

/** Section 4, the templated baseline (TM): people's templates filled from an existing dataset. */
export const fillTemplate = rowStage({
  name: 'fill-template',
  version: 1,
  title: 'Fill a template',
  needs: {
    text: z.string(),
    source: z.string(),
    source_id: z.string().nullable(),
    metadata: documentShape.metadata,
    dataset: z.string(),
  },
  adds: { text: z.string(), template: z.int(), instruction: z.string(), response: z.string() },
  params: FillTemplateParams,
});

export const englishPairShape = { ...documentShape, language: z.string(), instruction_field: z.string() };

/** Section 4, the translated baseline (TR): pairs of an English dataset. */
export const takeEnglishPair = rowStage({
  name: 'take-english-pair',
  version: 1,
  title: 'Take the English pair',
  needs: { text: z.string(), metadata: documentShape.metadata, instruction_field: z.string() },
  adds: { text: z.string(), instruction_en: z.string(), response_en: z.string() },
  params: z.strictObject({}),
});

/** The English response into the language; the instruction goes the way that generated ones go. */
export const translateEnglishResponse = translate.as('translate-english-response', {
  title: 'Translate the English response',
  columns: { original: 'response_en', translation: 'response' },
});

/** Section 3.1: quality of that translation, which is measured as that of the other arms' is. */
export const estimateTranslatedResponse = estimate.as('estimate-translated-response', {
  title: 'Estimate the response’s translation',
  columns: { original: 'response_en', translation: 'response', quality: 'response_quality' },
});
