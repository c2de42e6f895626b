import type { BatchProgress } from '../../schemas/build/progress.ts';

/** The batches that rows wait for, in a line an endpoint: how many, how far they are, and in which states. */
export function batchesWaitedFor(told: readonly BatchProgress[]): string[] {
  const endpoints = [...new Set(told.map(({ endpoint }) => endpoint))].sort();
  return endpoints.map((endpoint) => {
    const its = told.filter((each) => each.endpoint === endpoint);
    const states = new Map<string, number>();
    for (const [state, count] of its.flatMap((each) => Object.entries(each.states)))
      states.set(state, (states.get(state) ?? 0) + count);
    const batches = [...states.values()].reduce((sum, count) => sum + count, 0);
    const done = its.reduce((sum, each) => sum + each.done, 0);
    const requests = its.reduce((sum, each) => sum + each.requests, 0);
    const said = [...states].sort().map(([state, count]) => `${count} ${state.replaceAll('_', ' ')}`);
    return (
      `${batches} ${batches === 1 ? 'batch' : 'batches'} at ${endpoint} ` +
      `(${said.join(', ')}; ${done.toLocaleString('en')} of ${requests.toLocaleString('en')} requests done)`
    );
  });
}
