/**
 * Triggers dataset builds from a program and follows them.
 *
 * @example
 * import { loadConfig, Tunesmith } from 'tunesmith';
 *
 * const tunesmith = await Tunesmith.connect();
 * const build = await tunesmith.start(await loadConfig('my-dataset.yaml'));
 * console.log((await build.progress())?.phase);
 * console.log((await build.result()).location);
 */
export { Tunesmith, type ClientOptions, type ConnectOptions, type StartOptions } from './tunesmith.ts';
export { Datasets, type DatasetsOptions, type GcOptions } from './datasets.ts';
export {
  PageUnusable,
  StageUnknown,
  VersionUnknown,
  type PageRequest,
} from '../activities/versions/index.ts';
export { BuildHandle } from './build-handle.ts';
export type { BuildInfo, BuildState } from './build-info.ts';
export type { BuildProgress, StageState } from './progress/build-progress.ts';
export { Schedules, type ScheduleEntry, type ScheduleOfBuilds } from './schedules/schedules.ts';
export { ScheduleHandle, type ScheduleInfo, type Triggered } from './schedules/schedule-handle.ts';
export type { ScheduledRun } from './schedules/scheduled-run.ts';
export { ScheduleExists } from './schedules/schedule-exists.ts';
export { ScheduleOfAnother } from './schedules/schedule-of-another.ts';
export { ScheduleUnknown } from './schedules/schedule-unknown.ts';
export { TimingUnusable, type Overlap, type Timing, type TimingChange } from './schedules/timing.ts';
export { BuildCancelled } from './build-cancelled.ts';
export { BuildFailed } from './build-failed.ts';
export { BuildRunning } from './build-running.ts';
export { BuildUnknown } from './build-unknown.ts';
export { ServerUnreachable } from '../connection/server-unreachable.ts';
export { ConnectionUnusable } from '../connection/settings-unusable.ts';
export { readFleet } from '../config/fleet-file.ts';
export { loadConfig, type LoadOptions } from '../config/load-config.ts';
export { ConfigError, type ConfigFinding } from '../config/config-error.ts';
export { configJsonSchema } from '../config/json-schema.ts';
export type { BuildConfig } from '../schemas/build/build.ts';
export type { Fleet } from '../schemas/build/fleet.ts';
export type { WhenUnderWay } from '../schemas/build/start.ts';
export type { Dataset } from '../schemas/build/task.ts';
export type { Collection, Freed } from '../schemas/dataset/collection.ts';
export type { DatasetDiff } from '../schemas/dataset/diff.ts';
export type { Page } from '../schemas/dataset/page.ts';
export type { Push } from '../schemas/dataset/push.ts';
export type { DatasetInfo, Rollback, VersionInfo } from '../schemas/dataset/version.ts';
