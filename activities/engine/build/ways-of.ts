import type { BuildConfig } from '../../../schemas/build/build.ts';
import { recipeOf } from '../../../schemas/recipes/index.ts';
import type { RoleToCheck } from '../../inference/index.ts';

/** The ways that a role is to translate, for its check. */
export function waysOf(config: BuildConfig, role: string): Pick<RoleToCheck, 'translations'> {
  const translations = role === 'translator' ? recipeOf(config.recipe).translations?.(config) : undefined;
  return translations === undefined ? {} : { translations };
}
