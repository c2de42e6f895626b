import { moderate } from '../../../schemas/recipes/template-bank.ts';
import { isService } from '../../../schemas/role.ts';
import { reject } from '../../rows/outcome.ts';
import { implement } from '../../rows/row-stage.ts';
import { moderationOf } from '../../services/index.ts';
import { parseSafety } from './parse-safety.ts';

export const moderateStage = implement(moderate, async ({ text }, { ask, call, role, params }) => {
  const harms =
    role !== undefined && isService(role)
      ? flagged(moderationOf(await call({ kind: 'moderate', text })))
      : await ask({
          prompt: 'moderate',
          slots: { query: text },
          parse: parseSafety,
          attempts: params.attempts,
        });
  const { categories } = params;
  const found = categories === undefined ? harms : harms.filter((harm) => categories.includes(harm));
  return found.length === 0 ? {} : reject('harmful', found.join(', '));
});

/** What a text is flagged for, the worst first. */
function flagged({ flagged: isFlagged, categories }: ReturnType<typeof moderationOf>): string[] {
  if (!isFlagged) return [];
  const named = Object.entries(categories)
    .filter(([, score]) => score >= 0.5)
    .sort(([, a], [, b]) => b - a)
    .map(([category]) => category);
  return named.length === 0 ? ['flagged'] : named;
}
