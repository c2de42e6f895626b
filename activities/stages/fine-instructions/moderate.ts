import { moderate } from '../../../schemas/recipes/template-bank.ts';
import { isService } from '../../../schemas/role.ts';
import { reject } from '../../rows/outcome.ts';
import { implement } from '../../rows/row-stage.ts';
import { harmsOf, moderationOf, unnamedHarm } from '../../services/index.ts';
import { parseSafety } from './parse-safety.ts';

export const moderateStage = implement(moderate, async ({ text }, { ask, call, role, params }) => {
  const harms =
    role !== undefined && isService(role)
      ? harmsOf(moderationOf(await call({ kind: 'moderate', text })))
      : await ask({
          prompt: 'moderate',
          slots: { query: text },
          parse: parseSafety,
          attempts: params.attempts,
        });
  const { categories } = params;
  const found = harms.filter(
    (harm) => categories === undefined || harm === unnamedHarm || categories.includes(harm),
  );
  return found.length === 0 ? {} : reject('harmful', found.join(', '));
});
