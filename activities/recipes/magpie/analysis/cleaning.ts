import { z } from 'zod';
import type { Section } from '../../../../schemas/dataset/section.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';

/** Which draws were no instruction, by reason, with one of each. */
export async function cleaningSection({ db, tables, rejects }: AnalysisInputs): Promise<Section[]> {
  const stage = tables.findLast(({ manifest }) => manifest.stage === 'clean-instruction');
  if (stage === undefined) return [];
  const { counts } = stage.manifest;
  const found = await db.rows(
    `SELECT reason, count(*) AS rows, min_by(raw, id) AS sample FROM ${await rejects('clean-instruction')}
     GROUP BY reason ORDER BY count(*) DESC, reason`,
    { reason: z.string(), rows: z.int(), sample: z.string().nullable() },
  );
  const share = (part: number) => `${((100 * part) / Math.max(1, counts.in)).toFixed(1)}%`;
  return [
    {
      title: 'What was no instruction',
      paragraphs: [
        `Of ${counts.in.toLocaleString('en')} draws ${counts.out.toLocaleString('en')} (${share(counts.out)}) are instructions.`,
      ],
      ...(found.length === 0
        ? {}
        : {
            tables: [
              {
                columns: ['Reason', 'Draws', 'Share', 'One of them'],
                rows: found.map(({ reason, rows, sample }) => [
                  reason,
                  rows,
                  share(rows),
                  shown(sample ?? ''),
                ]),
              },
            ],
          }),
    },
  ];
}

const longest = 120;

function shown(text: string): string {
  const characters = Array.from(text);
  return JSON.stringify(characters.length > longest ? `${characters.slice(0, longest).join('')}…` : text);
}
