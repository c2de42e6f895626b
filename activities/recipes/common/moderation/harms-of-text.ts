import { isService } from '../../../../schemas/inference/role.ts';
import type { RowContext } from '../../../engine/rows/row-context.ts';
import { harmsOf, moderationOf, unnamedHarm } from '../../../inference/services/moderation-of.ts';
import { parseSafety } from './parse-safety.ts';

export interface Moderated {
  readonly text: string;
  /** Slot of the prompt `moderate` that a chat model reads the text in. */
  readonly slot: string;
  /** Categories that count; all without it. */
  readonly categories?: readonly string[] | undefined;
  /** Tries of a chat model. */
  readonly attempts: number;
}

/**
 * What a text is flagged for by the stage's role, whichever kind it is: a moderations service, or a chat model with the
 * prompt `moderate`. A text that is flagged for no category that is named counts whichever are looked for.
 */
export async function harmsOfText(
  { ask, call, roleOf }: Pick<RowContext, 'ask' | 'call' | 'roleOf'>,
  { text, slot, categories, attempts }: Moderated,
): Promise<string[]> {
  const role = roleOf();
  const harms =
    role !== undefined && isService(role)
      ? harmsOf(moderationOf(await call({ kind: 'moderate', text })))
      : await ask({ prompt: 'moderate', slots: { [slot]: text }, parse: parseSafety, attempts });
  return harms.filter(
    (harm) => categories === undefined || harm === unnamedHarm || categories.includes(harm),
  );
}
