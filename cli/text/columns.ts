import { nameOnTerminal } from '../../activities/show-invisible.ts';
import { fill, widthOf } from './width.ts';

/** One column of a table on the terminal. */
export interface TextColumn {
  readonly header: string;
  readonly cells: readonly string[];
  readonly align?: 'left' | 'right';
  /** Least width, so that a table that is drawn again and again does not jump. */
  readonly least?: number;
  /** Narrow terminals lose the columns with the lowest number first; a column without one stays. */
  readonly keep?: number;
  /** Colours a cell after it was cut and filled. */
  readonly paint?: (text: string, row: number) => string;
}

const gap = 1;

/** Lines of a table, its header first, none wider than `width`. The first column gives way when there is no room. */
export function tableLines(
  given: readonly TextColumn[],
  width: number,
  dim: (text: string) => string,
): string[] {
  const columns = given.map((column) => ({ ...column, cells: column.cells.map(nameOnTerminal) }));
  let shown = columns.map((column) => ({ column, width: natural(column) }));
  const excess = () => shown.reduce((sum, each) => sum + each.width + gap, -gap) - width;
  // The first column may shrink to this before another one is dropped.
  const [first] = shown;
  if (first === undefined) return [];
  const leastFirst = Math.min(first.width, 16);
  for (;;) {
    const over = excess();
    if (over <= first.width - leastFirst) {
      first.width -= Math.max(0, over);
      break;
    }
    const droppable = shown.filter(({ column }) => column.keep !== undefined);
    if (droppable.length === 0) break;
    const dropped = droppable.reduce((a, b) => ((a.column.keep ?? 0) <= (b.column.keep ?? 0) ? a : b));
    shown = shown.filter((each) => each !== dropped);
  }
  while (excess() > 0 && shown.length > 1) shown = shown.slice(0, -1);
  first.width = Math.max(1, first.width - Math.max(0, excess()));
  const line = (cellOf: (column: TextColumn) => string, row: number) => {
    // Blanks at the end of a line would be copied along with it.
    const end = shown.findLastIndex(({ column }) => cellOf(column) !== '') + 1;
    return shown
      .slice(0, end)
      .map(({ column, width: cell }, at) => {
        const filled = fill(cellOf(column), cell, column.align);
        const text = at === end - 1 ? filled.trimEnd() : filled;
        if (row < 0) return dim(text);
        return column.paint === undefined ? text : column.paint(text, row);
      })
      .join(' '.repeat(gap));
  };
  const rows = Math.max(0, ...columns.map(({ cells }) => cells.length));
  return [
    line(({ header }) => header, -1),
    ...Array.from({ length: rows }, (_, row) => line(({ cells }) => cells[row] ?? '', row)),
  ];
}

function natural({ header, cells, least = 0 }: TextColumn): number {
  return Math.max(least, widthOf(header), ...cells.map(widthOf));
}
