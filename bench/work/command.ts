import type { Program } from '../processes/program.ts';
import type { Config } from './config.ts';
import type { Workshop } from './workshop.ts';

export interface Command {
  /** TUNESMITH_HOME: the journal that outlives the process. */
  readonly home: string;
  /** Starts `tunesmith run` as a user would, against the server that runs already. */
  start(): Promise<Program>;
}

/** The command line of a build: the same each time that it is started. */
export async function commandOf(
  workshop: Workshop,
  config: Config,
  env: Record<string, string> = {},
): Promise<Command> {
  const { address, namespace } = workshop.temporal;
  const path = await workshop.file('build.json', JSON.stringify(config));
  const home = workshop.place('home');
  return {
    home,
    start: () =>
      workshop.program('cli/main', ['run', path], {
        ...env,
        TUNESMITH_HOME: home,
        TEMPORAL_ADDRESS: address,
        TEMPORAL_NAMESPACE: namespace,
      }),
  };
}
