import { ParentClosePolicy, startChild, workflowInfo } from '@temporalio/workflow';
import type { z } from 'zod';
import type { RowOf } from '../../schemas/column.ts';
import { JsonSchema, type Json } from '../../schemas/json.ts';
import type { RowStage, SetStage } from '../../schemas/stage.ts';
import type { Table } from '../../schemas/table.ts';
import type { PlannedFlow, TableRef } from '../../schemas/task.ts';
import { call } from './activities.ts';
import type { Build } from './build.ts';
import { lane } from './lane.ts';
import { notBegun } from './stage-progress.ts';

interface RowCall {
  readonly title: string;
  readonly stage: string;
  readonly params: Json;
}

/** The columns that a stage needs and a row lacks; a call without them takes no further argument. */
type Lacks<Row, Needs extends z.ZodObject> =
  Row extends RowOf<Needs['shape']> ? [] : [missingColumns: Exclude<keyof Needs['shape'], keyof Row>];

/**
 * Consecutive row stages over a table, without a barrier between them. Nothing runs before the table is asked for;
 * then all shards flow through all stages at once.
 */
export class Flow<Row> {
  private readonly build: Build;
  private readonly input: TableRef;
  private readonly calls: readonly RowCall[];

  constructor(build: Build, input: TableRef, calls: readonly RowCall[]) {
    this.build = build;
    this.input = input;
    this.calls = calls;
  }

  /** Adds a row stage: each row gives 0..n rows that have the stage's columns besides their own. */
  through<Needs extends z.ZodObject, Adds extends z.ZodObject, Params extends z.ZodType>(
    stage: RowStage<Needs, Adds, Params>,
    params: z.input<Params>,
    ..._lacks: Lacks<Row, Needs>
  ): Flow<Row & RowOf<Adds['shape']>> {
    const { name, title } = stage;
    const next: RowCall = { stage: name, title, params: plain(stage.params.parse(params)) };
    return new Flow<Row & RowOf<Adds['shape']>>(this.build, this.input, [...this.calls, next]);
  }

  /** Waits for the whole table, then keeps some of its rows, with the stage's columns besides their own. */
  async select<Needs extends z.ZodObject, Adds extends z.ZodObject, Params extends z.ZodType>(
    stage: SetStage<Needs, Adds, Params>,
    params: z.input<Params>,
    ..._lacks: Lacks<Row, Needs>
  ): Promise<Flow<Row & RowOf<Adds['shape']>>> {
    const table = await this.table();
    this.build.enter(stage.title.toLowerCase());
    const summary = await call(
      'runSet',
      {
        build: this.build.ref,
        call: { stage: stage.name, params: plain(stage.params.parse(params)) },
        input: table,
      },
      { set: true, summary: stage.title },
    );
    return this.build.finish<Row & RowOf<Adds['shape']>>(summary);
  }

  /** Runs the flow and returns its last table. */
  async table(): Promise<Table<Row>> {
    if (this.calls.length === 0) return this.input;
    const { ref } = this.build;
    const calls = this.calls.map(({ stage, params }) => ({ stage, params }));
    const flow = await call('planFlow', { build: ref, input: this.input, calls }, {});
    if (flow.complete < flow.steps.length) await this.runLanes(flow);
    const summaries = await call('sealFlow', { build: ref, flow }, { set: true });
    for (const summary of summaries) this.build.finish(summary);
    return summaries.at(-1)?.table ?? this.input;
  }

  /** Shares the shards among lanes and waits for all of them; the first failure ends the others. */
  private async runLanes(flow: PlannedFlow): Promise<void> {
    const { build, calls } = this;
    const steps = flow.steps.slice(flow.complete);
    const titles = calls.slice(flow.complete).map(({ title }) => title);
    const shards = steps[0]?.output.shards ?? 0;
    const { count, window, maxEvents } = build.config.lanes;
    const stride = Math.min(count ?? Math.min(4, Math.ceil(shards / 64)), shards);
    const { workflowId } = workflowInfo();
    const name = titles.join(', ').toLowerCase();
    const lanes = Array.from({ length: stride }, (_, first) => ({
      first,
      workflowId: `${workflowId}/${build.tables.length}-${steps[0]?.call.stage ?? ''}/lane-${first + 1}`,
    }));
    build.enter(name, { stages: notBegun(steps, titles), lanes: lanes.map((each) => each.workflowId) });
    const { paused } = build;
    const handles = await Promise.all(
      lanes.map(({ first, workflowId: id }) =>
        startChild(lane, {
          workflowId: id,
          parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
          staticSummary: `${name}: lane ${first + 1} of ${stride}`,
          args: [
            {
              build: build.ref,
              steps,
              shards,
              next: first,
              stride,
              window,
              maxEvents,
              paused,
              progress: notBegun(steps, titles),
            },
          ],
        }),
      ),
    );
    // A signal that came while they started met no lane.
    if (build.paused !== paused) await build.tellLanes();
    await Promise.all(handles.map((handle) => handle.result()));
  }
}

/** Parameters as JSON: what was left out is left out, and nothing else may be in them. */
function plain(params: unknown): Json {
  return JsonSchema.parse(JSON.parse(JSON.stringify(params)));
}
