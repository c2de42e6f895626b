import { z } from 'zod';
import { column } from '../../table/meaning.ts';
import { rowStage } from '../../table/stage.ts';

/** Appendix I: what an instruction is, in twelve words. */
export const categories = [
  'Information seeking',
  'Reasoning',
  'Planning',
  'Editing',
  'Coding & Debugging',
  'Math',
  'Role playing',
  'Data analysis',
  'Creative writing',
  'Advice seeking',
  'Brainstorming',
  'Others',
] as const;

/** Section 3.2, Appendix C: from the worst to the best. */
export const qualities = ['very poor', 'poor', 'average', 'good', 'excellent'] as const;

/** Section 3.2, Appendix C: from the easiest to the hardest. */
export const difficulties = ['very easy', 'easy', 'medium', 'hard', 'very hard'] as const;

const CategorySchema = z.enum(categories);

export const LabelsSchema = z.strictObject({
  /** Tries of each label; once at temperature 0, where another seed has the same answer. */
  attempts: z.int().positive().max(20).default(3),
  /** Whether the labeller's server is told the answers' JSON schema (`response_format`), as vLLM, SGLang and OpenAI take it. */
  structured: z.boolean().default(false),
  /** Further words for categories, as the labeller says them. */
  synonyms: z.record(z.string().min(1), CategorySchema).default({}),
});

/** Section 3.2, D.1: category, quality and difficulty of an instruction, as a language model sees them. */
export const labelInstruction = rowStage({
  name: 'label-instruction',
  version: 1,
  title: 'Label the instruction',
  role: 'labeller',
  prompts: {
    'label-category': ['instruction'],
    'label-quality': ['instruction'],
    'label-difficulty': ['instruction'],
  },
  labels: ['category', 'quality', 'difficulty'],
  needs: { instruction: z.string() },
  adds: {
    category: column(CategorySchema.nullable(), { about: 'What the instruction is, of twelve categories' }),
    other_categories: column(z.array(CategorySchema).nullable(), { about: 'What it is besides' }),
    quality: column(z.enum(qualities).nullable(), {
      about: 'How clear, specific and coherent the instruction is, from very poor to excellent',
    }),
    quality_reason: column(z.string().nullable(), { about: 'What the labeller says of its quality' }),
    difficulty: column(z.enum(difficulties).nullable(), {
      about: 'How hard the instruction is to follow, from very easy to very hard',
    }),
    intent: column(z.string().nullable(), { about: 'What its user wants' }),
    knowledge: column(z.string().nullable(), { about: 'What one must know to answer it' }),
  },
  params: LabelsSchema,
});

/** Appendix C: lengths, and the language that the instruction is in. */
export const measureLengths = rowStage({
  name: 'measure-lengths',
  version: 1,
  title: 'Measure lengths and language',
  countsTokens: true,
  needs: { instruction: z.string(), response: z.string() },
  adds: {
    instruction_characters: column(z.int(), { about: 'Length of `instruction` in characters' }),
    response_characters: column(z.int(), { about: 'Length of `response` in characters' }),
    instruction_tokens: z.int(),
    response_tokens: z.int(),
    detected_language: column(z.string().nullable(), {
      about: 'Language that `instruction` looks like (ISO 639-1)',
    }),
  },
  params: z.strictObject({}),
});
