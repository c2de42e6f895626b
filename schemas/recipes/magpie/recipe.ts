import { z } from 'zod';
import { buildShape, DatasetNameSchema, outputOf } from '../../build/build.ts';
import { roleWithSampling, saidByMix, SamplingSchema } from '../../inference/role.ts';
import { BenchmarksSchema, ContaminationSchema } from './benchmarks.ts';
import { CleaningSchema } from './cleaning.ts';
import { ControlSchema, controlProblem, hasSystem } from './control.ts';
import { boundsOf, ConversationSchema, RespondParams, TurnsSchema } from './conversation.ts';
import { familyOf } from './families.ts';
import { FilterSchema, metricsOf, type Selection } from './filters.ts';
import { LabelsSchema } from './labels.ts';
import { MapSchema } from './map.ts';
import { embedderRole, NeighboursSchema } from './neighbours.ts';
import type { Giver } from './predicates.ts';
import { PreferenceSchema } from './preference.ts';
import { PreQuerySchema } from './pre-query.ts';
import { answerByBase, baseRole, rewardRole } from './reward.ts';
import { guardRole, SafetySchema } from './safety.ts';
import { samplingMixes, samplingMixNames } from './sampling-mixes.ts';

/** Writes as its own user: raw completions alone can be made to. */
const Instructor = roleWithSampling({}).safeExtend({
  api: z.literal('completion').default('completion'),
  sampling: z
    .strictObject({
      ...SamplingSchema.shape,
      /** Longer instructions are cut, and rejected. */
      maxTokens: z.int().positive().default(1024),
    })
    .prefault({}),
});

export const MagpieSchema = z
  .strictObject({
    recipe: z.literal('magpie'),
    ...buildShape,
    /** How many instructions are drawn; what is rejected is not drawn again. */
    instructions: z.int().positive(),
    roles: z.strictObject({
      /** Section 2.1, step 1: the aligned model. */
      instructor: Instructor,
      /** Step 2: answers, by greedy decoding (E.1); the same model where the config says no other. */
      responder: roleWithSampling({ temperature: 0 }),
      /** Section 3.2: says what instructions are, how good and how hard; no labels without it. */
      labeller: roleWithSampling({ temperature: 0 }).optional(),
      /** D.2: says whether instructions and responses are safe. */
      guard: guardRole.optional(),
      /** Section 3.2: embeds instructions, for their nearest neighbours. */
      embedder: embedderRole.optional(),
      /** Section 3.3: rates responses. */
      reward: rewardRole.optional(),
      /** Section 3.3: answers as well, for the reward difference. */
      base: baseRole.optional(),
      /** Section 2.2: answers several times, for preferences; T = 0.8 in the paper. */
      sampler: roleWithSampling({ temperature: 0.8 }).optional(),
    }),
    preQuery: PreQuerySchema.prefault({}),
    /** E.1, D.3: samplings of instructions mixed by share, by name; `samplings` of the role are your own. */
    mix: z.enum(samplingMixNames).optional(),
    /** Section 2.2: domains and languages; D.3 recommends none for general use. */
    control: ControlSchema.default([]),
    cleaning: CleaningSchema.prefault({}),
    response: RespondParams.prefault({}),
    /** Section 2.2: turns of a conversation; above 1 the dataset is one of conversations. */
    turns: TurnsSchema.default(1),
    conversation: ConversationSchema.prefault({}),
    labelling: LabelsSchema.prefault({}),
    safety: SafetySchema.prefault({}),
    neighbours: NeighboursSchema.prefault({}),
    baseAnswers: answerByBase.params.prefault({}),
    /** D.5: benchmarks whose items are looked for among the instructions; reported, and filtered by `filters`. */
    benchmarks: BenchmarksSchema.default([]),
    contamination: ContaminationSchema.prefault({}),
    map: MapSchema.prefault({}),
    /** Appendix C: datasets `<name>-<filter>` of the rows that pass, beside the raw one. */
    filters: z.array(FilterSchema).default([]),
    /** Section 2.2, MAGPIE-DPO: a dataset `<name>-preference`; `{}` for the paper's numbers. */
    preference: PreferenceSchema.optional(),
    output: outputOf('pair', 'conversation', 'preference').prefault({}),
  })
  .superRefine(
    (
      { preQuery: { from }, roles: { instructor, responder, sampler }, control, mix, turns, conversation },
      context,
    ) => {
      const say = (path: PropertyKey[], message: string) =>
        context.addIssue({ code: 'custom', path, message });
      if (from === 'template' && instructor.chatTemplate === undefined)
        say(
          ['roles', 'instructor', 'chatTemplate'],
          "name the model's tokenizer_config.json, from which the text before the user's is made; " +
            'or set preQuery.from to a family or a text',
        );
      for (const [name, role] of Object.entries({ responder, sampler }))
        if (role?.api === 'completion' && role.chatTemplate === undefined)
          say(['roles', name, 'chatTemplate'], 'name it, or leave api out: raw prompts are made from it');
      const several = boundsOf(turns).max > 1;
      if (several && typeof from === 'object') {
        if ('text' in from && instructor.chatTemplate === undefined)
          say(
            ['turns'],
            'a text of your own has no place for a second turn; name roles.instructor.chatTemplate',
          );
        else if ('family' in from && familyOf(from.family).system === undefined && conversation.system)
          say(['conversation', 'system'], `${from.family} has no place for a system prompt; set it to false`);
      }
      const controlled = control.findIndex(hasSystem);
      if (controlled >= 0 && typeof from === 'object') {
        if ('text' in from)
          say(
            ['control', controlled],
            'a text of your own has no place for a system prompt; set preQuery.from',
          );
        else if (familyOf(from.family).system === undefined)
          say(['control', controlled], `${from.family} has no place for a system prompt; take another model`);
      }
      if (mix !== undefined && instructor.samplings !== undefined && !sameMix(instructor.samplings, mix))
        say(['mix'], 'roles.instructor.samplings says another one; leave one of them out');
      else if (mix !== undefined && instructor.samplings === undefined)
        for (const { path, message } of saidByMix(instructor.sampling, {}))
          say(['roles', 'instructor', ...path], message);
    },
  )
  .superRefine((config, context) => {
    const say = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (config.map.beside.length > 0 && config.roles.embedder === undefined)
      say(['roles', 'embedder'], 'map.beside needs this role');
    if (config.preference !== undefined) {
      if (boundsOf(config.turns).max > 1)
        say(
          ['preference'],
          'preferences are of one turn: set turns to 1, or make them in a build of their own',
        );
      for (const role of ['sampler', 'reward'] as const)
        if (config.roles[role] === undefined) say(['roles', role], 'preference needs this role');
      for (const { path, message } of lacking(config.preference.select, config))
        say(['preference', 'select', ...path], message);
      if (!DatasetNameSchema.safeParse(datasetOf(config, preferenceName)).success)
        say(
          ['name'],
          `makes the dataset "${datasetOf(config, preferenceName)}": names have at most 80 characters`,
        );
      if (config.filters.some(({ name }) => name === preferenceName))
        say(['filters'], `a filter may not be called ${preferenceName}: the preferences are`);
    }
    for (const [at, filter] of config.filters.entries()) {
      for (const { path, message } of lacking(filter, config)) say(['filters', at, ...path], message);
      const name = datasetOf(config, filter.name);
      if (!DatasetNameSchema.safeParse(name).success)
        say(['filters', at, 'name'], `makes the dataset "${name}": names have at most 80 characters`);
      if (config.filters.findIndex((each) => each.name === filter.name) < at)
        say(['filters', at, 'name'], `another filter is called "${filter.name}"; give it another name`);
    }
  })
  .overwrite((config) => (config.mix === undefined ? config : withMix(config, config.mix)));
