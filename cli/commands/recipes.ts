import { configJsonSchema } from '../../config/json-schema.ts';
import { recipes as known } from '../../schemas/recipes/index.ts';
import { exitCodes } from '../exit-codes.ts';

export interface RecipesOptions {
  readonly schema?: string;
  readonly json?: boolean;
}

/** `tunesmith recipes`: what there is; with --schema, the JSON Schema of a recipe's config. */
export function recipes({ schema, json }: RecipesOptions): number {
  if (schema !== undefined) process.stdout.write(`${JSON.stringify(configJsonSchema(schema), null, 2)}\n`);
  else if (json === true) {
    const list = known.map(({ name, title, paper, stages }) => ({
      name,
      title,
      paper,
      stages: stages.map((stage) => ({ name: stage.name, title: stage.title, kind: stage.kind })),
    }));
    process.stdout.write(`${JSON.stringify(list, null, 2)}\n`);
  } else
    for (const { name, title, paper, stages } of known) {
      const lines = [
        `${name}: ${title}`,
        ...(paper === undefined ? [] : [paper]),
        stages.map((each) => each.name).join(' → '),
      ];
      process.stdout.write(`${lines.map((line, row) => (row === 0 ? line : `  ${line}`)).join('\n')}\n`);
    }
  return exitCodes.ok;
}
