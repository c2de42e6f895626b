import { columnsOf, type Column } from '../../schemas/table/column.ts';
import type { DatasetColumn } from '../../schemas/dataset/manifest.ts';
import { kindOf, tokensColumn, type KindName } from '../../schemas/kinds/index.ts';
import { own } from '../../schemas/own.ts';
import type { Recipe } from '../../schemas/build/recipe.ts';

/**
 * The columns of a dataset's Parquet files, from those of its table. What a reader looks for first comes first: the
 * texts, then what they were made from; the other columns have the table's order.
 */
export function publicColumns(columns: readonly Column[], recipe: Recipe, kind: KindName): DatasetColumn[] {
  const first = ['id', ...Object.keys({ ...kindOf(kind).oneOf, ...kindOf(kind).needs })];
  const rank = ({ name, meaning }: Column): number => {
    if (first.includes(name)) return first.indexOf(name);
    return meaning?.is === 'document' ? first.length : first.length + 1;
  };
  const taken = new Set(columns.map(({ name }) => name));
  return columns
    .filter(({ name }) => recipe.hidden?.includes(name) !== true)
    .sort((a, b) => rank(a) - rank(b))
    .map((column) => {
      const better = column.public;
      const name = better === undefined || taken.has(better) ? column.name : better;
      return {
        name,
        from: column.name,
        type: column.type,
        json: column.json,
        about: aboutOf(column, recipe, kind),
      };
    });
}

/** The public name of a column of the table. */
export function publicName(column: string, columns: readonly DatasetColumn[]): string {
  return columns.find(({ from }) => from === column)?.name ?? column;
}

function aboutOf({ name, about }: Column, recipe: Recipe, kind: KindName): string {
  const stage = recipe.stages.find((each) => Object.hasOwn(each.adds.shape, name));
  return (
    own(recipe.about ?? {}, name) ??
    about ??
    (name === 'id' ? 'Hash of the input row’s content; stable between versions' : undefined) ??
    aboutInKind(name, kind) ??
    (stage === undefined ? 'From the input' : `Added by the stage “${stage.title}”`)
  );
}

function aboutInKind(name: string, kind: KindName): string | undefined {
  const { needs, oneOf, texts } = kindOf(kind);
  const text = Object.entries(texts).find(([each]) => tokensColumn(each) === name);
  if (text !== undefined) return `Length of ${text[1]} in tokens`;
  return columnsOf({ ...oneOf, ...needs }).find((column) => column.name === name)?.about;
}
