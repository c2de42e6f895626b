import { z } from 'zod';
import { answerMessages } from '../../../schemas/recipes/generate/recipe.ts';
import { share } from '../../dataset/amounts.ts';
import type { RecipeAnalysis } from '../../dataset/analysis/recipe-analysis.ts';

/** How often prompts and answers repeat: a small table of prompts, or a cold model, shows here. */
export const generateAnalysis: RecipeAnalysis = async ({ db, tables }) => {
  // A conversation has more than one of each.
  if (tables.some(({ manifest }) => manifest.stage === answerMessages.name)) return [];
  const [found] = await db.rows(
    `SELECT count(*) AS rows, count(DISTINCT hash(instruction)) AS instructions,
      count(DISTINCT hash(response)) AS responses FROM dataset`,
    { rows: z.int(), instructions: z.int(), responses: z.int() },
  );
  if (found === undefined || found.rows === 0) return [];
  const { rows, instructions, responses } = found;
  return [
    {
      title: 'Repetition',
      paragraphs: ['Rows whose instruction, or response, is the very same as that of another row.'],
      tables: [
        {
          columns: ['Column', 'Rows', 'Distinct', 'Share distinct'],
          rows: [
            ['instruction', rows, instructions, share(instructions, rows)],
            ['response', rows, responses, share(responses, rows)],
          ],
        },
      ],
    },
  ];
};
