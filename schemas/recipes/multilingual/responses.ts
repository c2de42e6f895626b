import { z } from 'zod';
import { documentShape } from '../../table/corpus.ts';
import { rowStage } from '../../table/stage.ts';
import { LanguageCodeSchema } from '../common/language.ts';
import { LengthSchema } from './lengths.ts';

/** What a corpus holds: running text that fragments are taken from, or answers that stay whole. */
export const corpusKinds = ['text', 'answers'] as const;

/** A document with its language, and what its corpus holds. */
export const languageTextShape = { ...documentShape, language: z.string(), kind: z.enum(corpusKinds) };

/** The build's seed: a stage that asks no model has it among its parameters only. */
const seed = z.int().nonnegative();

export const FragmentParams = z.strictObject({
  /** Lengths by FLORES-200 code. @default Table 2 of the paper for its four languages */
  lengths: z.record(LanguageCodeSchema, LengthSchema).default({}),
  /** Lengths of other languages: between the three of Table 2 that put spaces between words. */
  otherLength: LengthSchema.default({ mean: 320, sd: 510 }),
  /** Shortest fragment, in characters; what is left of a document may be shorter, and is then rejected. */
  minCharacters: z.int().positive().default(20),
  /** Longest fragment; a sentence that is longer alone is cut between words, and an answer that is longer is rejected. */
  maxCharacters: z.int().positive().default(4000),
  seed,
});

/** Section 2 (A): text fragments of varied length, from ends of sentences to ends of sentences. */
export const fragment = rowStage({
  name: 'fragment',
  version: 2,
  title: 'Cut into fragments',
  filters: ['too long'],
  needs: { text: z.string(), language: z.string(), kind: languageTextShape.kind },
  adds: {
    /** Emptied: every fragment would carry its whole document. */
    text: z.string(),
    /** R_x: the very characters of the document. */
    response: z.string(),
    /** Where the fragment stands in its document, in Unicode characters: `text[start:end]` in Python. */
    fragment_start: z.int(),
    fragment_end: z.int(),
  },
  params: FragmentParams,
});

const share = (value: number) => z.number().min(0).max(1).default(value);

export const HeuristicsParams = z.strictObject({
  /** Characters; shorter fragments say too little to ask for. */
  minCharacters: z.int().positive().default(20),
  /** Share of capitals among letters that have both cases, from 20 such letters on. */
  maxCapitals: share(0.4),
  /** Share of signs that are neither letters, digits, white space nor the punctuation of sentences. */
  maxSymbols: share(0.15),
  maxDigits: share(0.25),
  /** Share of characters that belong to web and mail addresses. */
  maxUrls: share(0.2),
  /** Share of characters in runs of one character, five or more times. */
  maxRepeatedCharacters: share(0.1),
  /** Share of lines that stood there before. */
  maxRepeatedLines: share(0.3),
  /** Share of n-grams that stood there before: of 3 words, or 6 characters where words have no spaces. */
  maxRepeatedNgrams: share(0.3),
  /** Least share of letters of the language's script. */
  minScript: share(0.7),
  /** The language's score as a share of the most likely language's, where the identifier knows it; 0 switches off. */
  minLanguage: share(0.98),
  /** Characters from which on the language must be the most likely one: shorter texts are mistaken for kindred languages. */
  sureFrom: z.int().positive().default(100),
});

/** Section 2 (A): heuristics that drop fragments of low quality. */
export const heuristics = rowStage({
  name: 'heuristics',
  version: 2,
  title: 'Apply heuristics',
  filters: [
    'too short',
    'capital letters',
    'symbols',
    'digits',
    'addresses',
    'repeated characters',
    'repeated lines',
    'repeated n-grams',
    'other script',
    'other language',
  ],
  needs: { response: z.string(), language: z.string() },
  /** What the language was told by: the identifier, or the script alone where it does not know the language. */
  adds: { language_checked: z.enum(['identifier', 'script']) },
  params: HeuristicsParams,
});
