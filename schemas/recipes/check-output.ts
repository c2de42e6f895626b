import { z } from 'zod';
import type { BuildConfig } from '../build/build.ts';
import type { Recipe } from '../build/recipe.ts';
import { kindOf, without } from '../kinds/index.ts';
import { noteOf } from '../table/meaning.ts';

/** Formats that have no place for what a recipe's rows carry, and training without the format that it reads. */
export function checkOutput(recipe: Recipe) {
  return (config: BuildConfig, context: z.core.$RefinementCtx<BuildConfig>): void => {
    const { formats, training, reasoning } = config.output;
    const { kinds = ['pair'] } = recipe;
    const say = (path: PropertyKey[], message: string, input: unknown) =>
      context.addIssue({ code: 'custom', path: ['output', ...path], message, input });
    if (reasoning !== undefined && reasoning !== 'none' && !keepsReasoning(recipe))
      say(['reasoning'], 'this recipe keeps no reasoning: leave it out', reasoning);
    if (formats === undefined) return;
    const carried = recipe.carries?.(config) ?? [];
    const places = [
      ...carried.filter((place) => place !== 'reasoning' || reasoning === undefined || reasoning === 'field'),
      ...(reasoning === 'field' && !carried.includes('reasoning') ? (['reasoning'] as const) : []),
    ];
    for (const [at, format] of formats.entries()) {
      const having = kinds.filter((kind) => kindOf(kind).formats.includes(format));
      const lacking = having.map((kind) => without(kind, format, places));
      const least = lacking.sort((a, b) => a.length - b.length)[0] ?? [];
      if (least.length === 0) continue;
      const fits = kinds.flatMap((kind) =>
        kindOf(kind).formats.filter((other) => without(kind, other, places).length === 0),
      );
      say(
        ['formats', at],
        `"${format}" has no place for ${least.join(', ')}, which this dataset's rows have; ` +
          `use ${[...new Set(fits)].map((each) => `"${each}"`).join(', ')}`,
        format,
      );
    }
    if (training !== undefined && !formats.includes('messages'))
      say(['training'], 'trainers read the format "messages": add it to output.formats', training);
  };
}

/** Whether a stage of the recipe has a column of what a model thought, or a kind of its datasets has a place for it. */
function keepsReasoning({ stages, kinds = [] }: Recipe): boolean {
  return (
    kinds.includes('conversation') ||
    stages.some((stage) =>
      Object.values<z.ZodType>(stage.adds.shape).some((type) => noteOf(type)?.meaning?.is === 'reasoning'),
    )
  );
}
