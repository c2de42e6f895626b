import {
  ActivityFailure,
  ApplicationFailure,
  continueAsNew,
  log,
  patched,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import type { BuildConfig } from '../../schemas/build/build.ts';
import type { Holder, StartOptions } from '../../schemas/build/start.ts';
import type { Dataset } from '../../schemas/build/task.ts';
import { call, callCheck, callHooks } from './activities.ts';
import { keepPrompts, listen, pausedBefore, tell } from './before-build.ts';
import { begunAgain } from './begun-again.ts';
import { failureIn } from './failure-in.ts';
import { aboutOf, setNotices } from './notices.ts';
import { pause, setTurn, Turn, underWay } from './turn.ts';

/** What a build that waits for its turn takes along when it continues as new. */
export interface Carried {
  readonly paused: boolean;
}

type BuildWorkflow<Config> = (written: Config, options?: StartOptions, carried?: Carried) => Promise<Dataset>;

/**
 * A recipe as a workflow type. Its input is a config as a person writes it, from any client: it is checked first, and the
 * recipe gets it with every default. Then it waits until no other build of the dataset is at work in its store.
 * @param recipeOf called when such a workflow begins
 */
export function workflowOf<Config extends BuildConfig>(
  recipeOf: () => (config: Config) => Promise<Dataset>,
): BuildWorkflow<Config> {
  return async (written, options, carried) => {
    const build = begunAgain(recipeOf());
    // Builds that were begun before got their configs checked.
    if (!patched('config-as-written')) return build(written);
    listen(carried?.paused ?? false);
    const { config, configDigest, storeKey, options: how } = await checked<Config>(written, options);
    const { name, store } = config;
    keepPrompts(how.prompts);
    note({ recipe: config.recipe, dataset: name, store, configDigest });
    const turn = new Turn({ key: storeKey, uri: store.uri }, configDigest);
    const notices = setNotices(config.notify, aboutOf(config));
    const work = async () => {
      for (let tries = 0; !(await turn.take(name)); tries += 1) {
        const other = tries === 0 ? await turn.holder(name) : undefined;
        if (other !== undefined && how.whenUnderWay !== 'wait') {
          if (how.whenUnderWay === 'refuse') throw underWay(name, other, 'this one was to be refused then');
          if (other.configDigest !== configDigest)
            throw underWay(name, other, 'its config is another one, so that it cannot be joined');
          notices?.mute();
          return joined(name, other);
        }
        if (other !== undefined)
          tell(`waiting for the build of ${name} that is under way (${other.workflowId})`);
        await pause(tries);
        if (workflowInfo().historyLength > config.lanes.maxEvents)
          await continueAsNew<BuildWorkflow<Config>>(written, options, { paused: pausedBefore() });
      }
      setTurn(turn);
      try {
        return await build(config);
      } finally {
        await turn.release();
      }
    };
    return notices === undefined ? work() : notices.telling(work);
  };
}

/** What is wrong with a config is the failure of the workflow itself: one line a finding, wherever it is looked at. */
async function checked<Config>(written: unknown, options: unknown) {
  try {
    return await callCheck<Config>(written, options);
  } catch (error) {
    if (!(error instanceof ActivityFailure && error.cause instanceof ApplicationFailure)) throw error;
    if (patched('notify-of-wrong-configs')) await tellOfWrong(written, error.cause);
    throw error.cause;
  }
}

/** Tells those who want to know that a config is wrong; nobody where they cannot be found out. */
async function tellOfWrong(written: unknown, error: ApplicationFailure): Promise<void> {
  try {
    const { hooks, about } = await callHooks(written);
    await setNotices(hooks, about)?.failed(error);
  } catch (fault) {
    log.warn(`nobody is told that the config is wrong: ${failureIn(fault).message}`);
  }
}

/** Notes what lists of builds tell, where whoever started the build has not. */
function note(known: Record<string, unknown>): void {
  const there = workflowInfo().memo ?? {};
  const missing = Object.entries(known).filter(([name]) => !Object.hasOwn(there, name));
  if (missing.length > 0) upsertMemo(Object.fromEntries(missing));
}

/** Ends as the other build does. */
async function joined(dataset: string, other: Holder): Promise<Dataset> {
  tell(`joined the build of ${dataset} that is under way (${other.workflowId})`);
  for (let tries = 0; ; tries += 1) {
    const { dataset: made, failure } = await call('outcomeOf', other, { summary: other.workflowId });
    if (made !== undefined) return made;
    if (failure !== undefined)
      throw ApplicationFailure.nonRetryable(
        `the build that this one joined (workflow ${other.workflowId}) ended without a dataset: ${failure.message}`,
        failure.type,
      );
    await pause(tries);
  }
}
