import {
  ApplicationFailure,
  getExternalWorkflowHandle,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { BuildConfig } from '../../schemas/build.ts';
import type { RowOf, RowShape } from '../../schemas/column.ts';
import type { CorpusConfig, RowsInput } from '../../schemas/corpus.ts';
import type { SeedData } from '../../schemas/seed.ts';
import type { Progress, StageProgress } from '../../schemas/progress.ts';
import type { BuildRef, Dataset, TableRef, TableSummary, TrainingFiles } from '../../schemas/task.ts';
import { call } from './activities.ts';
import { Flow } from './flow.ts';
import { pauseSignal, progressQuery } from './lane.ts';
import { finished, stageTable } from './stage-progress.ts';

/**
 * One execution of a recipe, as its workflow sees it: tables come from a corpus or a flow, and one is published.
 * Holds what the progress query tells and what the manifest lists; never a row.
 */
export class Build {
  readonly ref: BuildRef;
  readonly config: BuildConfig;
  /** Tables made or reused so far, in the recipe's order. */
  readonly tables: TableSummary[] = [];
  paused: boolean;
  phase = 'opened';
  private training: TrainingFiles | undefined;
  private underWay: { readonly stages: StageProgress[]; readonly lanes: string[] } = {
    stages: [],
    lanes: [],
  };

  constructor(ref: BuildRef, config: BuildConfig, paused: boolean) {
    this.ref = ref;
    this.config = config;
    this.paused = paused;
    setHandler(progressQuery, () => this.progress());
    setHandler(pauseSignal, async (value) => {
      this.paused = value;
      await this.tellLanes();
    });
  }

  /** Tells the lanes under way whether the build is paused. */
  async tellLanes(): Promise<void> {
    const { paused } = this;
    const { lanes } = this.underWay;
    await Promise.all(
      lanes.map((id) => getExternalWorkflowHandle(id).signal(pauseSignal, paused).catch(unlessEnded)),
    );
  }

  /** Imports a corpus as a table of the given shape; `kind` says what its records are. */
  async import<Shape extends RowShape>(
    kind: 'documents' | 'records',
    corpus: CorpusConfig | RowsInput,
    _shape: Shape,
  ): Promise<Flow<RowOf<Shape>>> {
    this.enter('reading the corpus');
    const summary = await call('importCorpus', { build: this.ref, kind, corpus }, { set: true });
    return this.finish<RowOf<Shape>>(summary);
  }

  /** Writes the fine-tuning files and configs of the models that the recipe itself needs. */
  async trainingFiles(seedData: SeedData): Promise<void> {
    this.enter('choosing the seed data');
    this.training = await call('writeTraining', { build: this.ref, seedData }, { summary: 'seed data' });
  }

  /** A flow that begins at a table. */
  flow<Row>(table: TableRef): Flow<Row> {
    return new Flow<Row>(this, table, []);
  }

  /** Writes the table's rows as the next version of the dataset, all of it or nothing. */
  async publish<Row extends { instruction: string; response: string }>(flow: Flow<Row>): Promise<Dataset> {
    const table = await flow.table();
    this.enter('publishing the dataset');
    const dataset = await call(
      'publish',
      {
        build: this.ref,
        table,
        tables: this.tables,
        ...(this.training === undefined ? {} : { training: this.training }),
      },
      { set: true },
    );
    this.enter('done');
    return dataset;
  }

  /** Records a finished table and goes on from it. */
  finish<Row>(summary: TableSummary): Flow<Row> {
    this.tables.push(summary);
    this.underWay = { stages: [], lanes: [] };
    this.enter(this.phase);
    return this.flow<Row>(summary.table);
  }

  /** Says what the build is doing, in the progress query and in the Temporal UI. */
  enter(phase: string, underWay?: { stages: StageProgress[]; lanes: string[] }): void {
    this.phase = phase;
    if (underWay !== undefined) this.underWay = underWay;
    setCurrentDetails(`**${phase}**\n\n${stageTable(this.progress().stages)}`);
  }

  private progress(): Progress {
    return {
      phase: this.phase,
      paused: this.paused,
      stages: [...this.tables.map(finished), ...this.underWay.stages],
      lanes: this.underWay.lanes,
    };
  }
}

/** A lane that is done cannot be paused, and need not be. */
function unlessEnded(error: unknown): void {
  if (!(error instanceof ApplicationFailure && error.type === 'ExternalWorkflowExecutionNotFound'))
    throw error;
}

/** Begins a build: prompts are read and digested once, endpoints are checked, the plan is written to the store. */
export async function openBuild(config: BuildConfig): Promise<Build> {
  const { workflowId, runId } = workflowInfo();
  let paused = false;
  setHandler(progressQuery, () => ({ phase: 'checking the endpoints', paused, stages: [], lanes: [] }));
  setHandler(pauseSignal, (value) => void (paused = value));
  const ref = await call(
    'openBuild',
    { config, id: `${workflowId}/${runId}` },
    { summary: `${config.recipe} → ${config.name}` },
  );
  return new Build(ref, config, paused);
}
