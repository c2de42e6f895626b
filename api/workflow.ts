/**
 * `tunesmith/workflow`: what a recipe's `workflow.ts` is made of. It runs in Temporal's sandbox and is replayed: what it
 * does must follow from its config and from what its stages give.
 *
 * @packageDocumentation
 */
export { openBuild } from '../workflows/engine/build.ts';
export type { Build } from '../workflows/engine/build.ts';
export type { Flow } from '../workflows/engine/flow.ts';
export type { Dataset } from '../schemas/build/task.ts';
export { patched } from '@temporalio/workflow';
