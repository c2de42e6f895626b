import { readFileSync } from 'node:fs';
import { z } from 'zod';

const RowSchema = z.object({ id: z.string(), text: z.string(), kind_of_text: z.string() });
export type SampleRow = z.infer<typeof RowSchema>;

export const languages = ['tel_Telu', 'hin_Deva', 'jpn_Jpan', 'spa_Latn'] as const;

const file = (name: string): string =>
  readFileSync(new URL(`../../../examples/texts/${name}`, import.meta.url), 'utf8');

/** The Universal Declaration in a language, as it is shipped. */
export function declaration(code: string): string {
  return file(`${code}.txt`);
}

/** Our own passages and junk in a language; the junk has a heuristic's rule as its kind. */
export function ownTexts(code: string): { passages: SampleRow[]; junk: SampleRow[] } {
  const rows = file(`${code}.jsonl`)
    .trim()
    .split('\n')
    .map((line) => RowSchema.parse(JSON.parse(line)));
  const isJunk = ({ id }: SampleRow): boolean => id.includes('-junk-');
  return { passages: rows.filter((row) => !isJunk(row)), junk: rows.filter(isJunk) };
}
