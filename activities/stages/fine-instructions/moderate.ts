import { moderate } from '../../../schemas/recipes/template-bank.ts';
import { isService } from '../../../schemas/role.ts';
import { reject } from '../../rows/outcome.ts';
import { implement } from '../../rows/row-stage.ts';
import { moderationOf, type Moderation } from '../../services/index.ts';
import { parseSafety } from './parse-safety.ts';

/** Of a text that is flagged for no category: whichever are looked for, it may be one of them. */
const unnamed = 'flagged';

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
  const named = (harm: string) => categories === undefined || harm === unnamed || categories.includes(harm);
  const found = harms.filter(named);
  return found.length === 0 ? {} : reject('harmful', found.join(', '));
});

/** What a text is flagged for, the worst first: by the server's word, or by scores where it names no categories. */
function flagged({ flagged: isFlagged, categories, harms }: Moderation): string[] {
  if (!isFlagged) return [];
  const scoreOf = (name: string) => categories[name] ?? 0;
  const named = harms.length > 0 ? harms : Object.keys(categories).filter((name) => scoreOf(name) >= 0.5);
  return named.length === 0 ? [unnamed] : [...named].sort((a, b) => scoreOf(b) - scoreOf(a));
}
