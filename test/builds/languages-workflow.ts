import { answer, type GenerateConfig } from '../../schemas/recipes/generate/recipe.ts';
import { recordShape } from '../../schemas/table/record.ts';
import type { Dataset, FileRef } from '../../schemas/build/task.ts';
import { openBuild } from '../../workflows/engine/build.ts';

export { lane } from '../../workflows/engine/lane.ts';

/** A recipe of the test's own: one flow and one dataset a language, all under way at once. */
export async function languages(
  config: GenerateConfig,
  inputs: Readonly<Record<string, string[]>>,
): Promise<Dataset> {
  const build = await openBuild(config);
  const datasets = Object.entries(inputs).map(async ([language, files]) => {
    const rows = await build.import('records', { ...config.table, files }, recordShape, language);
    const answered = rows.through(answer, { column: 'q', attempts: 1 });
    return build.publish(answered, { name: `${config.name}-${language}`, language: [language] });
  });
  return build.result(await Promise.all(datasets));
}

/** The files that a build's config names. */
export async function files(config: GenerateConfig): Promise<FileRef[]> {
  const build = await openBuild(config);
  return build.files(config.table);
}
