import { answer, answerMessages, type GenerateConfig } from '../schemas/recipes/generate/recipe.ts';
import { recordShape } from '../schemas/table/record.ts';
import type { Dataset } from '../schemas/build/task.ts';
import { openBuild } from './engine/build.ts';

/** The smallest recipe: each row of a table becomes a prompt or a conversation, and one role answers it. */
export async function generate(config: GenerateConfig): Promise<Dataset> {
  const build = await openBuild(config);
  const rows = await build.import('records', config.table, recordShape);
  const { prompt, attempts } = config;
  if ('messages' in prompt) {
    const answered = rows.through(answerMessages, { column: prompt.messages, attempts });
    return build.publish(answered, { kind: 'conversation' });
  }
  const column = 'column' in prompt ? prompt.column : undefined;
  return build.publish(rows.through(answer, { column, attempts }));
}
