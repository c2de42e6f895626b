import { moderate } from '../../../schemas/recipes/fine-instructions/template-bank.ts';
import { isService } from '../../../schemas/inference/role.ts';
import { reject } from '../../engine/rows/outcome.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { harmsOf, moderationOf, unnamedHarm } from '../../inference/services/moderation-of.ts';
import { parseSafety } from './parse-safety.ts';

export const moderateStage = implement(moderate, async ({ text }, { ask, call, roleOf, params }) => {
  const role = roleOf();
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
