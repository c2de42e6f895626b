import type { OpenBuild } from '../build/open-plan.ts';
import { Admission } from '../../inference/admission.ts';

/**
 * Shards of a stage that hold rows which have not begun: one from which rows are taken, and some that stand ready. More
 * of them would wait for the endpoint no less, and a shard of long documents is some ten megabytes.
 */
const ready = 3;

const stages = new WeakMap<OpenBuild, Map<string, Admission>>();

/**
 * Waits until a shard of the stage may be read, those of low index first; the result is called once all its rows have
 * begun. Per build and stage: an endpoint that is away holds up nobody else.
 */
export function mayRead(
  build: OpenBuild,
  stage: string,
  index: number,
  signal: AbortSignal,
): Promise<() => void> {
  const known = stages.get(build) ?? new Map<string, Admission>();
  stages.set(build, known);
  const admission = known.get(stage) ?? new Admission(() => ready);
  known.set(stage, admission);
  return admission.enter(index, signal, 1);
}
