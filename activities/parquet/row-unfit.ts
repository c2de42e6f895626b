/** A row that the table's columns cannot hold: a bug of the stage that made it. */
export class RowUnfit extends TypeError {
  override readonly name = 'RowUnfit';
  readonly column: string;

  constructor(id: unknown, column: { readonly name: string; readonly type: string }, value: unknown) {
    super(`row ${String(id)}: column "${column.name}" is ${column.type} and cannot hold ${shown(value)}`);
    this.column = column.name;
  }
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return `${text.length > 100 ? `${text.slice(0, 100)}…` : text} (${value === null ? 'null' : typeof value})`;
}
