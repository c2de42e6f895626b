import { z } from 'zod';
import { buildShape } from '../../build/build.ts';
import { CorpusSchema } from '../../table/corpus.ts';
import { roleWithSampling } from '../../inference/role.ts';
import { SeedDataSchema } from './seed-data.ts';
import { pairScore } from '../common/score.ts';
import { column, reasoningOf } from '../../table/meaning.ts';
import { rowStage } from '../../table/stage.ts';

/** Appendix A.2: nucleus sampling with T = 1.0, p = 0.9 in all three steps. */
const nucleus = roleWithSampling({ temperature: 1.0, topP: 0.9 });

/** Tables 1 and 2: which of the steps a dataset goes through. */
export const arms = ['filtering', 'rewriting', 'filtering+rewriting', 'filtering+distillation'] as const;

const attempts = z.int().positive().max(20).default(3);

export const FitContextParams = z.strictObject({
  /** Section 3.1: context length of the models, in tokens; Llama-2's by default. */
  contextLength: z.int().positive().default(4096),
  /** Tokens kept free for the prompt and the answer; a document must fit in what remains. */
  margin: z.int().nonnegative().default(1024),
});

export const BacktranslateParams = z.strictObject({
  attempts,
  /** Longest instruction in characters; the paper's longest is 514 tokens (section 5.2). */
  maxCharacters: z.int().positive().default(4000),
});

export const ScoreParams = z.strictObject({
  attempts,
  /** Section 2.1: only pairs with these scores are kept. */
  keep: z.array(z.int().min(1).max(5)).min(1).default([5]),
});

export const RewriteParams = z.strictObject({ attempts });
export const DistilParams = z.strictObject({ attempts });

export const BackAndForthSchema = z
  .strictObject({
    recipe: z.literal('back-and-forth'),
    ...buildShape,
    corpus: CorpusSchema,
    /** Conversation trees for the files that the backward and forward models are fine-tuned on (section 3.1). */
    seedData: SeedDataSchema.optional(),
    roles: z.strictObject({
      /** M_yx, section 2.1: writes the instruction to which a document would be the answer. */
      backward: nucleus,
      /** M_xy, section 2.1: scores how well the document answers it. Unused without filtering. */
      forward: nucleus.optional(),
      /** Section 2.2: rewrites (or distils) the response; Llama-2-70B-chat in the paper. Unused by `filtering`. */
      aligned: nucleus.optional(),
    }),
    arm: z.enum(arms).default('filtering+rewriting'),
    context: FitContextParams.prefault({}),
    backtranslate: BacktranslateParams.prefault({}),
    score: ScoreParams.prefault({}),
    rewrite: RewriteParams.prefault({}),
    distil: DistilParams.prefault({}),
    /** Rows of the dataset, drawn by the seed: 12,800, 25,600 or 51,200 in the paper; all without it. */
    sample: z
      .strictObject({
        size: z.int().positive(),
        /** Share drawn beyond the size before the last model step, since some of its answers are rejected. */
        spare: z.number().min(0).max(10).default(0.1),
      })
      .optional(),
  })
  .superRefine((config, context) => {
    const need = (role: 'forward' | 'aligned', arm: string) => {
      if (config.roles[role] === undefined)
        context.addIssue({
          code: 'custom',
          path: ['roles', role],
          message: `the arm ${arm} needs this role`,
        });
    };
    if (config.context.margin >= config.context.contextLength)
      context.addIssue({
        code: 'custom',
        path: ['context', 'margin'],
        message: `must be less than context.contextLength (${config.context.contextLength}), else no document fits`,
        input: config.context.margin,
      });
    if (config.arm.startsWith('filtering')) need('forward', config.arm);
    if (config.arm !== 'filtering') need('aligned', config.arm);
  });
export type BackAndForthConfig = z.output<typeof BackAndForthSchema>;

/** Section 3.1: drops documents close to the context length, about a quarter of the paper's corpus. */
export const fitContext = rowStage({
  name: 'fit-context',
  version: 1,
  title: 'Fit the context length',
  filters: ['too long for the context'],
  countsTokens: true,
  needs: { text: z.string() },
  adds: {
    text_tokens: column(z.int(), {
      about: 'Length of `web_response` in tokens',
      meaning: { is: 'tokens', of: 'text' },
      public: 'web_response_tokens',
    }),
  },
  params: FitContextParams,
});

/** Section 2.1, step 1: the instruction to which the document would be a great answer. */
export const backtranslate = rowStage({
  name: 'backtranslate',
  version: 1,
  title: 'Backtranslate',
  role: 'backward',
  prompts: { backtranslate: ['response'] },
  needs: { text: z.string() },
  adds: { instruction: z.string() },
  params: BacktranslateParams,
});

/** Section 2.1, step 2: 1 to 5, how well the document answers the instruction; the best are kept. */
export const score = rowStage({
  name: 'score',
  version: 2,
  title: 'Score and filter',
  filters: ['score not kept'],
  role: 'forward',
  prompts: { score: ['instruction', 'response'] },
  needs: { text: z.string(), instruction: z.string() },
  adds: { score: pairScore },
  params: ScoreParams,
});

/** Section 2.2, step 3: the response rewritten for the instruction from the document. */
export const rewrite = rowStage({
  name: 'rewrite',
  version: 2,
  title: 'Rewrite',
  role: 'aligned',
  prompts: { rewrite: ['instruction', 'response'] },
  needs: { text: z.string(), instruction: z.string() },
  adds: { response: z.string(), reasoning: reasoningOf('response') },
  params: RewriteParams,
});

/** Section 5.1, the arm compared with rewriting: the aligned model answers the instruction alone. */
export const distil = rowStage({
  name: 'distil',
  version: 2,
  title: 'Distil',
  role: 'aligned',
  prompts: { distil: ['instruction'] },
  needs: { instruction: z.string() },
  adds: { response: z.string(), reasoning: reasoningOf('response') },
  params: DistilParams,
});

/** Section 4.1, "Dolma + filtering": the web document itself is the response. */
export const keepDocument = rowStage({
  name: 'keep-document',
  version: 1,
  title: 'Keep the document as response',
  needs: { text: z.string() },
  adds: { response: z.string() },
  params: z.strictObject({}),
});

/** Appendix B: lengths, and the share of the response that stands verbatim in the document. */
export const measure = rowStage({
  name: 'measure',
  version: 1,
  title: 'Measure',
  countsTokens: true,
  needs: { text: z.string(), instruction: z.string(), response: z.string() },
  adds: {
    instruction_tokens: z.int(),
    response_tokens: z.int(),
    copied_share: column(z.number(), {
      about: 'Share of `response` that stands verbatim in `web_response`, 0 to 1',
      meaning: {
        is: 'share',
        title: 'Copied share of the response',
        note: 'Copied: the share of the response that stands verbatim in the web document.',
        word: 'copied',
      },
    }),
  },
  params: z.strictObject({}),
});
