import { categories, difficulties, qualities } from '../../../../schemas/recipes/magpie/labels.ts';
import { unusable, type Unusable } from '../../../engine/rows/outcome.ts';
import { readFields } from './read-fields.ts';
import { categorySynonyms, difficultySynonyms, labelReader, qualitySynonyms } from './words.ts';

type Category = (typeof categories)[number];

/** What an instruction is, and what it is besides; further words for categories are the config's. */
export function parseCategory(
  answer: string,
  synonyms: Readonly<Record<string, Category>> = {},
): { category: Category; others: Category[] } | Unusable {
  const read = labelReader(categories, { ...categorySynonyms, ...synonyms });
  const fields = readFields(answer);
  const category = labelOf(answer, fields.get('category'), read);
  if (typeof category !== 'string') return category;
  const besides = fields.get('others');
  const others = (typeof besides === 'string' ? besides.split(',') : (besides ?? [])).flatMap(
    (each) => read(each) ?? [],
  );
  return { category, others: [...new Set(others)].filter((each) => each !== category) };
}

const readQuality = labelReader(qualities, qualitySynonyms);

export function parseQuality(
  answer: string,
): { quality: (typeof qualities)[number]; reason: string | null } | Unusable {
  const fields = readFields(answer);
  const quality = labelOf(answer, fields.get('quality'), readQuality);
  return typeof quality === 'string' ? { quality, reason: textOf(fields.get('reason')) } : quality;
}

const readDifficulty = labelReader(difficulties, difficultySynonyms);

export function parseDifficulty(
  answer: string,
): { difficulty: (typeof difficulties)[number]; intent: string | null; knowledge: string | null } | Unusable {
  const fields = readFields(answer);
  const difficulty = labelOf(answer, fields.get('difficulty'), readDifficulty);
  if (typeof difficulty !== 'string') return difficulty;
  return { difficulty, intent: textOf(fields.get('intent')), knowledge: textOf(fields.get('knowledge')) };
}

/** The label of a field, or of an answer that is the bare word. */
function labelOf<Label extends string>(
  answer: string,
  field: string | readonly string[] | undefined,
  read: (word: string) => Label | undefined,
): Label | Unusable {
  const said = typeof field === 'string' ? field : (field?.[0] ?? answer);
  const label = read(said);
  if (label !== undefined) return label;
  return field === undefined ? unusable('no label') : unusable('another word', said.slice(0, 80));
}

function textOf(field: string | readonly string[] | undefined): string | null {
  const text = (typeof field === 'string' ? field : (field ?? []).join(', ')).trim();
  return text === '' ? null : text;
}
