import type { Domain } from '../../../schemas/recipes/magpie/control.ts';
import type { RowContext } from '../../engine/rows/row-context.ts';
import { systemOf } from './control.ts';

/** The system prompt under which further turns are drawn (Figure 14), with the domain's after it. */
export function systemOfTurns(
  keepsPart: boolean,
  domain: Domain | undefined,
  context: Pick<RowContext, 'promptNamed'>,
): string | undefined {
  const several = keepsPart ? (context.promptNamed('several-turns')?.fill({}) ?? []) : [];
  const own = systemOf(domain, context);
  const parts = [...several.map(({ content }) => content), ...(own === undefined ? [] : [own])];
  return parts.length === 0 ? undefined : parts.join('\n\n');
}
