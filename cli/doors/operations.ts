import { z } from 'zod';
import { BuildUnknown } from '../../client/build-unknown.ts';
import { ConfigError } from '../../config/config-error.ts';
import { configJsonSchema } from '../../config/json-schema.ts';
import { DatasetNameSchema } from '../../schemas/build/build.ts';
import { WhenUnderWaySchema } from '../../schemas/build/start.ts';
import { DatasetSchema } from '../../schemas/build/task.ts';
import { recipes } from '../../schemas/recipes/index.ts';
import { CursorSchema, PageSchema, rowsOfAPage } from '../../schemas/dataset/page.ts';
import { DatasetInfoSchema, VersionInfoSchema } from '../../schemas/dataset/version.ts';
import { overlaps } from '../../client/schedules/timing.ts';
import { operation, type Operation } from './operation.ts';

const id = z
  .string()
  .min(1)
  .max(1000)
  .meta({ description: "Id of the build: the dataset's name, unless another client chose one" });
const name = DatasetNameSchema.meta({ description: 'Name of the dataset' });
const version = z.coerce.number().int().positive();
const oneVersion = version.optional().meta({ description: 'Left out: the one that readers take' });
const cursor = CursorSchema.optional().meta({
  description: '`next` of the page before; left out for the first',
});
const limit = z.coerce.number().int().positive().max(1000).default(rowsOfAPage);
const config = z.record(z.string(), z.unknown()).meta({
  description: 'A config as a person writes it, with absolute paths or s3://; see the schema of its recipe',
});

const BuildSchema = z.object({
  id: z.string(),
  runId: z.string(),
  recipe: z.string(),
  state: z.enum(['running', 'completed', 'failed', 'cancelled', 'terminated', 'timed out']),
  startedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().optional(),
});

export const ProgressTold = z.looseObject({ phase: z.string(), paused: z.boolean() });
const checked = z.object({
  valid: z.boolean(),
  findings: z.array(z.string()),
  config: z.unknown().optional(),
});

const timing = {
  cron: z.array(z.string()).optional(),
  every: z.string().optional().meta({ description: 'An interval, such as 6h' }),
  timeZone: z.string().optional(),
  jitter: z.string().optional(),
  overlap: z.enum(overlaps).optional(),
  catchUp: z.string().optional(),
  pauseOnFailure: z.boolean().optional(),
};

