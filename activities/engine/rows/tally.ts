import { addUsage, noSpending } from '../../../schemas/table/counts.ts';
import type { BatchProgress, Heartbeat } from '../../../schemas/build/progress.ts';
import { isService, type AnyRole } from '../../../schemas/inference/role.ts';
import { BatchApiSchema } from '../../../schemas/inference/batch-api.ts';
import type { Counts, Reject, Spending } from '../../../schemas/table/table.ts';
import type { Known } from '../answers/answer-book.ts';
import type { EndpointState } from '../../inference/index.ts';

export type Beat = Heartbeat;

/** Milliseconds between heartbeats; the SDK throttles them further. */
const beatInterval = 1000;

/** Where rows wait for batches. */
interface BatchWait {
  state(): BatchProgress | undefined;
  readonly problem: string | undefined;
}

interface Outcome {
  readonly rows: readonly unknown[];
  readonly reject?: Reject;
}

/** A shard's rows that need not run, and what became of them as far as it is known before they are written. */
export type Settled = Pick<Counts, 'in' | 'out' | 'rejected'>;

/** Counts what happens to a shard's rows and what its answers cost. */
export class ShardTally {
  private readonly shard: { readonly stage: string; readonly shard: number };
  private readonly rows: number;
  private readonly settled: Settled;
  private done = 0;
  private rejected = 0;
  private extra = 0;
  private spending: Spending = structuredClone(noSpending);
  private readonly models = new Set<string>();
  private readonly endpoints = new Set<string>();

  /** @param settled further rows of the shard, which need not run */
  constructor(shard: { readonly stage: string; readonly shard: number }, rows: number, settled: Settled) {
    this.shard = shard;
    this.rows = rows;
    this.settled = settled;
  }

  rowDone(rejected: boolean): void {
    this.done += 1;
    if (rejected) this.rejected += 1;
  }

  expanded(rows: number): void {
    this.extra += rows;
  }

  /** Names an endpoint that the rows wait for. */
  asks(endpoint: string): void {
    this.endpoints.add(endpoint);
  }

  answered({ answer, reused }: Known, role: AnyRole): void {
    const { usage, servedBy, standIn } = answer;
    const spent = reused ? 'reusedUsage' : 'usage';
    this.spending[spent] = addUsage(this.spending[spent], usage);
    if (reused) this.spending.reused += 1;
    else {
      this.spending.asked += 1;
      const { promptPerMillion = 0, completionPerMillion = 0 } = role.price ?? {};
      this.spending.cost +=
        (priceFactor(role) *
          (usage.promptTokens * promptPerMillion + usage.completionTokens * completionPerMillion)) /
        1e6;
    }
    this.spending.standIn ||= standIn;
    this.models.add(servedBy);
  }

  /** What became of the rows that ran, and what it cost. */
  result(outcomes: readonly Outcome[]): {
    counts: Counts;
    spending: Spending;
    reasons: Record<string, number>;
  } {
    const reasons: Record<string, number> = {};
    const rejects = outcomes.flatMap(({ reject }) => reject ?? []);
    for (const { reason } of rejects) reasons[reason] = (reasons[reason] ?? 0) + 1;
    const out = outcomes.reduce((sum, { rows }) => sum + rows.length, 0);
    return {
      counts: { in: this.rows, out, rejected: rejects.length, expanded: this.extra },
      spending: { ...this.spending, models: [...this.models].sort() },
      reasons,
    };
  }

  /** Sends a heartbeat now and every second; returns what stops it. */
  report(
    beat: (beat: Beat) => void,
    states: () => readonly EndpointState[],
    batches: readonly BatchWait[] = [],
  ): () => void {
    const send = () => beat(this.heartbeat(states(), batches));
    send();
    const timer = setInterval(send, beatInterval);
    return () => clearInterval(timer);
  }

  private heartbeat(states: readonly EndpointState[], batches: readonly BatchWait[]): Beat {
    const { settled } = this;
    const rows = this.rows + settled.in;
    const done = this.done + settled.in;
    const rejected = this.rejected + settled.rejected;
    const out = this.done - this.rejected + this.extra + settled.out;
    const { asked, reused, usage } = this.spending;
    const [waiting] = [
      ...states.flatMap((state) => (this.endpoints.has(state.endpoint) ? (waitingFor(state) ?? []) : [])),
      ...batches.flatMap(({ problem }) => problem ?? []),
    ];
    const away = states.find((state) => this.endpoints.has(state.endpoint) && isAway(state));
    const underWay = batches.flatMap((each) => each.state() ?? []);
    return {
      ...this.shard,
      rows,
      done,
      rejected,
      out,
      asked,
      reused,
      completionTokens: usage.completionTokens,
      ...(waiting === undefined ? {} : { waiting }),
      ...(away?.waitingSince === undefined
        ? {}
        : { away: { endpoint: away.endpoint, since: away.waitingSince } }),
      ...(underWay.length === 0 ? {} : { batches: underWay }),
    };
  }
}

/** Part of a role's price that its answers cost. */
function priceFactor(role: AnyRole): number {
  if (isService(role) || role.transport === 'direct') return 1;
  return BatchApiSchema.parse(role.batchApi ?? {}).priceFactor;
}

/** Whether nothing comes from an endpoint: one that only refuses much says when it takes more. */
function isAway({ waitingSince, limitedTo }: EndpointState): boolean {
  return waitingSince !== undefined && limitedTo === undefined;
}

/** What holds an endpoint's rows up, for people; undefined where nothing does. */
function waitingFor(state: EndpointState): string | undefined {
  const { endpoint, waitingSince, limitedTo, lastFault = 'no reason given' } = state;
  if (limitedTo !== undefined)
    return `limited to ${limitedTo.toFixed(limitedTo < 10 ? 1 : 0)}/s by ${endpoint} (${lastFault})`;
  return waitingSince === undefined ? undefined : `${endpoint} does not answer (${lastFault})`;
}
