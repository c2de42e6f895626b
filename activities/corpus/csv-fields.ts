/** Fields of one complete CSV record, quotes taken off. */
export function csvFields(record: string, delimiter: string): string[] {
  const fields: string[] = [];
  let position = 0;
  for (;;) {
    const quoted = record[position] === '"' ? closingQuote(record, position + 1) : undefined;
    const end = record.indexOf(delimiter, quoted === undefined ? position : quoted + 1);
    const stop = end < 0 ? record.length : end;
    fields.push(
      quoted === undefined
        ? record.slice(position, stop)
        : record.slice(position + 1, quoted).replaceAll('""', '"'),
    );
    if (end < 0) return fields;
    position = end + 1;
  }
}

function closingQuote(record: string, from: number): number {
  let at = record.indexOf('"', from);
  while (at >= 0 && record[at + 1] === '"') at = record.indexOf('"', at + 2);
  return at < 0 ? record.length : at;
}
