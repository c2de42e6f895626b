import {
  ApplicationFailure,
  getExternalWorkflowHandle,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { BankRef, templateShape } from '../../schemas/bank.ts';
import type { EmbedderTrainingSchema, judgedMatchShape } from '../../schemas/recipes/embedder-pairs.ts';
import type { BankSection } from '../../schemas/recipes/template-bank.ts';
import type { z } from 'zod';
import type { BuildConfig } from '../../schemas/build.ts';
import type { RowOf, RowShape } from '../../schemas/column.ts';
import type { CorpusConfig, documentShape, FilesInput, RowsInput } from '../../schemas/corpus.ts';
import type { exampleShape, HyperparametersSchema } from '../../schemas/training.ts';
import type { SeedData } from '../../schemas/seed.ts';
import type {
  BuildRef,
  Dataset,
  FileRef,
  PublishAs,
  TableRef,
  TableSummary,
  TrainingFiles,
} from '../../schemas/task.ts';
import { call } from './activities.ts';
import { BuildProgress, type UnderWay } from './build-progress.ts';
import { Flow } from './flow.ts';
import { pauseSignal, progressQuery } from './lane.ts';
import { unlessEnded } from './lanes-ended.ts';
import { named } from './stage-progress.ts';

/**
 * One execution of a recipe, as its workflow sees it: tables come from a corpus or a flow, and one or more are
 * published. Several flows may be under way at once (`Promise.all` over languages). Holds references; never a row.
 */
export class Build {
  readonly ref: BuildRef;
  readonly config: BuildConfig;
  readonly progress = new BuildProgress();
  paused: boolean;
  private training: TrainingFiles | undefined;
  /** Before the names of its lanes: those of the build before may not have ended yet. */
  private readonly lanesOf: string;
  private readonly laneNames = new Set<string>();

  constructor(ref: BuildRef, config: BuildConfig, paused: boolean, lanesOf = '') {
    this.ref = ref;
    this.lanesOf = lanesOf;
    this.config = config;
    this.paused = paused;
    setHandler(progressQuery, () => this.progress.told(this.paused));
    setHandler(pauseSignal, async (value) => {
      this.paused = value;
      await this.tellLanes();
    });
  }

  /** Tables made or reused so far, in the recipe's order. */
  get tables(): TableSummary[] {
    return this.progress.tables;
  }

  /** Tells the lanes under way whether the build is paused. */
  async tellLanes(): Promise<void> {
    const { paused } = this;
    await Promise.all(
      this.progress.lanes.map((id) =>
        getExternalWorkflowHandle(id).signal(pauseSignal, paused).catch(unlessEnded),
      ),
    );
  }

  /**
   * Imports a corpus as a table of the given shape; `kind` says what its records are, and `label` names the table and
   * the flow that begins at it (see `Flow.labelled`).
   */
  import<Shape extends RowShape>(
    kind: 'documents' | 'records',
    corpus: CorpusConfig | RowsInput,
    shape: Shape,
    label?: string,
  ): Promise<Flow<RowOf<Shape>>>;
  /**
   * Imports several corpora as one table. Each gives its rows the columns that the shape has beside a document's; equal
   * texts of two corpora whose columns differ stay two rows.
   */
  import<Shape extends typeof documentShape>(
    kind: 'texts',
    corpora: readonly {
      corpus: CorpusConfig;
      columns: Record<Exclude<keyof Shape, keyof typeof documentShape>, string>;
    }[],
    shape: Shape,
    label?: string,
  ): Promise<Flow<RowOf<Shape>>>;
  async import<Shape extends RowShape>(
    kind: 'documents' | 'records' | 'texts',
    corpus: unknown,
    _shape: Shape,
    label?: string,
  ): Promise<Flow<RowOf<Shape>>> {
    return this.progress.during(named('reading the corpus', label), async (step) => {
      const summary = await call('importCorpus', { build: this.ref, kind, corpus }, { set: true });
      return this.finish<RowOf<Shape>>(summary, step, label);
    });
  }

  /**
   * The files that an input names, as they are now. A stage that has them among its parameters is run again when one
   * of them changes.
   */
  async files(input: FilesInput): Promise<FileRef[]> {
    return this.progress.during('listing files', () =>
      call('listFiles', { build: this.ref, files: { files: input.files, format: input.format } }, {}),
    );
  }

  /** Writes the fine-tuning files and configs of the models that the recipe itself needs. */
  async trainingFiles(seedData: SeedData): Promise<void> {
    await this.progress.during('choosing the seed data', async () => {
      this.training = await call('writeTraining', { build: this.ref, seedData }, { summary: 'seed data' });
    });
  }

  /** Writes a table's examples as the files, and configs, to fine-tune the model `name` on. */
  async trainingTable<Row extends RowOf<typeof exampleShape>>(
    flow: Flow<Row>,
    name: string,
    hyperparameters: z.input<typeof HyperparametersSchema>,
  ): Promise<TrainingFiles> {
    const table = await flow.table();
    return this.progress.during('writing the training files', async () => {
      this.training = await call(
        'writeTrainingTable',
        { build: this.ref, table, name, hyperparameters },
        { set: true, summary: name },
      );
      return this.training;
    });
  }

  /** Writes judged matches as pairs, with a script, to fine-tune the embedder `name` on. */
  async embedderPairs<Row extends RowOf<typeof judgedMatchShape>>(
    flow: Flow<Row>,
    bank: BankRef,
    name: string,
    training: z.input<typeof EmbedderTrainingSchema>,
  ): Promise<TrainingFiles> {
    const table = await flow.table();
    return this.progress.during('writing the training files', async () => {
      this.training = await call(
        'writeEmbedderPairs',
        { build: this.ref, table, bank, name, training },
        { set: true, summary: name },
      );
      return this.training;
    });
  }

  /** A flow that begins at a table. */
  flow<Row>(table: TableRef): Flow<Row> {
    return new Flow<Row>(this, table, []);
  }

  /**
   * Writes the table's rows as the next version of the dataset, all of it or nothing. A build may publish several
   * tables under names of their own (`as`), all of which its recipe returns by `build.result`.
   */
  async publish<Row extends { instruction: string; response: string }>(
    flow: Flow<Row>,
    as?: PublishAs,
  ): Promise<Dataset> {
    const table = await flow.table();
    return this.progress.during('publishing the dataset', async () => {
      const dataset = await call(
        'publish',
        {
          build: this.ref,
          table,
          tables: this.tables,
          ...(this.training === undefined ? {} : { training: this.training }),
          ...(as === undefined ? {} : { as }),
        },
        as?.name === undefined ? { set: true } : { set: true, summary: as.name },
      );
      this.progress.end();
      return dataset;
    });
  }

  /** A bank of the store, by its name. */
  bank(name: string): Promise<BankRef> {
    return this.progress.during('looking up the bank', () => call('findBank', { build: this.ref, name }, {}));
  }

  /** Makes a table of templates the next version of a bank. */
  async publishBank<Row extends RowOf<typeof templateShape> & { embedding: number[] }>(
    flow: Flow<Row>,
    { name, queries, index }: Pick<BankSection, 'name' | 'queries' | 'index'>,
  ): Promise<{ bank: BankRef; dataset: Dataset }> {
    const table = await flow.table();
    const { tables } = this;
    const referenceSources = queries.filter(({ realWorld }) => realWorld).map((source) => source.name);
    const { bank, unchanged, location, sample } = await this.progress.during('publishing the bank', () =>
      call('publishBank', { build: this.ref, name, table, tables, referenceSources, index }, { set: true }),
    );
    const standIn = tables.some(({ spending }) => spending.standIn);
    const { version, templates: rows } = bank;
    const dataset = { name, version, unchanged, location, rows, tables, standIn, page: 'README.md' };
    return { bank, dataset: sample === undefined ? dataset : { ...dataset, sample } };
  }

  /** What a build that published several datasets returns: the first, which names the others. */
  result(datasets: readonly Dataset[]): Dataset {
    const [first, ...rest] = datasets;
    if (first === undefined)
      throw ApplicationFailure.nonRetryable('the build published nothing', 'NothingPublished');
    const others = rest.map(({ name, version, unchanged, location, rows }) => ({
      name,
      version,
      unchanged,
      location,
      rows,
    }));
    return { ...first, tables: this.tables, standIn: datasets.some(({ standIn }) => standIn), others };
  }

  /** Records a finished table and goes on from it. */
  finish<Row>(summary: TableSummary, { place }: Pick<UnderWay, 'place'>, label?: string): Flow<Row> {
    this.progress.add({ ...summary, title: named(summary.title, label) }, place);
    return new Flow<Row>(this, summary.table, [], label);
  }

  /** A name for a flow's lanes that no other flow of the build has; ids of lanes begin with it. */
  nameLanes(wanted: string): string {
    const first = `${this.lanesOf}${wanted}`;
    let name = first;
    for (let more = 2; this.laneNames.has(name); more += 1) name = `${first}-${more}`;
    this.laneNames.add(name);
    return name;
  }
}

/** Builds that this workflow has opened: more than one where it was begun again. */
let opened = 0;

/** Begins a build: prompts are read and digested once, endpoints are checked, the plan is written to the store. */
export async function openBuild(config: BuildConfig): Promise<Build> {
  const { workflowId, runId } = workflowInfo();
  opened += 1;
  let paused = false;
  setHandler(progressQuery, () => ({ phase: 'checking the endpoints', paused, stages: [], lanes: [] }));
  setHandler(pauseSignal, (value) => void (paused = value));
  const ref = await call(
    'openBuild',
    { config, id: `${workflowId}/${runId}`, ...(opened === 1 ? {} : { again: true }) },
    { summary: `${config.recipe} → ${config.name}` },
  );
  return new Build(ref, config, paused, opened === 1 ? '' : `again-${opened}-`);
}
