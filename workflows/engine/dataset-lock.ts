import { condition, defineSignal, setHandler } from '@temporalio/workflow';

export const releaseSignal = defineSignal('release');

/**
 * Holds the name of a dataset for the build whose child it is. The server runs one workflow of an id, so one build at a
 * time has it; and it ends the child with its build, however that ends, so nobody holds a name after their end.
 */
export async function datasetLock(): Promise<void> {
  let released = false;
  setHandler(releaseSignal, () => void (released = true));
  await condition(() => released);
}