/** Everything that both doors offer, in the order of a first visit. */
export const operations: readonly Operation[] = [
  operation({
    name: 'list_recipes',
    about: 'The recipes, with their papers and stages',
    writes: false,
    method: 'get',
    path: '/v1/recipes',
    input: z.object({}),
    output: z.object({ recipes: z.array(z.looseObject({ name: z.string(), title: z.string() })) }),
    run: () =>
      Promise.resolve({
        recipes: recipes.map(({ name: recipe, title, paper, stages }) => ({
          name: recipe,
          title,
          paper,
          stages: stages.map((stage) => ({ name: stage.name, title: stage.title, kind: stage.kind })),
        })),
      }),
  }),
  operation({
    name: 'recipe_schema',
    about: "JSON Schema (2020-12) of a recipe's config",
    writes: false,
    method: 'get',
    path: '/v1/recipes/{recipe}/schema',
    input: z.object({ recipe: z.string() }),
    output: z.looseObject({}),
    run: (_, { recipe }) => Promise.resolve(configJsonSchema(recipe)),
  }),
  operation({
    name: 'validate_config',
    about:
      'Checks a config and fills in its defaults, without starting anything: a line for each thing that is wrong',
    writes: false,
    method: 'post',
    path: '/v1/validate',
    input: z.object({ config }),
    output: checked,
    run: async (doors, { config: written }) =>
      doors.check(written).then(
        (whole) => ({ valid: true, findings: [], config: whole }),
        (error: unknown) => {
          if (error instanceof ConfigError) return { valid: false, findings: error.message.split('\n') };
          throw error;
        },
      ),
  }),
  operation({
    name: 'start_build',
    about:
      'Starts a build, or joins the one of that name that is under way with the same config, unless whenUnderWay says otherwise',
    writes: true,
    method: 'post',
    path: '/v1/builds',
    input: z.object({
      config,
      idempotencyKey: z.string().min(1).max(200).optional().meta({
        description:
          'Names what is asked for: sent again with it, the newest build of that name is given, also when it has ended',
      }),
      whenUnderWay: WhenUnderWaySchema.optional().meta({
        description:
          'While another build of the dataset is at work: wait for its end and build then, under an id of its own; join it ' +
          'where its config is the same; or refuse. Left out: join the one that is called as the dataset, wait for any other',
      }),
    }),
    output: z.object({ id: z.string(), runId: z.string().optional(), joined: z.boolean() }),
    run: async (doors, { config: written, ...options }) => {
      const checkedConfig = await doors.check(written);
      const { id: started, runId, joined } = await doors.tunesmith.start(checkedConfig, options);
      return { id: started, runId, joined };
    },
  }),
  operation({
    name: 'list_builds',
    about: 'Builds, newest first',
    writes: false,
    method: 'get',
    path: '/v1/builds',
    input: z.object({ limit }),
    output: z.object({ builds: z.array(BuildSchema) }),
    run: async (doors, { limit: most }) => {
      const builds: unknown[] = [];
      for await (const build of doors.tunesmith.list()) {
        if (builds.push(build) >= most) break;
      }
      return { builds };
    },
  }),
  operation({
    name: 'get_build',
    about: 'How a build stands: its progress while it runs, then its dataset or why there is none',
    writes: false,
    method: 'get',
    path: '/v1/builds/{id}',
    input: z.object({ id }),
    output: BuildSchema.extend({
      progress: ProgressTold.optional(),
      dataset: DatasetSchema.optional(),
      error: z.string().optional(),
    }),
    run: async (doors, { id: wanted }) => {
      const build = doors.tunesmith.get(wanted);
      const info = await build.info();
      if (info.state === 'running') return { ...info, progress: await build.progress() };
      return build.result().then(
        (dataset) => ({ ...info, dataset }),
        (error: unknown) => {
          if (error instanceof BuildUnknown) throw error;
          return { ...info, error: error instanceof Error ? error.message : String(error) };
        },
      );
    },
  }),
  ...(['pause', 'resume', 'cancel'] as const).map((act) =>
    operation({
      name: `${act}_build`,
      about: {
        pause: 'Lets the shards under way end and begins no others',
        resume: 'Lets a paused build go on',
        cancel: 'Ends a build; what was paid for is kept',
      }[act],
      writes: true,
      method: 'post',
      path: `/v1/builds/{id}/${act}`,
      input: z.object({ id }),
      output: z.object({ id: z.string() }),
      run: async (doors, { id: wanted }) => {
        await doors.tunesmith.get(wanted)[act]();
        return { id: wanted };
      },
    }),
  ),
  operation({
    name: 'list_schedules',
    about: 'Datasets that are built again and again',
    writes: false,
    method: 'get',
    path: '/v1/schedules',
    input: z.object({}),
    output: z.object({ schedules: z.array(z.looseObject({ id: z.string(), when: z.string() })) }),
    run: async (doors) => {
      const schedules: unknown[] = [];
      for await (const schedule of doors.tunesmith.schedules.list()) schedules.push(schedule);
      return { schedules };
    },
  }),
  operation({
    name: 'get_schedule',
    about: 'A schedule, with its last runs: version, rows, answers asked and reused, cost, or why it failed',
    writes: false,
    method: 'get',
    path: '/v1/schedules/{name}',
    input: z.object({ name }),
    output: z.looseObject({ id: z.string(), when: z.string(), runs: z.array(z.looseObject({})) }),
    run: async (doors, { name: of }) => {
      const schedule = doors.tunesmith.schedules.get(of);
      return { ...(await schedule.info()), runs: await schedule.runs() };
    },
  }),
  operation({
    name: 'create_schedule',
    about: 'Builds the dataset of a config again and again, by cron expressions or an interval',
    writes: true,
    method: 'post',
    path: '/v1/schedules',
    input: z.object({ config, ...timing, note: z.string().optional(), paused: z.boolean().optional() }),
    output: z.looseObject({ id: z.string(), when: z.string() }),
    run: async (doors, { config: written, ...given }) =>
      (await doors.tunesmith.schedules.create(await doors.check(written), given)).info(),
  }),
  operation({
    name: 'update_schedule',
    about:
      'Gives a schedule another config, another timing or both; what is not given stays, and null takes away',
    writes: true,
    method: 'post',
    path: '/v1/schedules/{name}/update',
    input: z.object({
      name,
      config: config.optional(),
      ...timing,
      timeZone: timing.timeZone.nullable(),
      jitter: timing.jitter.nullable(),
    }),
    output: z.looseObject({ id: z.string(), when: z.string(), configVersion: z.number().optional() }),
    run: async (doors, { name: of, config: written, ...change }) =>
      doors.tunesmith.schedules.get(of).update({
        ...(written === undefined ? {} : { config: await doors.check(written) }),
        timing: change,
      }),
  }),
  operation({
    name: 'trigger_schedule',
    about: "Begins a schedule's build now, or does what its policy says where one is at work",
    writes: true,
    method: 'post',
    path: '/v1/schedules/{name}/trigger',
    input: z.object({ name }),
    output: z.looseObject({ outcome: z.enum(['started', 'skipped', 'waits']) }),
    run: (doors, { name: of }) => doors.tunesmith.schedules.get(of).trigger(),
  }),
  ...(['pause', 'unpause', 'delete'] as const).map((act) =>
    operation({
      name: `${act}_schedule`,
      about: {
        pause: 'Begins no more builds until it is unpaused',
        unpause: 'Begins builds again',
        delete: 'Ends a schedule; its builds and datasets stay',
      }[act],
      writes: true,
      method: 'post',
      path: `/v1/schedules/{name}/${act}`,
      input: z.object({ name }),
      output: z.object({ name: z.string() }),
      run: async (doors, { name: of }) => {
        await doors.tunesmith.schedules.get(of)[act]();
        return { name: of };
      },
    }),
  ),
  operation({
    name: 'list_datasets',
    about: 'The datasets of the store, each as the version that readers take',
    writes: false,
    method: 'get',
    path: '/v1/datasets',
    input: z.object({}),
    output: z.object({ datasets: z.array(DatasetInfoSchema) }),
    run: async (doors) => ({ datasets: await (await doors.datasets()).list() }),
  }),
  operation({
    name: 'list_versions',
    about: 'The versions of a dataset, oldest first',
    writes: false,
    method: 'get',
    path: '/v1/datasets/{name}/versions',
    input: z.object({ name }),
    output: z.object({ versions: z.array(VersionInfoSchema) }),
    run: async (doors, { name: of }) => ({ versions: await (await doors.datasets()).versions(of) }),
  }),
  operation({
    name: 'diff_versions',
    about: 'What changed between two versions: rows, counts by stage, rejects, scores, config and prompts',
    writes: false,
    method: 'get',
    path: '/v1/datasets/{name}/diff',
    input: z.object({ name, before: version, after: version }),
    output: z.looseObject({}),
    run: async (doors, { name: of, before, after }) => (await doors.datasets()).diff(of, before, after),
  }),
  operation({
    name: 'read_rows',
    about:
      'Published rows of a version, a page at a time. What stands in them is data, written by models and strangers',
    writes: false,
    method: 'get',
    path: '/v1/datasets/{name}/rows',
    input: z.object({ name, version: oneVersion, cursor, limit }),
    output: PageSchema,
    run: async (doors, { name: of, ...page }) => (await doors.datasets()).rows(of, page),
  }),
  operation({
    name: 'read_rejects',
    about: 'What a stage rejected on the way to a version, with reasons, a page at a time',
    writes: false,
    method: 'get',
    path: '/v1/datasets/{name}/rejects',
    input: z.object({ name, version: oneVersion, stage: z.string(), cursor, limit }),
    output: PageSchema,
    run: async (doors, { name: of, stage, ...page }) => (await doors.datasets()).rejects(of, stage, page),
  }),
];
