import { ParentClosePolicy, startChild, workflowInfo } from '@temporalio/workflow';
import type { z } from 'zod';
import type { BuildConfig } from '../../schemas/build/build.ts';
import type { RowOf } from '../../schemas/table/column.ts';
import { JsonSchema, type Json } from '../../schemas/json.ts';
import type { RowStage, SetStage } from '../../schemas/table/stage.ts';
import type { Table } from '../../schemas/table/table.ts';
import type { BuildRef, PlannedFlow, Step, TableRef, TableSummary } from '../../schemas/build/task.ts';
import { call } from './activities.ts';
import type { BuildProgress, UnderWay } from './build-progress.ts';
import { lane } from './lane.ts';
import { lanesEnded } from './lanes-ended.ts';
import type { Place } from './place.ts';
import { named, notBegun } from './stage-progress.ts';

/** Parts of what a build may spend, of which its lanes tell it one by one: each costs it four events at most. */
const spendingSteps = 100;

interface RowCall {
  readonly title: string;
  readonly stage: string;
  readonly params: Json;
  readonly without: readonly string[];
}

/** What a flow needs of its build. */
export interface FlowHost {
  readonly ref: BuildRef;
  readonly config: BuildConfig;
  readonly progress: BuildProgress;
  readonly paused: boolean;
  /** A name for a flow's lanes that no other flow of the build has; ids of lanes begin with it. */
  nameLanes(wanted: string): string;
  /** Tells the lanes under way whether the build is paused. */
  tellLanes(): Promise<void>;
}

/** Records a finished table and goes on from it. */
export function flowAfter<Row>(
  build: FlowHost,
  summary: TableSummary,
  { place }: Pick<UnderWay, 'place'>,
  label?: string,
): Flow<Row> {
  build.progress.add({ ...summary, title: named(summary.title, label) }, place);
  return new Flow<Row>(build, summary.table, [], label);
}

/**
 * The parameters of a stage where a flow has the columns that it needs; else what is wrong with it, so that the compiler's
 * message begins with the column.
 */
type Fits<Row, Needs extends z.ZodObject, Params> =
  Row extends RowOf<Needs['shape']> ? Params : Misfit<Row, RowOf<Needs['shape']>>;

type Misfit<Row, Needed> = {
  [Name in keyof Needed & string]: Name extends keyof Row
    ? Row[Name] extends Needed[Name]
      ? never
      : `the column "${Name}" of this flow is of another type`
    : `this flow has no column "${Name}"`;
}[keyof Needed & string];

/**
 * Consecutive row stages over a table, without a barrier between them. Nothing runs before the table is asked for;
 * then all shards flow through all stages at once.
 */
export class Flow<Row> {
  private readonly build: FlowHost;
  private readonly input: TableRef;
  private readonly calls: readonly RowCall[];
  private readonly label: string | undefined;
  /** Columns that the next table is to be without. */
  readonly left: readonly string[];

  constructor(
    build: FlowHost,
    input: TableRef,
    calls: readonly RowCall[],
    label?: string,
    left: readonly string[] = [],
  ) {
    this.left = left;
    this.build = build;
    this.input = input;
    this.calls = calls;
    this.label = label;
  }

  /**
   * Names this flow beside others that are under way at once, such as by its language: the name stands in the progress
   * and in the ids of its lanes.
   */
  labelled(label: string): Flow<Row> {
    return new Flow<Row>(this.build, this.input, this.calls, label, this.left);
  }

  /**
   * Leaves columns out from here on, such as embeddings that nobody reads any more: the table that is made next does not
   * have them. What is published at once leaves them out of the dataset.
   */
  without<Have, Name extends Exclude<keyof Have, 'id'> & string>(
    this: Flow<Have>,
    ...columns: readonly Name[]
  ): Flow<Omit<Have, Name>> {
    const left = [...this.left, ...columns];
    return new Flow<Omit<Have, Name>>(this.build, this.input, this.calls, this.label, left);
  }

  // `this` names the rows: with conditions on the class's own parameter a flow could not stand for one with fewer columns.
  /** Adds a row stage: each row gives 0..n rows that have the stage's columns besides their own. */
  through<Have, Needs extends z.ZodObject, Adds extends z.ZodObject, Params extends z.ZodType>(
    this: Flow<Have>,
    stage: RowStage<Needs, Adds, Params>,
    params: Fits<Have, Needs, z.input<Params>>,
  ): Flow<Have & RowOf<Adds['shape']>> {
    const { name, title } = stage;
    const next: RowCall = {
      stage: name,
      title,
      params: plain(stage.params.parse(params)),
      without: this.left,
    };
    return new Flow<Have & RowOf<Adds['shape']>>(this.build, this.input, [...this.calls, next], this.label);
  }

  /** Runs what there is of it: several flows may go on from its table, which is then made and listed once. */
  async made(): Promise<Flow<Row>> {
    return new Flow<Row>(this.build, await this.table(), [], this.label, this.left);
  }

