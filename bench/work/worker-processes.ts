import type { Ended } from '../processes/program.ts';
import type { Workshop } from './workshop.ts';

export interface WorkerProcesses {
  /** Ends them in order; tells what each one used. */
  stop(): Promise<Ended[]>;
}

/** Starts `tunesmith worker` so many times, on one journal folder as on one host. */
export async function startWorkerProcesses(
  workshop: Workshop,
  { count = 1, env = {} }: { count?: number; env?: Record<string, string> } = {},
): Promise<WorkerProcesses> {
  const { address, namespace } = workshop.temporal;
  const home = workshop.place('home');
  const programs = await Promise.all(
    Array.from({ length: count }, () =>
      workshop.program('cli/main', ['worker', '--address', address, '--namespace', namespace], {
        ...env,
        TUNESMITH_HOME: home,
      }),
    ),
  );
  await Promise.all(programs.map((program) => program.line()));
  return { stop: () => Promise.all(programs.map((program) => program.end())) };
}
