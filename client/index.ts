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
export { Tunesmith, type ConnectOptions } from './tunesmith.ts';
export { BuildHandle } from './build-handle.ts';
export type { BuildInfo, BuildState } from './build-info.ts';
export type { BuildProgress, StageState } from './progress/build-progress.ts';
export { BuildCancelled } from './build-cancelled.ts';
export { BuildFailed } from './build-failed.ts';
export { BuildRunning } from './build-running.ts';
export { BuildUnknown } from './build-unknown.ts';
export { ServerUnreachable } from './server-unreachable.ts';
export { loadConfig, type LoadOptions } from './config/load-config.ts';
export { ConfigError, type ConfigFinding } from './config/config-error.ts';
export { configJsonSchema } from './json-schema.ts';
export type { BuildConfig } from '../schemas/build/build.ts';
export type { Dataset } from '../schemas/build/task.ts';
