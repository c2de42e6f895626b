import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  ScheduleNotFoundError,
  type Client,
  type ScheduleDescription,
  type ScheduleUpdateOptions,
} from '@temporalio/client';
import { promptsToKeep } from '../../activities/prompts/of-recipe.ts';
import type { BuildConfig } from '../../schemas/build/build.ts';
import { StartOptionsSchema, type KeptPrompts } from '../../schemas/build/start.ts';
import type { Attributed } from '../attributed.ts';
import { recipeIn } from '../build-info.ts';
import { startOfBuild } from '../start-options.ts';
import { ScheduleOfAnother } from './schedule-of-another.ts';
import { ScheduleUnknown } from './schedule-unknown.ts';
import { scheduledRun, versionIn, type ScheduledRun } from './scheduled-run.ts';
import {
  lengthOf,
  overlapOf,
  policiesOf,
  policyOf,
  specOf,
  TimingUnusable,
  whenOf,
  type Overlap,
  type Timing,
  type TimingChange,
} from './timing.ts';

/** A schedule as it stands. */
export interface ScheduleInfo {
  /** Name of the dataset, and of the schedule. */
  readonly id: string;
  readonly recipe: string;
  readonly paused: boolean;
  readonly note: string | undefined;
  /** When its builds begin, in words. */
  readonly when: string;
  readonly timeZone: string | undefined;
  readonly jitter: string | undefined;
  readonly overlap: Overlap;
  readonly catchUp: string;
  readonly pauseOnFailure: boolean;
  /** 1 for the config that it was made with; a later one that `update` gave counts on. */
  readonly configVersion: number;
  readonly configDigest: string;
  /**
   * The user's prompts that it keeps beside its config, each with the file that it was read from; undefined where every
   * build reads the files anew: another client made the schedule, or an earlier release.
   */
  readonly prompts: KeptPrompts | undefined;
  /** Where its datasets are, as the config says it. */
  readonly store: unknown;
  readonly next: readonly Date[];
  /** Ids of its builds that are at work. */
  readonly running: readonly string[];
  readonly taken: number;
  /** Runs that were left out since the one before was still at work. */
  readonly skipped: number;
  /** Runs that the server was not there for, and that were too late to be made up for. */
  readonly missed: number;
}

/** What became of a run that was asked for. */
export type Triggered =
  | { readonly outcome: 'started'; readonly build: string }
  | { readonly outcome: 'skipped'; readonly running: readonly string[] }
  /** It begins when the one before has ended. */
  | { readonly outcome: 'waits'; readonly running: readonly string[] };

const triggerLimitMs = 10_000;
const lookEveryMs = 100;

/** One schedule: to look at and to change. Every method throws ScheduleUnknown where there is none. */
export class ScheduleHandle {
  readonly id: string;
  private readonly client: Client;
  private readonly attributed: Attributed;

  constructor(client: Client, attributed: Attributed, id: string) {
    this.client = client;
    this.attributed = attributed;
    this.id = id;
  }

  async info(): Promise<ScheduleInfo> {
    return infoOf(await this.describe());
  }

  /** Its last builds, newest first: at most 10, which is what the server keeps. */
  async runs(): Promise<ScheduledRun[]> {
    const { info } = await this.describe();
    return Promise.all(info.recentActions.toReversed().map((action) => scheduledRun(this.client, action)));
  }

  /** The build that it began last, which may have ended; undefined where there is none, or no such schedule. */
  async last(): Promise<{ readonly build: string; readonly at: Date } | undefined> {
    try {
      const begun = (await this.describe()).info.recentActions.at(-1);
      return begun && { build: begun.action.workflow.workflowId, at: begun.takenAt };
    } catch (error) {
      if (error instanceof ScheduleUnknown) return undefined;
      throw error;
    }
  }

  /**
   * Gives it another config, another timing or both; what is not given stays, and null takes away. A config that asks for
   * something else, or whose prompt files have changed, is its next version. Builds that are at work go on with theirs.
   * Throws PromptError, ScheduleOfAnother, and TimingUnusable, also where nothing is to change.
   */
  async update({
    config,
    timing,
  }: {
    config?: BuildConfig | undefined;
    timing?: TimingChange | undefined;
  }): Promise<ScheduleInfo> {
    if (config !== undefined && config.name !== this.id) throw new ScheduleOfAnother(this.id, config.name);
    if (config === undefined && Object.values(timing ?? {}).every((each) => each === undefined))
      throw new TimingUnusable('nothing is to change: give a config, another time, or both');
    const prompts = config === undefined ? {} : await promptsToKeep(config);
    const start = config === undefined ? undefined : startOfBuild(config, { prompts });
    const change = (before: ScheduleDescription): ScheduleUpdateOptions => {
      const { spec, action, policies, state } = before;
      const times = timing ?? {};
      const when = times.cron !== undefined || times.every !== undefined;
      const { timezone, jitter, ...others } = spec;
      const kept = {
        ...(timezone === undefined || times.timeZone === null ? {} : { timezone }),
        ...(jitter === undefined || times.jitter === null ? {} : { jitter }),
      };
      const base = {
        state,
        policies: policiesOf(given(times), policies),
        spec: { ...kept, ...(when ? specOf(given(times)) : { ...others, ...changesOf(times) }) },
      };
      if (start === undefined) return { ...base, action };
      const same =
        action.memo?.['configDigest'] === start.digest &&
        isDeepStrictEqual(textsOf(promptsIn(action.args) ?? {}), textsOf(prompts));
      const version = (versionIn(action.memo) ?? 0) + (same ? 0 : 1);
      return {
        ...base,
        action: actionOf(this.id, start, version, start.attributes),
      };
    };
    await this.tell((handle) =>
      this.attributed.start(start?.attributes ?? [], (attributes) =>
        handle.update((before) =>
          withAttributes(change(before), start === undefined ? undefined : attributes),
        ),
      ),
    );
    return this.info();
  }

