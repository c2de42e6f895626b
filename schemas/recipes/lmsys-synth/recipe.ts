import { z } from 'zod';
import { buildShape, DatasetNameSchema, outputOf } from '../../build/build.ts';
import { hasOwnCodes, languageOf, unsupported, type TranslationWay } from '../../inference/languages.ts';
import { roleWithSampling, serviceRole } from '../../inference/role.ts';
import { RoleNameSchema } from '../../inference/roles.ts';
import { RowsInputSchema } from '../../table/corpus.ts';
import { LanguageCodeSchema } from '../common/language.ts';
import { deduplicate, NearDuplicatesSchema } from '../common/near-duplicates.ts';
import {
  AnswerParams,
  answerInstruction,
  bestCandidate,
  bestOfTeachers,
  CandidatesSchema,
  drawCandidates,
  scoreAnswer,
  ScoreAnswerParams,
  TopParams,
  topScores,
} from './answers.ts';
import {
  ConversationsSchema,
  dropToxic,
  moderateConversation,
  moderator,
  readConversation,
  ReadConversationParams,
  ToxicityParams,
} from './conversations.ts';
import {
  bestAndWorst,
  continueConversation,
  logArms,
  PreferenceParams,
  randomLogAnswer,
  takeLogAnswer,
  type LogArm,
} from './arms.ts';
import {
  distinctInstruction,
  fewOfTemplate,
  signInstruction,
  takeInstruction,
  TakeInstructionParams,
  takeKnownInstruction,
} from './instructions.ts';
import { distinctTranslation, measureLanguage, putIntoLanguage, TranslationParams } from './languages.ts';
import { sample } from '../common/sample.ts';
import { commonTopics, tagTopics, takeOtherInstruction, TopicsSchema } from './topics.ts';

/** A chat model with the prompt `translate` where the config names no `api`. */
const Translator = z.union([
  roleWithSampling({ temperature: 0 }),
  serviceRole(['deepl', 'libretranslate', 'open-inference']),
]);

/** As good as greedy, but that another seed may have a usable answer. */
const seldomOther = roleWithSampling({ temperature: 0.2 });

export const LmsysSynthSchema = z
  .strictObject({
    recipe: z.literal('lmsys-synth'),
    ...buildShape,
    output: outputOf('pair', 'preference', 'conversation').prefault({}),
    /** Section 2: chat logs; LMSYS-Chat-1M in the paper. */
    conversations: ConversationsSchema.optional(),
    /** In their place: rows of a dataset that this recipe made before, whose instructions are asked again. */
    dataset: RowsInputSchema.optional(),
    /** Languages of the conversations that are taken, in the log's words; those that tell none are taken. */
    languages: ReadConversationParams.shape.languages.default(['English']),
    roles: z.strictObject({
      /** Section 2: what answers, by names of your own; Llama-3.1-405B-Instruct and Gemma-2-27B-IT in the paper. */
      teachers: z
        .record(RoleNameSchema, roleWithSampling({}))
        .refine((teachers) => Object.keys(teachers).length > 0, { error: 'name one teacher at least' }),
      /** Section 3.3: scores answers; Llama-3.1-70B-Instruct and Gemma-2-27B-IT in the paper. */
      judge: seldomOther.optional(),
      /** Section 4: translates instructions; DeepL in the paper. A service, or a chat model with the prompt `translate`. */
      translator: Translator.optional(),
      /** Section 5.1: tags instructions with topics; InsTag in the paper. */
      tagger: seldomOther.optional(),
      /** Moderates conversations that the log says nothing of. */
      moderator: moderator.optional(),
    }),
    toxicity: ToxicityParams.prefault({}),
    instructions: TakeInstructionParams.prefault({}),
    /** Instructions that are nearly equal to another one are dropped as well; `{}` for the usual values. */
    nearDuplicates: NearDuplicatesSchema.optional(),
    answers: AnswerParams.extend({
      /** Answers of each teacher to an instruction; the judge's best of them stays. */
      candidates: CandidatesSchema,
    }).prefault({}),
    score: ScoreAnswerParams.prefault({}),
    /** Section 3.3: only the best answers of each dataset. */
    best: TopParams.optional(),
    /** Rows of each dataset at most, drawn by the seed: as many as the dataset that it is compared with has (Tables 3, 6). */
    limit: z.int().positive().optional(),
    /** Table 2: datasets of the logs' own answers, `<name>-random` and `<name>-best`. */
    arms: z.array(z.enum(logArms)).default([]),
    /** A dataset `<name>-best-teacher` of the best answer to each instruction, whichever teacher gave it. */
    bestTeacher: z.boolean().default(false),
    /** Datasets `<name>-preference` of best and worst candidates; `true` for the usual values. */
    preference: z
      .union([z.literal(true).transform(() => PreferenceParams.parse({})), PreferenceParams])
      .optional(),
    /** Datasets `<name>-conversations`: further turns of the logs, up to so many, asked again with the new answers. */
    turns: z.int().min(2).max(50).optional(),
    /** Section 5.1: topics of the instructions. */
    topics: TopicsSchema.prefault({}),
    /** Section 4: the same in other languages. */
    translation: z
      .strictObject({
        /** Languages that the instructions are put into, as FLORES-200 names them. */
        into: z.array(LanguageCodeSchema).default([]),
        /** Language of the logs' instructions. */
        from: LanguageCodeSchema.default('eng_Latn'),
        ...TranslationParams.shape,
        /** Least share of the language's own characters in an answer: 0.60 is the paper's line. Off without it. */
        minShare: z.number().min(0).max(1).optional(),
        /** Leave out the datasets in the logs' own language. */
        only: z.boolean().default(false),
      })
      .prefault({}),
  })
  .superRefine((config, context) => {
    const say = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    const { roles, answers, best, translation } = config;
    if ((config.conversations === undefined) === (config.dataset === undefined))
      say(
        ['conversations'],
        'name the logs, or a dataset whose instructions are taken: one of conversations and dataset',
      );
    if (config.dataset !== undefined && (config.arms.length > 0 || config.turns !== undefined))
      say(
        ['dataset'],
        'it has neither the logs’ answers nor further turns: name conversations for arms and turns',
      );
    if (roles.judge === undefined && answers.candidates > 1)
      say(
        ['roles', 'judge'],
        'of several candidates the judge chooses: name it, or set answers.candidates to 1',
      );
    for (const [name, { sampling, samplings }] of Object.entries(roles.teachers))
      if (answers.candidates > 1 && samplings === undefined && sampling.temperature === 0)
        say(
          ['roles', 'teachers', name, 'sampling', 'temperature'],
          'at 0 all candidates are one and the same answer: raise it, or set answers.candidates to 1',
        );
    if (roles.judge === undefined && best !== undefined)
      say(['roles', 'judge'], 'the best answers are those of the judge: name it, or leave `best` out');
    if (roles.judge === undefined && config.arms.includes('best'))
      say(['roles', 'judge'], 'the arm best is what the judge finds best: name it, or leave the arm out');
    if (config.bestTeacher && (roles.judge === undefined || Object.keys(roles.teachers).length < 2))
      say(['bestTeacher'], 'it needs a judge and two teachers at least');
    if (config.preference !== undefined && answers.candidates === 1)
      say(['answers', 'candidates'], 'a preference is of two candidates at least');
    if (best?.maxTopicShare !== undefined && roles.tagger === undefined)
      say(['roles', 'tagger'], 'best.maxTopicShare needs topics, and they are tagged by this role');
    if (config.topics.beside !== undefined && roles.tagger === undefined)
      say(['roles', 'tagger'], 'topics.beside needs this role');
    if (best !== undefined && config.limit !== undefined)
      say(['limit'], 'best.size says already how many rows a dataset has; leave one of them out');
    if (translation.into.length > 0 && roles.translator === undefined)
      say(['roles', 'translator'], 'translation.into needs this role');
    if (translation.only && translation.into.length === 0)
      say(['translation', 'only'], 'there would be no dataset: name a language in translation.into');
    if (translation.into.includes(translation.from))
      say(['translation', 'into'], `${translation.from} is the language that the instructions are in`);
    const api = roles.translator?.api;
    if (api !== undefined && hasOwnCodes(api))
      for (const code of unsupported(api, [translation.from, ...translation.into]))
        say(['roles', 'translator', 'api'], `${api} does not translate ${languageOf(code).name} (${code})`);
    for (const name of datasetsOf(config).flatMap((each) => [each.name, each.preference, each.conversations]))
      if (!DatasetNameSchema.safeParse(name).success)
        say(['name'], `makes the dataset "${name}": names have at most 80 characters`);
  });
