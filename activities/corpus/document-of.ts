import type { Document, DocumentColumns } from '../../schemas/table/corpus.ts';
import type { Json } from '../../schemas/json.ts';
import { isBlank } from '../is-blank.ts';
import { contentId } from './content-id.ts';
import { isJsonObject } from './json-object.ts';
import { excerpt, type LineReject } from './line.ts';
import { kindOf } from './parse-record.ts';
import { unfitText, usableId } from './unfit-text.ts';
import { valueAt } from './value-at.ts';

/** The document that a record describes, or what it lacks. Fields that we have no name for go to its metadata. */
export function documentOf(
  fields: Record<string, Json>,
  columns: DocumentColumns,
  fileName: string,
): { document: Document } | { reject: LineReject } {
  const rejected = (reason: string, detail: string) => ({
    reject: { reason, detail, raw: excerpt(JSON.stringify(fields)) },
  });
  const text = valueAt(fields, columns.text);
  if (text === null) return rejected('text is missing', `${columns.text} is null`);
  if (text === undefined) {
    const names = Object.keys(fields).slice(0, 12).join(', ');
    return rejected('text is missing', `no field "${columns.text}" among ${names}`);
  }
  if (typeof text !== 'string') return rejected('text is not a string', `${columns.text} is ${kindOf(text)}`);
  if (isBlank(text)) return rejected('text is empty', columns.text);

  const source = valueAt(fields, columns.source) ?? fileName;
  if (typeof source !== 'string')
    return rejected('source is not a string', `${columns.source} is ${kindOf(source)}`);

  // What stands deeper in the record was not looked at when it was read.
  const unfit = unfitText(columns.text, text) ?? unfitText(columns.source, source);
  if (unfit !== undefined) return { reject: unfit };

  const id = valueAt(fields, columns.id) ?? null;
  if (id !== null && typeof id !== 'string' && typeof id !== 'number') {
    return rejected('id is not a string', `${columns.id} is ${kindOf(id)}`);
  }
  return {
    document: {
      id: contentId(text),
      text,
      source,
      source_id: id === null ? null : usableId(String(id)),
      metadata: metadataOf(fields, columns),
    },
  };
}

function metadataOf(fields: Record<string, Json>, columns: DocumentColumns): Record<string, Json> {
  const named = new Set([columns.id, columns.text, columns.source, 'metadata']);
  const others = Object.entries(fields).filter(([name]) => !named.has(name));
  const { metadata } = fields;
  if (isJsonObject(metadata)) return Object.fromEntries([...others, ...Object.entries(metadata)]);
  return Object.fromEntries(
    metadata === undefined || metadata === null ? others : [...others, ['metadata', metadata]],
  );
}
