import {
  CancellationScope,
  ContinueAsNew,
  isCancellation,
  log,
  ParentClosePolicy,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import type { BuildConfig } from '../../schemas/build/build.ts';
import type { Notice } from '../../schemas/build/notice.ts';
import type { Hook, NoticeEvent } from '../../schemas/build/notify.ts';
import { spendingOf } from '../../schemas/build/spending.ts';
import type { Dataset, TableSummary } from '../../schemas/build/task.ts';
import { failureIn } from './failure-in.ts';
import { notify } from './notify.ts';

/** What is known of a build from its config. */
export type About = Pick<Notice['data'], 'recipe' | 'dataset' | 'store'>;

/** What a notice says beside what all do. */
type Said = Partial<Omit<Notice['data'], 'build' | 'number' | 'stages' | 'spending'>>;

/** Characters of an error that receivers get; the whole is in the build's history. */
const longest = 4000;

/** Those who are told what becomes of this workflow's build. */
export class Notices {
  private readonly hooks: readonly Hook[];
  private readonly about: About;
  private readonly given = new Map<NoticeEvent, number>();
  private made: () => TableSummary[] = () => [];
  private muted = false;

  constructor(hooks: readonly Hook[], about: About) {
    this.hooks = hooks;
    this.about = about;
  }

  /** Says where the tables are found that the build has made so far. */
  follow(made: () => TableSummary[]): void {
    this.made = made;
  }

  /** Tells nobody any more: the build that this one joined tells of its end. */
  mute(): void {
    this.muted = true;
  }

  /** Does the work and tells how it ended, before the workflow ends in the same way. */
  async telling(work: () => Promise<Dataset>): Promise<Dataset> {
    let dataset: Dataset;
    try {
      dataset = await work();
    } catch (error) {
      await this.failed(error);
      throw error;
    }
    const { unchanged, version, rows, location, rolledBackTo, others } = dataset;
    await this.give(
      unchanged && !(others ?? []).some((other) => !other.unchanged) ? 'unchanged' : 'published',
      {
        version,
        rows,
        location,
        ...(rolledBackTo === undefined ? {} : { rolledBackTo }),
        ...(others === undefined || others.length === 0 ? {} : { others }),
      },
    );
    return dataset;
  }

  /** Tells that the build fails, or was cancelled. */
  async failed(error: unknown): Promise<void> {
    if (error instanceof ContinueAsNew) return;
    if (isCancellation(error)) return this.give('cancelled', {});
    const { type, message } = failureIn(error);
    await this.give('failed', { error: { type, message: shortened(message) } });
  }

  /**
   * Has whoever wants to know of it told by a workflow of its own, which outlives this one. Comes back once that has begun;
   * nothing that goes wrong with it is the build's matter.
   */
  async give(event: NoticeEvent, said: Said): Promise<void> {
    const hooks = this.hooks.filter(({ on }) => on.includes(event));
    if (this.muted || hooks.length === 0) return;
    const number = (this.given.get(event) ?? 0) + 1;
    this.given.set(event, number);
    const { workflowId, runId } = workflowInfo();
    const id = `${workflowId}/${runId}`;
    const tables = this.made();
    const { asked, reused, usage, cost } = spendingOf({ tables });
    const { promptTokens, completionTokens } = usage;
    const notice: Notice = {
      type: `build.${event}`,
      timestamp: new Date().toISOString(),
      data: {
        build: { id, workflowId, runId },
        number,
        ...this.about,
        ...said,
        stages: tables.map(({ title, counts }) => ({
          title,
          in: counts.in,
          out: counts.out,
          rejected: counts.rejected,
        })),
        spending: { asked, reused, promptTokens, completionTokens, cost },
      },
    };
    try {
      await CancellationScope.nonCancellable(() =>
        startChild(notify, {
          workflowId: `tunesmith-notify/${id}/${event}${number === 1 ? '' : `-${number}`}`,
          parentClosePolicy: ParentClosePolicy.ABANDON,
          staticSummary: `${event}: ${hooks.length === 1 ? 'a receiver is' : `${hooks.length} receivers are`} told`,
          args: [{ hooks, notice }],
        }),
      );
    } catch (error) {
      log.warn(`nobody is told that the build is ${event}: ${failureIn(error).message}`);
    }
  }
}

function shortened(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

let current: Notices | undefined;

/** Those who are told of this workflow's build; undefined where nobody is. */
export function currentNotices(): Notices | undefined {
  return current;
}

/** Made where somebody is to be told: a build without receivers, or begun before there were any, does nothing of it. */
export function setNotices(hooks: readonly Hook[] | undefined, about: About): Notices | undefined {
  current = hooks === undefined || hooks.length === 0 ? undefined : new Notices(hooks, about);
  return current;
}

export function aboutOf({ recipe, name, store }: Pick<BuildConfig, 'recipe' | 'name' | 'store'>): About {
  return { recipe, dataset: name, store: store.uri };
}