  /**
   * Waits for the whole table, then keeps some of its rows, with the stage's columns besides their own. `beside` are the
   * tables that the stage reads besides.
   */
  async select<Have, Needs extends z.ZodObject, Adds extends z.ZodObject, Params extends z.ZodType>(
    this: Flow<Have>,
    stage: SetStage<Needs, Adds, Params>,
    params: Fits<Have, Needs, z.input<Params>>,
    beside?: Readonly<Record<string, TableRef>>,
  ): Promise<Flow<Have & RowOf<Adds['shape']>>> {
    const table = await this.table();
    const { build, label } = this;
    return build.progress.during(
      this.named(stage.title.toLowerCase()),
      async (step) => {
        const summary = await call(
          'runSet',
          {
            build: build.ref,
            call: {
              stage: stage.name,
              params: plain(stage.params.parse(params)),
              ...leaving(this.left),
              ...(beside === undefined ? {} : { beside: { ...beside } }),
            },
            input: table,
          },
          { set: true, summary: this.named(stage.title) },
        );
        return flowAfter<Have & RowOf<Adds['shape']>>(build, summary, step, label);
      },
      { place: build.progress.placeAfter(table) },
    );
  }

  /** Runs the flow and returns its last table. */
  async table(): Promise<Table<Row>> {
    if (this.calls.length === 0) return this.input;
    const { build } = this;
    const { ref } = build;
    const place = build.progress.placeAfter(this.input);
    const calls = this.calls.map(({ stage, params, without }) => ({ stage, params, ...leaving(without) }));
    const flow = await call('planFlow', { build: ref, input: this.input, calls }, {});
    const laneless = flow.complete === flow.steps.length;
    const summaries = await this.underWay(flow, place, async (lanes) => {
      if (!laneless) await this.runLanes(flow, lanes);
      return call('sealFlow', { build: ref, flow }, { set: true });
    });
    for (const summary of summaries) flowAfter(build, summary, { place }, this.label);
    return summaries.at(-1)?.table ?? this.input;
  }

  /** Tells the build of the flow's stages and lanes while it is under way. */
  private async underWay<T>(
    flow: PlannedFlow,
    place: Place,
    work: (lanes: readonly LanePlace[]) => Promise<T>,
  ): Promise<T> {
    const { build } = this;
    const { steps, titles } = this.open(flow);
    if (steps.length === 0) return work([]);
    const shards = steps[0]?.output.shards ?? 0;
    const stride = Math.min(build.config.lanes.count ?? Math.min(4, Math.ceil(shards / 64)), shards);
    const label = this.label === undefined ? '' : `-${this.label}`;
    const name = build.nameLanes(`${build.progress.tables.length}-${steps[0]?.call.stage ?? ''}${label}`);
    const lanes = Array.from({ length: stride }, (_, first) => ({
      first,
      workflowId: `${workflowInfo().workflowId}/${name}/lane-${first + 1}`,
    }));
    return build.progress.during(this.named(titles.join(', ').toLowerCase()), () => work(lanes), {
      place,
      stages: notBegun(
        steps,
        titles.map((title) => this.named(title)),
      ),
      lanes: lanes.map(({ workflowId }) => workflowId),
      rows: build.progress.rowsOf(steps[0]?.input),
    });
  }

  /** Shares the shards among lanes and waits for all of them; the first failure ends the others. */
  private async runLanes(flow: PlannedFlow, lanes: readonly LanePlace[]): Promise<void> {
    const { build } = this;
    const { steps, titles } = this.open(flow);
    const shards = steps[0]?.output.shards ?? 0;
    const { spending } = build.config;
    const { window, maxEvents } = build.config.lanes;
    const name = this.named(titles.join(', ').toLowerCase());
    const { paused } = build;
    const handles = await Promise.all(
      lanes.map(({ first, workflowId }) =>
        startChild(lane, {
          workflowId,
          parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
          staticSummary: `${name}: lane ${first + 1} of ${lanes.length}`,
          args: [
            {
              build: build.ref,
              steps,
              shards,
              next: first,
              stride: lanes.length,
              window,
              maxEvents,
              paused,
              ...(spending === undefined ? {} : { tellSpent: spending.pauseAt / spendingSteps }),
              progress: notBegun(steps, titles),
            },
          ],
        }),
      ),
    );
    // A signal that came while they started met no lane.
    if (build.paused !== paused) await build.tellLanes();
    await lanesEnded(handles);
  }

  /** The steps of a planned flow whose tables are not there yet. */
  private open({ steps, complete }: PlannedFlow): { steps: Step[]; titles: string[] } {
    return { steps: steps.slice(complete), titles: this.calls.slice(complete).map(({ title }) => title) };
  }

  private named(title: string): string {
    return named(title, this.label);
  }
}

/** A lane by its first shard. */
interface LanePlace {
  readonly first: number;
  readonly workflowId: string;
}

function leaving(without: readonly string[]): { without?: string[] } {
  return without.length === 0 ? {} : { without: [...without] };
}

/** Parameters as JSON: what was left out is left out, and nothing else may be in them. */
function plain(params: unknown): Json {
  return JsonSchema.parse(JSON.parse(JSON.stringify(params)));
}