  async pause(note?: string): Promise<void> {
    await this.tell((handle) => handle.pause(note ?? 'paused by tunesmith'));
  }

  async unpause(note?: string): Promise<void> {
    await this.tell((handle) => handle.unpause(note ?? 'unpaused by tunesmith'));
  }

  /** Begins a build now, or does what the schedule's policy says of one that finds another at work. */
  async trigger(overlap?: Overlap): Promise<Triggered> {
    const before = await this.describe();
    const policy = overlap === undefined ? before.policies.overlap : policyOf(overlap);
    await this.tell((handle) => handle.trigger(policy));
    const giveUpAt = Date.now() + triggerLimitMs;
    for (;;) {
      const { info } = await this.describe();
      const running = info.runningActions.map(({ workflow }) => workflow.workflowId);
      const newest = info.recentActions.at(-1);
      if (info.numActionsTaken > before.info.numActionsTaken && newest !== undefined)
        return { outcome: 'started', build: newest.action.workflow.workflowId };
      if (info.numActionsSkippedOverlap > before.info.numActionsSkippedOverlap)
        return { outcome: 'skipped', running };
      if (Date.now() > giveUpAt) return { outcome: 'waits', running };
      await delay(lookEveryMs);
    }
  }

  /** Begins the builds of a time that has passed, one after the other unless `overlap` says otherwise. */
  async backfill(from: Date, to: Date, overlap: Overlap = 'buffer-all'): Promise<void> {
    await this.tell((handle) => handle.backfill({ start: from, end: to, overlap: policyOf(overlap) }));
  }

  /** Its builds and datasets stay. */
  async delete(): Promise<void> {
    await this.tell((handle) => handle.delete());
  }

  private describe(): Promise<ScheduleDescription> {
    return this.tell((handle) => handle.describe());
  }

  private async tell<T>(
    act: (handle: ReturnType<Client['schedule']['getHandle']>) => Promise<T>,
  ): Promise<T> {
    try {
      return await act(this.client.schedule.getHandle(this.id));
    } catch (error) {
      if (error instanceof ScheduleNotFoundError) throw new ScheduleUnknown(this.id);
      throw error;
    }
  }
}

/** What a schedule starts: what `start` does, with a note of the schedule and of its config's version. */
export function actionOf(
  schedule: string,
  { workflowType, options, attributes }: ReturnType<typeof startOfBuild>,
  configVersion: number,
  typedSearchAttributes = attributes,
) {
  const memo = { ...options.memo, schedule, configVersion };
  return { type: 'startWorkflow' as const, workflowType, ...options, memo, typedSearchAttributes };
}

function withAttributes(
  options: ScheduleUpdateOptions,
  attributes: ReturnType<typeof startOfBuild>['attributes'] | undefined,
): ScheduleUpdateOptions {
  if (attributes === undefined) return options;
  return { ...options, action: { ...options.action, typedSearchAttributes: attributes } };
}

/** The prompts that a schedule gives its builds. */
function promptsIn(args: readonly unknown[] | undefined): KeptPrompts | undefined {
  return StartOptionsSchema.safeParse(args?.[1] ?? {}).data?.prompts;
}

/** Where they were read from is nothing that a build asks for. */
function textsOf(prompts: KeptPrompts): Record<string, string> {
  return Object.fromEntries(Object.entries(prompts).map(([name, { text }]) => [name, text]));
}

/** Zone and jitter alone. */
function changesOf(times: TimingChange) {
  const { timeZone, jitter } = given(times);
  const { intervals: _, ...changes } = specOf({ every: '1d', timeZone, jitter });
  return changes;
}

/** What there is to set, without what is taken away. */
function given({ timeZone, jitter, ...others }: TimingChange): Timing {
  return { ...others, timeZone: timeZone ?? undefined, jitter: jitter ?? undefined };
}

function infoOf({ scheduleId, spec, action, policies, state, info }: ScheduleDescription): ScheduleInfo {
  const { memo } = action;
  const configDigest = memo?.['configDigest'];
  return {
    id: scheduleId,
    recipe: recipeIn(memo),
    paused: state.paused,
    note: state.note || undefined,
    when: whenOf(spec),
    timeZone: spec.timezone || undefined,
    jitter: spec.jitter ? lengthOf(spec.jitter) : undefined,
    overlap: overlapOf(policies.overlap),
    catchUp: lengthOf(policies.catchupWindow),
    pauseOnFailure: policies.pauseOnFailure,
    configVersion: versionIn(memo) ?? 1,
    configDigest: typeof configDigest === 'string' ? configDigest : '',
    prompts: promptsIn(action.args),
    store: memo?.['store'],
    next: info.nextActionTimes,
    running: info.runningActions.map(({ workflow }) => workflow.workflowId),
    taken: info.numActionsTaken,
    skipped: info.numActionsSkippedOverlap,
    missed: info.numActionsMissedCatchupWindow,
  };
}
