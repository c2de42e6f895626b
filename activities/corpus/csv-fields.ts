import type { CsvDialect } from './csv-dialect.ts';

/** Fields of one complete CSV record, quotes taken off. */
export function csvFields(
  record: string,
  { delimiter, quote }: Pick<CsvDialect, 'delimiter' | 'quote'>,
): string[] {
  const fields: string[] = [];
  let position = 0;
  for (;;) {
    const quoted =
      quote !== undefined && record[position] === quote
        ? closingQuote(record, position + 1, quote)
        : undefined;
    const end = record.indexOf(delimiter, quoted === undefined ? position : quoted + 1);
    const stop = end < 0 ? record.length : end;
    fields.push(
      quoted === undefined
        ? record.slice(position, stop)
        : record.slice(position + 1, quoted).replaceAll(`${quote}${quote}`, () => quote ?? ''),
    );
    if (end < 0) return fields;
    position = end + 1;
  }
}

function closingQuote(record: string, from: number, quote: string): number {
  let at = record.indexOf(quote, from);
  while (at >= 0 && record[at + 1] === quote) at = record.indexOf(quote, at + 2);
  return at < 0 ? record.length : at;
}