export type MagpieConfig = z.output<typeof MagpieSchema>;

/** What the dataset of preferences is called after the raw one's name. */
export const preferenceName = 'preference';

/** The dataset of a filter. */
export function datasetOf({ name }: { readonly name: string }, filter: string): string {
  return `${name}-${filter}`;
}

/** Metrics of a selection that the config has nothing to measure by. */
function lacking(
  selection: Selection,
  {
    roles,
    benchmarks,
  }: { readonly roles: Readonly<Record<string, unknown>>; readonly benchmarks: readonly unknown[] },
) {
  const has = (need: Giver) => (need === 'benchmarks' ? benchmarks.length > 0 : roles[need] !== undefined);
  return metricsOf(selection).flatMap(({ path, metric, needs }) =>
    needs
      .filter((need) => !has(need))
      .map((need) => ({
        path,
        message: `${metric} is measured by ${need === 'benchmarks' ? need : `roles.${need}`}: name it, or leave this out`,
      })),
  );
}

type Mixed = { roles: { instructor: z.output<typeof Instructor> } };

function withMix<Config extends Mixed>(config: Config, mix: keyof typeof samplingMixes): Config {
  const samplings = [...samplingMixes[mix].samplings];
  return { ...config, roles: { ...config.roles, instructor: { ...config.roles.instructor, samplings } } };
}

function sameMix(given: readonly unknown[], mix: keyof typeof samplingMixes): boolean {
  return JSON.stringify(given) === JSON.stringify(samplingMixes[mix].samplings);
}

/** What is wrong with the prompts that a build would have. */
export function promptProblem(config: unknown, prompts: readonly string[]): string | undefined {
  return controlProblem(MagpieSchema.parse(config).control, prompts);
}
