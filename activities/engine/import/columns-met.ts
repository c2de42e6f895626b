import { recipeOf } from '../../../schemas/recipes/index.ts';
import type { Plan } from '../../../schemas/build/plan.ts';
import { ConfigUnusable } from '../build/config-unusable.ts';
import { closestNames } from '../../inference/model-list.ts';
import { parsePrompt } from '../../prompts/prompt.ts';

/** Names that are remembered of a table; more are no columns but data. */
const mostNames = 1000;

/** Names of the columns that the rows of a user's table have, gathered while they are read. */
export class ColumnsMet {
  private readonly met = new Set<string>();

  note(fields: unknown): void {
    if (typeof fields !== 'object' || fields === null) return;
    for (const name in fields) if (!this.met.has(name) && this.met.size < mostNames) this.met.add(name);
  }

  get names(): string[] {
    return [...this.met];
  }
}

/**
 * Throws ConfigUnusable where a prompt is to be filled from a column that no row has: every row would be rejected, and a
 * dataset without rows would take the place of the one before. Tables with very many columns are let through.
 */
export function checkColumns(
  { config, prompts }: Pick<Plan, 'config' | 'prompts'>,
  met: readonly string[],
): void {
  if (met.length === 0 || met.length >= mostNames) return;
  const recipe = recipeOf(config.recipe);
  const column = recipe.promptColumn?.(config);
  const wanted: [at: string, name: string][] = column === undefined ? [] : [['prompt.column', column]];
  for (const name of Object.keys(recipe.givenPrompts?.(config) ?? {})) {
    const prompt = prompts[name];
    if (prompt === undefined) continue;
    const at = prompt.from === 'the config' ? 'prompt.template' : prompt.from;
    for (const slot of parsePrompt(prompt.text, prompt.from).slots) wanted.push([at, slot]);
  }
  const known = new Set(met);
  const unknown = wanted.find(([, name]) => !isMet(name, known));
  if (unknown === undefined) return;
  const [at, name] = unknown;
  throw new ConfigUnusable(
    `${at}: no row of the table has a column "${name}"; there are ${closestNames(met, name)}`,
  );
}

/** A column, or a path into one. */
function isMet(path: string, known: ReadonlySet<string>): boolean {
  if (known.has(path)) return true;
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1))
    if (known.has(path.slice(0, dot))) return true;
  return false;
}
