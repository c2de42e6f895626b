import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { columnsOf } from '../../schemas/table/column.ts';
import { column } from '../../schemas/table/meaning.ts';
import { JsonSchema } from '../../schemas/json.ts';

const typeOf = (type: z.ZodType): string => {
  const [column] = columnsOf({ x: type });
  return `${column?.json === true ? 'JSON' : column?.type}${column?.nullable === true ? ' NULL' : ''}`;
};

describe('columns of a shape', () => {
  it.each([
    ['VARCHAR', z.string().min(1)],
    ['VARCHAR', z.iso.datetime()],
    ['VARCHAR', z.url()],
    ['VARCHAR', z.enum(['a', 'b'])],
    ['VARCHAR', z.literal('a')],
    ['VARCHAR', z.string().brand('Id')],
    ['BOOLEAN', z.boolean().default(true)],
    ['BIGINT', z.int().nonnegative()],
    ['BIGINT', z.number().int()],
    ['BIGINT', z.int32()],
    ['BIGINT', z.uint32()],
    ['BIGINT', z.literal([1, 2])],
    ['DOUBLE', z.number().min(0.5)],
    ['DOUBLE', z.float64()],
    ['FLOAT', z.float32()],
    ['FLOAT[]', z.array(z.float32())],
    ['VARCHAR[]', z.array(z.string()).readonly()],
    ['VARCHAR NULL', z.string().nullable()],
    ['JSON', z.object({ a: z.string() })],
    ['JSON', JsonSchema],
    ['JSON', z.array(z.object({}))],
    ['JSON', z.array(z.array(z.string()))],
    ['JSON', z.array(z.string().nullable())],
    ['JSON', z.union([z.string(), z.number()])],
    ['JSON', z.literal(['a', 1])],
    ['JSON NULL', z.record(z.string(), JsonSchema).nullable()],
  ])('%s', (expected, type) => expect(typeOf(type)).toBe(expected));

  it.each([z.date(), z.bigint(), z.map(z.string(), z.string()), z.string().transform(Number), z.undefined()])(
    'refuses what no column can hold',
    (type) => expect(() => typeOf(type)).toThrow(/column "x": .* has no column type/),
  );

  it('refuses an optional column and a bad name', () => {
    expect(() => typeOf(z.string().optional())).toThrow('a column is nullable, never optional');
    expect(() => columnsOf({ 'Bad name': z.string() })).toThrow('lower_snake_case');
  });
});

test('a column tells what it means wherever its type is used, also where it may be null', () => {
  const rating = column(z.int(), { about: 'How good it is', meaning: { is: 'score', scale: [1, 10] } });
  const told = { about: 'How good it is', meaning: { is: 'score', scale: [1, 10] } };
  expect(columnsOf({ a: rating, b: rating.nullable(), c: z.int() })).toEqual([
    { name: 'a', type: 'BIGINT', nullable: false, json: false, ...told },
    { name: 'b', type: 'BIGINT', nullable: true, json: false, ...told },
    { name: 'c', type: 'BIGINT', nullable: false, json: false },
  ]);
});
