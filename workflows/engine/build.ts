import {
  ApplicationFailure,
  condition,
  defineSignal,
  getExternalWorkflowHandle,
  patched,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { z } from 'zod';
import type { BuildConfig } from '../../schemas/build/build.ts';
import { waitsSignalName } from '../../schemas/build/notice.ts';
import type { RowOf, RowShape } from '../../schemas/table/column.ts';
import type { CorpusConfig, documentShape, FilesInput, RowsInput } from '../../schemas/table/corpus.ts';
import type { drawShape } from '../../schemas/table/draw.ts';
import type { KindName, KindRows, kinds } from '../../schemas/kinds/index.ts';
import type { AnyStage } from '../../schemas/table/stage.ts';
import type { exampleShape, HyperparametersSchema } from '../../schemas/training.ts';
import type {
  BuildRef,
  Dataset,
  FileRef,
  PublishAs,
  TableRef,
  TableSummary,
  TrainingFiles,
} from '../../schemas/build/task.ts';
import type { PublishedTogether } from '../../activities/index.ts';
import { call } from './activities.ts';
import { pausedBefore, promptsKept } from './before-build.ts';
import { Budget } from './budget.ts';
import { BuildProgress } from './build-progress.ts';
import { Flow, flowAfter, type FlowHost } from './flow.ts';
import { pauseSignal, progressQuery, spentSignal } from './lane.ts';
import { currentNotices } from './notices.ts';
import { named } from './stage-progress.ts';
import { currentTurn } from './turn.ts';
import { unlessEnded } from './unless-ended.ts';

/** Milliseconds in which one endpoint's outage is told once, however many workers meet it. */
const outageTold = 3_600_000;

const waitsSignal = defineSignal<[endpoint: string, why: string]>(waitsSignalName);

/**
 * One execution of a recipe, as its workflow sees it: tables come from a corpus or a flow, and one or more are
 * published. Several flows may be under way at once (`Promise.all` over languages). Holds references; never a row.
 */
export class Build implements FlowHost {
  readonly ref: BuildRef;
  readonly config: BuildConfig;
  readonly progress = new BuildProgress();
  paused: boolean;
  private trainingFiles: TrainingFiles | undefined;
  /** Before the names of its lanes: those of the build before may not have ended yet. */
  private readonly lanesOf: string;
  /** When the build last told that an endpoint is away. */
  private readonly outages = new Map<string, number>();
  private readonly laneNames = new Set<string>();

  constructor(ref: BuildRef, config: BuildConfig, paused: boolean, lanesOf = '') {
    this.ref = ref;
    this.lanesOf = lanesOf;
    this.config = config;
    this.paused = paused;
    setHandler(progressQuery, () => this.progress.told(this.paused));
    setHandler(pauseSignal, async (value) => {
      const before = this.paused;
      this.paused = value;
      await this.tellLanes();
      if (value && !before) await this.tellOfPause();
    });
    const { spending } = config;
    if (spending !== undefined) {
      const budget = new Budget(spending.pauseAt);
      setHandler(spentSignal, (lane, dollars) => this.spends(budget, lane, dollars));
    }
    if (currentNotices() === undefined) return;
    currentNotices()?.follow(() => this.tables);
    setHandler(waitsSignal, (endpoint, why) => this.waitsFor(endpoint, why));
  }

  /** Tables made or reused so far, in the recipe's order. */
  get tables(): TableSummary[] {
    return this.progress.tables;
  }

  /** The newest table of this build that a stage made, such as one that another stage is to read beside its input. */
  madeBy({ name }: Pick<AnyStage, 'name'>): TableRef {
    const found = this.tables.findLast(({ table }) => table.stage === name);
    if (found === undefined)
      throw ApplicationFailure.nonRetryable(`the build has no table of ${name} yet`, 'TableNotMade');
    return found.table;
  }

  /** Pauses where the budget is used up, until a person resumes the build. */
  private async spends(budget: Budget, lane: string, dollars: number): Promise<void> {
    if (!budget.isReachedBy(lane, dollars)) return;
    const { limit, spent } = budget;
    this.paused = true;
    const waiting = `paused: $${spent.toFixed(2)} are spent, and the build asks at $${limit}`;
    // It is a step of the build only to be seen; one that is cancelled meanwhile has ended it.
    this.progress.during(waiting, () => condition(() => !this.paused)).catch(() => undefined);
    await this.tellLanes();
    await currentNotices()?.give('budget', { budget: { limit, spent }, waiting });
  }

  /** An endpoint is away, as one or several workers have found. */
  private async waitsFor(endpoint: string, why: string): Promise<void> {
    const now = Date.now();
    if (now - (this.outages.get(endpoint) ?? -Infinity) < outageTold) return;
    this.outages.set(endpoint, now);
    await currentNotices()?.give('waiting', { waiting: why });
  }

  /** A build that somebody paused goes on when somebody says so. */
  async tellOfPause(): Promise<void> {
    await currentNotices()?.give('waiting', {
      waiting: 'the build is paused; it goes on when it is resumed',
    });
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
      return flowAfter<RowOf<Shape>>(this, summary, step, label);
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

  /** Writes a table's examples as the files, and configs, to fine-tune the model `name` on. */
  async trainingTable<Row extends RowOf<typeof exampleShape>>(
    flow: Flow<Row>,
    name: string,
    hyperparameters: z.input<typeof HyperparametersSchema>,
  ): Promise<TrainingFiles> {
    const table = await flow.table();
    return this.training('writing the training files', () =>
      call(
        'writeTrainingTable',
        { build: this.ref, table, name, hyperparameters },
        { set: true, summary: name },
      ),
    );
  }

  /** Runs what writes training files; the summary of the build and the dataset's card tell where they are. */
  training(phase: string, write: () => Promise<TrainingFiles>): Promise<TrainingFiles> {
    return this.progress.during(phase, async () => {
      const files = await write();
      this.trainingFiles = files;
      return files;
    });
  }

  /**
   * N rows from nothing, for a recipe whose model writes what there is. Their ids follow from their numbers: a larger N
   * has the same rows and more. `label` tells several draws of one build apart.
   */
  draws(rows: number, label?: string): Promise<Flow<RowOf<typeof drawShape>>> {
    return this.progress.during(named('drawing rows', label), async (step) => {
      const input = { build: this.ref, rows, ...(label === undefined ? {} : { label }) };
      const summary = await call('drawRows', input, { set: true });
      return flowAfter<RowOf<typeof drawShape>>(this, summary, step, label);
    });
  }

  /** One flow of the rows of several, with the columns that all have; rows of one id in two of them stay two rows. */
  async union<Flows extends readonly [Flow<unknown>, ...Flow<unknown>[]]>(
    flows: Flows,
    label?: string,
  ): Promise<Flow<CommonColumns<Flows>>> {
    const inputs = await Promise.all(
      flows.map(async (flow) => ({ table: await flow.table(), without: [...flow.left] })),
    );
    return this.progress.during(named('joining tables', label), async (step) => {
      const summary = await call('uniteTables', { build: this.ref, inputs }, { set: true });
      return flowAfter<CommonColumns<Flows>>(this, summary, step, label);
    });
  }

  /** A flow that begins at a table. */
  flow<Row>(table: TableRef): Flow<Row> {
    return new Flow<Row>(this, table, []);
  }

  /**
   * Writes the table's rows as the next version of the dataset, all of it or nothing. A build may publish several
   * tables under names of their own (`as`), all of which its recipe returns by `build.result`. Rows that lack a column of
   * the dataset's kind, pairs where `as` names none, do not compile.
   */
  async publish<Row, const Kind extends KindName = 'pair'>(
    flow: Publishable<Row, Kind>,
    as?: PublishAs & { readonly kind?: Kind },
  ): Promise<Dataset>;
  async publish(flow: Flow<unknown>, named?: PublishAs & { readonly kind?: KindName }): Promise<Dataset> {
    return this.publishTable(flow, await flow.table(), named);
  }

  /**
   * Publishes several tables of pairs under names of their own, once all of them are made: where one has no rows, none is
   * published.
   */
  async publishAll(datasets: readonly Promise<ToPublish>[]): Promise<Dataset> {
    if (datasets.length < 2 || !patched('publish-what-is-made-together'))
      return this.result(
        await Promise.all(
          datasets.map(async (each) => {
            const { flow, as } = await each;
            return this.publish(flow, as);
          }),
        ),
      );
    const made = await Promise.all(
      datasets.map(async (each) => {
        const { flow, as } = await each;
        return { flow, as, table: await flow.table() };
      }),
    );
    const together = made.map(({ table, as }) => ({ table, as }));
    return this.result(
      await Promise.all(made.map(({ flow, as, table }) => this.publishTable(flow, table, as, together))),
    );
  }

  private publishTable(
    flow: Flow<unknown>,
    table: TableRef,
    named?: PublishAs & { readonly kind?: KindName },
    together?: readonly PublishedTogether[],
  ): Promise<Dataset> {
    const { kind, ...as } = named ?? {};
    const publish = () =>
      this.progress.during('publishing the dataset', async () => {
        const dataset = await call(
          'publish',
          {
            build: this.ref,
            table,
            tables: this.tables,
            ...(this.trainingFiles === undefined ? {} : { training: this.trainingFiles }),
            ...(kind === undefined ? {} : { kind }),
            ...(flow.left.length === 0 ? {} : { without: [...flow.left] }),
            ...(named === undefined ? {} : { as }),
            ...(together === undefined ? {} : { together }),
          },
          as.name === undefined ? { set: true } : { set: true, summary: as.name },
        );
        this.progress.end();
        return dataset;
      });
    const name = as.name ?? this.config.name;
    const wait = (work: () => Promise<void>) =>
      this.progress.during(`waiting for another build of ${name}`, work);
    // In one step where there is no turn: a build that was begun before would else publish later than it did.
    return currentTurn()?.hold(name, wait).then(publish) ?? publish();
  }

  /** What a build that published several datasets returns: the first, which names the others. */
  result(datasets: readonly Dataset[]): Dataset {
    const [first, ...rest] = datasets;
    if (first === undefined)
      throw ApplicationFailure.nonRetryable('the build published nothing', 'NothingPublished');
    const others = rest.map(({ name, version, unchanged, location, rows, rolledBackTo }) => ({
      name,
      version,
      unchanged,
      location,
      rows,
      ...(rolledBackTo === undefined ? {} : { rolledBackTo }),
    }));
    return { ...first, tables: this.tables, standIn: datasets.some(({ standIn }) => standIn), others };
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

/** Pairs, and what the dataset of them is called. */
export interface ToPublish {
  readonly flow: Flow<RowsOfPairs>;
  readonly as: PublishAs;
}
type RowsOfPairs = KindRows['pair'] & Counted<'pair'>;

/** The columns that the rows of all flows have. */
type CommonColumns<Flows extends readonly Flow<unknown>[]> =
  RowIn<Flows[number]> extends infer Row ? Pick<Row, keyof Row> : never;
type RowIn<Each> = Each extends Flow<infer Row> ? Row : never;

/** A flow whose rows are of a kind; else the complaint that the compiler shows, which names the columns. */
type Publishable<Row, Kind extends KindName> = Row extends KindRows[Kind] & Counted<Kind>
  ? Flow<Row>
  : `${Unfit<Row, Kind>}: a column that a ${Kind} needs, and these rows lack or have as another type`;

/** Columns of tokens that a recipe may have counted: publishing counts them where it did not. */
type Counted<Kind extends KindName> = Partial<
  Record<`${keyof (typeof kinds)[Kind]['texts'] & string}_tokens`, number>
>;

/** The columns that keep rows from being of a kind; of those that stand for each other, each. */
type Unfit<Row, Kind extends KindName> =
  | { [Name in Wanted<Kind>]: Row extends Record<Name, WantedOf<Kind, Name>> ? never : Name }[Wanted<Kind>]
  | {
      [Name in keyof Counted<Kind>]-?: Row extends Partial<Record<Name, number>> ? never : Name;
    }[keyof Counted<Kind>];
type Wanted<Kind extends KindName> = Keys<KindRows[Kind]>;
type Keys<Rows> = Rows extends unknown ? keyof Rows & string : never;
type WantedOf<Kind extends KindName, Name> = ValueOf<KindRows[Kind], Name>;
type ValueOf<Rows, Name> = Rows extends unknown ? (Name extends keyof Rows ? Rows[Name] : never) : never;

/** Builds that this workflow has opened: more than one where it was begun again. */
let opened = 0;

/** Begins a build: prompts are read and digested once, endpoints are checked, the plan is written to the store. */
export async function openBuild(config: BuildConfig): Promise<Build> {
  const { workflowId, runId } = workflowInfo();
  opened += 1;
  let paused = pausedBefore();
  setHandler(progressQuery, () => ({ phase: 'checking the endpoints', paused, stages: [], lanes: [] }));
  setHandler(pauseSignal, (value) => void (paused = value));
  const prompts = promptsKept();
  const ref = await call(
    'openBuild',
    {
      config,
      id: `${workflowId}/${runId}`,
      ...(opened === 1 ? {} : { again: true }),
      ...(prompts === undefined ? {} : { prompts }),
    },
    { summary: `${config.recipe} → ${config.name}` },
  );
  const build = new Build(ref, config, paused, opened === 1 ? '' : `again-${opened}-`);
  if (paused && currentNotices() !== undefined) await build.tellOfPause();
  return build;
}
