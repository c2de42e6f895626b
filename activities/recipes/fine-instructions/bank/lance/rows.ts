import {
  Field,
  FixedSizeList,
  Float32,
  Int32,
  RecordBatch,
  Schema,
  Struct,
  Table,
  Utf8,
  makeData,
  vectorFromArray,
  type Data,
} from 'apache-arrow';
import type { Templates } from '../read-templates.ts';
import { unitVector } from '../../../../vectors/unit-vector.ts';

/** Templates as rows of the Lance table; the vectors at length 1. */
export function lanceRows({ rows, dimensions, vectors }: Templates): Table {
  const length = rows.length;
  const texts = (['template_id', 'template', 'query', 'query_source'] as const).map(
    (name) =>
      [
        name,
        vectorFromArray(
          rows.map((row) => row[name]),
          new Utf8(),
        ).data[0],
      ] as const,
  );
  const complexity = makeData({ type: new Int32(), data: Int32Array.from(rows, (row) => row.complexity) });
  const type = new FixedSizeList(dimensions, new Field('item', new Float32(), true));
  const child = makeData({ type: new Float32(), data: units(vectors, dimensions) });
  const vector = makeData({ type, length, nullCount: 0, child });
  const columns: (readonly [string, Data | undefined])[] = [
    ...texts,
    ['complexity', complexity],
    ['vector', vector],
  ];
  const children = columns.flatMap(([, data]) => (data === undefined ? [] : [data]));
  const fields = columns.flatMap(([name, data]) =>
    data === undefined ? [] : [new Field(name, data.type, false)],
  );
  const schema = new Schema(fields);
  const data = makeData({ type: new Struct(fields), length, nullCount: 0, children });
  return new Table(schema, [new RecordBatch(schema, data)]);
}

function units(vectors: Float32Array, dimensions: number): Float32Array {
  const scaled = new Float32Array(vectors.length);
  for (let at = 0; at < vectors.length; at += dimensions)
    scaled.set(unitVector(vectors.subarray(at, at + dimensions)), at);
  return scaled;
}
