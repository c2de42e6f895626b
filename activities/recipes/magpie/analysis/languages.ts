import { z } from 'zod';
import type { Section } from '../../../../schemas/dataset/section.ts';
import { share } from '../../../dataset/amounts.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';
import { hasColumn } from '../../common/analysis/has-column.ts';
import { verbTableOf } from '../../common/analysis/verb-table.ts';

const shown = 12;

/** Appendix C: the languages that instructions look like. */
export async function languageSection({ db }: AnalysisInputs): Promise<Section[]> {
  if (!(await hasColumn(db, 'detected_language'))) return [];
  const found = await db.rows(
    `SELECT detected_language AS code, count(*) AS rows FROM dataset GROUP BY code ORDER BY rows DESC, code`,
    { code: z.string().nullable(), rows: z.int() },
  );
  const all = found.reduce((sum, { rows }) => sum + rows, 0);
  const more = found.slice(shown);
  const others = more.reduce((sum, { rows }) => sum + rows, 0);
  const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });
  const nameOf = (code: string | null) => (code === null ? 'not told' : (names.of(code) ?? code));
  return [
    {
      title: 'Languages',
      paragraphs: ['What the instructions look like; of short ones this is a guess.'],
      tables: [
        {
          columns: ['Language', 'Rows', 'Share'],
          rows: [
            ...found.slice(0, shown).map(({ code, rows }) => [nameOf(code), rows, share(rows, all)]),
            ...(others === 0 ? [] : [[`${more.length} others`, others, share(others, all)]]),
          ],
        },
      ],
    },
  ];
}

/** Rows whose instructions are looked at for verbs: half a second. */
const looked = 1000;

/** Figure 10: root verbs of the English instructions and the nouns that are their objects. */
export async function verbSection({ db, config }: AnalysisInputs): Promise<Section[]> {
  if (!(await hasColumn(db, 'detected_language'))) return [];
  const text = (await hasColumn(db, 'instruction')) ? 'instruction' : 'prompt';
  const rows = await db.rows(
    `SELECT left(${text}, 600) AS instruction FROM dataset WHERE detected_language = 'en'
      ORDER BY md5('${config.seed}-' || id), id LIMIT ${looked}`,
    { instruction: z.string() },
  );
  const found = await verbTableOf(rows.map(({ instruction }) => instruction));
  if (found === undefined) return [];
  return [
    {
      title: 'What the English instructions ask for',
      paragraphs: [
        `The first verb with a noun as its object, in ${rows.length.toLocaleString('en')} instructions drawn by the seed: ` +
          `${share(found.parsed, rows.length)} have one, in ${String(found.pairs)} different pairs (Figure 10).`,
      ],
      tables: [found.table],
    },
  ];
}
