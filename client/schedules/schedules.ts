import { ScheduleAlreadyRunning, type Client } from '@temporalio/client';
import { promptsToKeep } from '../../activities/prompts/of-recipe.ts';
import type { BuildConfig } from '../../schemas/build/build.ts';
import { recipes } from '../../schemas/recipes/index.ts';
import type { Attributed } from '../attributed.ts';
import { startOfBuild } from '../start-options.ts';
import { ScheduleExists } from './schedule-exists.ts';
import { actionOf, ScheduleHandle } from './schedule-handle.ts';
import { policiesOf, specOf, whenOf, type Timing } from './timing.ts';

export interface ScheduleOfBuilds extends Timing {
  /** For people, such as whom to ask. */
  readonly note?: string | undefined;
  /** Begins paused. @default false */
  readonly paused?: boolean | undefined;
}

/** A schedule in a list. */
export interface ScheduleEntry {
  readonly id: string;
  readonly recipe: string;
  readonly when: string;
  readonly paused: boolean;
  readonly note: string | undefined;
  readonly next: Date | undefined;
  readonly last: Date | undefined;
}

/** Datasets that are built again and again, by Temporal Schedules. */
export class Schedules {
  private readonly client: Client;
  private readonly attributed: Attributed;

  constructor(client: Client, attributed: Attributed) {
    this.client = client;
    this.attributed = attributed;
  }

  /**
   * Makes a schedule that builds the config's dataset, named after it. The config is kept as it is now, and so are the
   * prompt files that it names. Throws ScheduleExists, TimingUnusable, ConfigError, PromptError.
   */
  async create(config: BuildConfig, { note, paused, ...timing }: ScheduleOfBuilds): Promise<ScheduleHandle> {
    const start = startOfBuild(config, { prompts: await promptsToKeep(config) });
    const spec = specOf(timing);
    const policies = policiesOf(timing);
    try {
      await this.attributed.start(start.attributes, (attributes) =>
        this.client.schedule.create({
          scheduleId: config.name,
          spec,
          policies,
          action: actionOf(config.name, start, 1, attributes),
          state: {
            ...(note === undefined ? {} : { note }),
            ...(paused === undefined ? {} : { paused }),
          },
          memo: { recipe: config.recipe, dataset: config.name },
        }),
      );
    } catch (error) {
      if (error instanceof ScheduleAlreadyRunning) throw new ScheduleExists(config.name);
      throw error;
    }
    return this.get(config.name);
  }

  /** Nothing is asked of the server yet. */
  get(id: string): ScheduleHandle {
    return new ScheduleHandle(this.client, this.attributed, id);
  }

  /** The namespace's schedules of builds. What the server lists may be seconds old. */
  async *list(): AsyncIterable<ScheduleEntry> {
    for await (const { scheduleId, action, spec, state, info } of this.client.schedule.list()) {
      const recipe = recipes.find(({ workflow }) => workflow === action?.workflowType);
      if (recipe === undefined) continue;
      yield {
        id: scheduleId,
        recipe: recipe.name,
        when: spec === undefined ? '' : whenOf(spec),
        paused: state.paused,
        note: state.note || undefined,
        next: info.nextActionTimes[0],
        last: info.recentActions.at(-1)?.takenAt,
      };
    }
  }
}