export type LmsysSynthConfig = z.output<typeof LmsysSynthSchema>;

/** The datasets of a config that are one teacher's answers in one language. */
export interface Taught {
  readonly teacher: string;
  readonly language: string;
  readonly name: string;
  /** Names of those of its candidates and of its conversations, where the config wants them. */
  readonly preference: string;
  readonly conversations: string;
}

/** The datasets of a config, the logs' own language first: `<name>-<teacher>-<language>`, without what is the same in all. */
export function datasetsOf({ name, roles, translation }: Naming): Taught[] {
  const teachers = Object.keys(roles.teachers);
  const languages = translation.only ? translation.into : [translation.from, ...translation.into];
  return [...new Set(languages)].flatMap((language) =>
    teachers.map((teacher) => {
      const parts = [
        name,
        ...(teachers.length > 1 ? [teacher] : []),
        ...(language === translation.from ? [] : [language.toLowerCase()]),
      ];
      const own = parts.join('-');
      return {
        teacher,
        language,
        name: own,
        preference: `${own}-preference`,
        conversations: `${own}-conversations`,
      };
    }),
  );
}

type Naming = Pick<LmsysSynthConfig, 'name' | 'roles' | 'translation'>;

/** The dataset of the best teachers' answers in a language. */
export function bestTeacherOf(
  { name, translation }: Pick<LmsysSynthConfig, 'name' | 'translation'>,
  language: string,
): string {
  return [name, 'best-teacher', ...(language === translation.from ? [] : [language.toLowerCase()])].join('-');
}

/** The dataset of the logs' own answers that an arm is. */
export function armOf({ name }: Pick<LmsysSynthConfig, 'name'>, arm: LogArm): string {
  return `${name}-${arm}`;
}

/** The ways that a config's translator is to translate. */
export function translations(config: unknown): readonly TranslationWay[] {
  const { translation } = LmsysSynthSchema.parse(config);
  return translation.into.map((to) => ({ from: translation.from, to }));
}

/** Every stage of the recipe, in the paper's order. */
export const lmsysSynthStages = [
  readConversation,
  dropToxic,
  moderateConversation,
  takeInstruction,
  takeKnownInstruction,
  distinctInstruction,
  fewOfTemplate,
  signInstruction,
  deduplicate,
  tagTopics,
  commonTopics,
  takeOtherInstruction,
  putIntoLanguage,
  distinctTranslation,
  drawCandidates,
  answerInstruction,
  scoreAnswer,
  bestCandidate,
  bestOfTeachers,
  topScores,
  sample,
  measureLanguage,
  takeLogAnswer,
  randomLogAnswer,
  bestAndWorst,
  continueConversation,
] as const;
