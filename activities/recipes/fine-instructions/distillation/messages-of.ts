import type { Message } from '../../../../schemas/inference/question.ts';
import type { RowContext } from '../../../engine/rows/row-context.ts';

/** The messages of a prompt as the recipes ask it: what a distilled model learns to answer. */
export function messagesOf(
  name: string,
  slots: Readonly<Record<string, string>>,
  { promptNamed }: Pick<RowContext, 'promptNamed'>,
): Message[] {
  const found = promptNamed(name);
  if (found === undefined) throw new Error(`the build has no prompt "${name}"`);
  return found.fill(slots);
}
