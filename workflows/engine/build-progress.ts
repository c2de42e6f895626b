import { setCurrentDetails } from '@temporalio/workflow';
import type { FlowProgress, Progress, StageProgress } from '../../schemas/build/progress.ts';
import type { TableRef, TableSummary } from '../../schemas/build/task.ts';
import { byPlace, type Place } from './place.ts';
import { finished, stageTable } from './stage-progress.ts';

/** Something that a build is doing; several at once where its recipe does not wait for one before the next. */
export interface UnderWay {
  readonly phase: string;
  /** Its place in the order in which tables are listed, whichever is done first. */
  readonly place: Place;
  readonly stages: readonly StageProgress[];
  readonly lanes: readonly string[];
  /** Rows that come to its first stage. */
  readonly rows: number | undefined;
}

/** What a build has made and what it is doing: told to the progress query, the Temporal UI, and the manifest. */
export class BuildProgress {
  private phase = 'opened';
  private begun = 0;
  private readonly underWay = new Set<UnderWay>();
  private readonly made: { readonly place: Place; readonly summary: TableSummary }[] = [];

  /** Tables made or reused so far, in the recipe's order. */
  get tables(): TableSummary[] {
    return [...this.made].sort(byPlace).map(({ summary }) => summary);
  }

  /** Workflow ids of the lanes under way. */
  get lanes(): string[] {
    return [...this.underWay].flatMap(({ lanes }) => lanes);
  }

  /** Tells of a step of the build until it is done. */
  async during<T>(
    phase: string,
    work: (step: UnderWay) => Promise<T>,
    more: Partial<Pick<UnderWay, 'stages' | 'lanes' | 'rows' | 'place'>> = {},
  ): Promise<T> {
    const { stages = [], lanes = [], rows, place = this.placeAfter(undefined) } = more;
    const step: UnderWay = { phase, place, stages, lanes, rows };
    this.phase = phase;
    this.underWay.add(step);
    this.show();
    try {
      return await work(step);
    } finally {
      this.underWay.delete(step);
      this.show();
    }
  }

  /** The place of a step that begins at a table: after it, and after what was begun there before. */
  placeAfter(table: TableRef | undefined): Place {
    this.begun += 1;
    return [...(this.madeAs(table)?.place ?? []), this.begun];
  }

  /** Records a finished table. */
  add(summary: TableSummary, place: Place): void {
    this.made.push({ place, summary });
    this.show();
  }

  /** Rows of a table of this build. */
  rowsOf(table: TableRef | undefined): number | undefined {
    return this.madeAs(table)?.summary.counts.out;
  }

  /** Nothing is left to do but what is still under way. */
  end(): void {
    this.phase = 'done';
  }

  /** The whole, as the progress query tells it. */
  told(paused: boolean): Progress {
    const stages = this.tables.map(finished);
    const steps = [...this.underWay].sort(byPlace);
    const flows: FlowProgress[] = [];
    for (const step of steps) {
      if (step.stages.length === 0) continue;
      const { lanes, rows } = step;
      const flow = { first: stages.length, stages: step.stages.length, lanes: [...lanes] };
      flows.push(rows === undefined ? flow : { ...flow, rows });
      stages.push(...step.stages);
    }
    const phases = [...new Set(steps.map(({ phase }) => phase))];
    return {
      phase: phases.length === 0 ? this.phase : phases.join('; '),
      paused,
      stages,
      lanes: flows.flatMap((flow) => flow.lanes),
      flows,
    };
  }

  private madeAs(table: TableRef | undefined) {
    return this.made.find(({ summary }) => summary.table.digest === table?.digest);
  }

  private show(): void {
    const { phase, stages } = this.told(false);
    setCurrentDetails(`**${phase}**\n\n${stageTable(stages)}`);
  }
}
