import type { Column } from '../../schemas/table/column.ts';
import type { DatasetColumn } from '../../schemas/dataset/manifest.ts';
import { own } from '../../schemas/own.ts';
import type { Recipe } from '../../schemas/build/recipe.ts';

/** Our names of columns that would say little outside a build. */
const renamed: Readonly<Record<string, string>> = {
  text: 'web_response',
  text_tokens: 'web_response_tokens',
};

const about: Readonly<Record<string, string>> = {
  id: 'Hash of the input row’s content; stable between versions',
  instruction: 'The instruction or question',
  response: 'The response to learn from',
  text: 'The raw web document that the pair was made from, unchanged',
  text_tokens: 'Length of `web_response` in tokens',
  source: 'Where the document came from',
  source_id: 'The id that the document had in its corpus',
  metadata: 'Everything else that the corpus said of the document',
  fields: 'The input row’s own columns',
  score: 'Score that the pair was given, 1 to 5',
  instruction_tokens: 'Length of `instruction` in tokens',
  response_tokens: 'Length of `response` in tokens',
  copied_share: 'Share of `response` that stands verbatim in `web_response`, 0 to 1',
  document_id: 'Hash of the document’s content: pairs of one document share it',
  document_tokens: 'Length of the document in tokens',
  template_id: 'The template that became the instruction',
  template: 'Its text; what `<fi>` encloses was filled in from the document',
  complexity: 'Number of its `<fi>` tags',
  query: 'The user’s query that gave the template first',
  query_source: 'Where that query came from',
  chunk: 'Part of the document by which the template was found; 0 for the whole of it',
  similarity: 'Cosine similarity of that part and what the template wants',
  excerpts: 'Spans of the document that `response` quotes, in code points, ends exclusive',
  instruction_excerpts: 'The same of `instruction`',
  excerpted_share: 'Share of `response` that is quoted, 0 to 1',
  excerpt_location: 'Where the middle of the excerpts lies in the document, 0 to 1',
  pair_tokens: 'Length of instruction and response in tokens, their format included',
  categories: 'What a model says that the instruction is about; null where it said nothing usable',
};

/** What a reader looks for first comes first, then the other columns in the table's order. */
const first = ['id', 'instruction', 'response', 'text'];

/** The columns of a dataset's Parquet files, from those of its table. */
export function publicColumns(columns: readonly Column[], recipe: Recipe): DatasetColumn[] {
  const rank = ({ name }: Column): number => (first.includes(name) ? first.indexOf(name) : first.length);
  const taken = new Set(columns.map(({ name }) => name));
  return columns
    .filter(({ name }) => recipe.hidden?.includes(name) !== true)
    .sort((a, b) => rank(a) - rank(b))
    .map((column) => {
      const better = own(renamed, column.name);
      const name = better === undefined || taken.has(better) ? column.name : better;
      return {
        name,
        from: column.name,
        type: column.type,
        json: column.json,
        about: aboutOf(column, recipe),
      };
    });
}

/** The public name of a column of the table. */
export function publicName(column: string, columns: readonly DatasetColumn[]): string {
  return columns.find(({ from }) => from === column)?.name ?? column;
}

function aboutOf({ name }: Column, recipe: Recipe): string {
  const stage = recipe.stages.find((each) => each.kind === 'row' && Object.hasOwn(each.adds.shape, name));
  return (
    own(recipe.about ?? {}, name) ??
    own(about, name) ??
    (stage === undefined ? 'From the input' : `Added by the stage “${stage.title}”`)
  );
}
