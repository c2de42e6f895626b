import { resolve } from 'node:path';
import { readConfigFile } from '../../config/config-file.ts';
import { resolvePaths } from '../../config/paths.ts';

/** An example's config as JSON for a workflow: as it is written, with absolute paths. */
export async function exampleConfig(recipe: string): Promise<Record<string, unknown>> {
  const { value, folder } = await readConfigFile(resolve(`examples/${recipe}.yaml`));
  return resolvePaths(value, folder);
}

/** The smallest config that somebody would write, for a table of questions. */
export function written(
  name: string,
  files: string,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    recipe: 'generate',
    name,
    table: { files: [files] },
    prompt: { column: 'q' },
    roles: { model: {} },
    ...more,
  };
}
