import { ApplicationFailure, CancellationScope, log } from '@temporalio/workflow';
import type { Dataset } from '../../schemas/build/task.ts';

/** Times that a recipe is begun: each makes another edition of a table that was damaged. More is no accident. */
const most = 20;

/**
 * A recipe that is begun again where a table was damaged under it: files that were removed, cut short or changed. What is
 * there is found again (tables by their addresses, answers by their questions), so only what is missing is made.
 */
export function begunAgain<Config>(
  recipe: (config: Config) => Promise<Dataset>,
): (config: Config) => Promise<Dataset> {
  return async (config) => {
    for (let times = 1; ; times += 1) {
      // Flows that the recipe has under way besides end with it.
      const scope = new CancellationScope();
      try {
        return await scope.run(() => recipe(config));
      } catch (error) {
        const damage = damageIn(error);
        if (damage === undefined || times === most || CancellationScope.current().consideredCancelled)
          throw error;
        scope.cancel();
        log.warn(`the recipe is begun again: ${damage}`);
      }
    }
  };
}

/** What an activity, or a lane's, said of a damaged table. */
export function damageIn(error: unknown): string | undefined {
  for (let each = error; each instanceof Error; each = each.cause)
    if (each instanceof ApplicationFailure && each.type === 'TableDamaged') return each.message;
  return undefined;
}
