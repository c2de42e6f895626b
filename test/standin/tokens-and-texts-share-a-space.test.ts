import { expect, test } from 'vitest';
import { z } from 'zod';
import { post } from './posting.ts';
import { documentNumber } from './recipe-prompts.ts';
import { standinForTest } from './starting.ts';

const poolingSchema = z.object({
  data: z.array(z.object({ object: z.literal('pooling'), data: z.array(z.array(z.number())) })),
  usage: z.object({ prompt_tokens: z.number() }),
});
const embeddingsSchema = z.object({ data: z.array(z.object({ embedding: z.array(z.number()) })) });
const base64Schema = z.object({ data: z.array(z.object({ data: z.base64() })) });

type Vector = number[];

const dot = (one: Vector, other: Vector) => one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
const unit = (vector: Vector) => vector.map((value) => value / Math.sqrt(dot(vector, vector)));
const meanOf = (rows: Vector[]) =>
  (rows[0] ?? []).map((_, at) => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0) / rows.length);

async function pooled(url: string, input: string | string[], further: object = {}, path = '/pooling') {
  const response = await post(url, path, { model: 'stand-in', input, ...further });
  return response.json();
}

async function embedded(url: string, input: string[]): Promise<Vector[]> {
  const response = await post(url, '/v1/embeddings', { model: 'stand-in', input });
  return embeddingsSchema.parse(await response.json()).data.map(({ embedding }) => embedding);
}

test('the mean of the token vectors is the embedding of the text', async () => {
  const { url } = await standinForTest();
  const texts = [documentNumber(3), 'One word and another.', '東京都の美術館', ''];
  const { data } = poolingSchema.parse(await pooled(url, texts));
  const means = data.map(({ data: rows }) => unit(meanOf(rows)));
  const embeddings = await embedded(url, texts);
  for (const [at, mean] of means.entries()) expect(dot(mean, embeddings[at] ?? [])).toBeGreaterThan(0.99999);
});

test('a matrix has a row a token and 256 columns, in both encodings, at both paths', async () => {
  const { url } = await standinForTest();
  const texts = ['Tides rise twice a day.', 'They fall, too.'];
  const floats = poolingSchema.parse(await pooled(url, texts));
  expect(floats.data.map(({ data }) => [data.length, data[0]?.length])).toEqual([
    [5, 256],
    [3, 256],
  ]);
  expect(floats.usage.prompt_tokens).toBe(8);
  const packed = base64Schema.parse(await pooled(url, texts, { encoding_format: 'base64' }, '/v1/pooling'));
  for (const [at, { data }] of packed.data.entries()) {
    const bytes = Buffer.from(data, 'base64');
    const values = Array.from({ length: bytes.length / 4 }, (_, place) => bytes.readFloatLE(place * 4));
    expect(values).toEqual(floats.data[at]?.data.flat().map(Math.fround));
  }
  const cut = poolingSchema.parse(await pooled(url, texts, { truncate_prompt_tokens: 2, dimensions: 64 }));
  expect(cut.data.map(({ data }) => [data.length, data[0]?.length])).toEqual([
    [2, 64],
    [2, 64],
  ]);
});

test('a token has a little of its neighbours', async () => {
  const { url } = await standinForTest();
  const middle = async (text: string) =>
    unit(poolingSchema.parse(await pooled(url, text)).data[0]?.data[1] ?? []);
  const [river, money] = [await middle('river bank water'), await middle('money bank loan')];
  expect(dot(river, money)).toBeGreaterThan(0.9);
  expect(dot(river, money)).toBeLessThan(0.9999);
});

test('a description is close to the part of a document that it fits, and to no other', async () => {
  const { url } = await standinForTest();
  const text = `Whisk the flour with butter and sugar, put the bread into the oven and bake it for an hour. Serve the soup with cheese and wine at dinner.
The astronauts left the launch site for the moon, and their spacecraft reached a lunar orbit. NASA watched the rocket and the satellite.`;
  const { data } = poolingSchema.parse(await pooled(url, text));
  const rows = data[0]?.data ?? [];
  const [start, end] = [rows.slice(0, 26), rows.slice(-20)].map((part) => unit(meanOf(part)));
  const [cooking = [], space = []] = await embedded(url, [
    'A recipe or another text on cooking, which names ingredients and explains how a meal is made.',
    'An article on a mission into space, its spacecraft and what was learnt about planets.',
  ]);
  expect(dot(cooking, start ?? [])).toBeGreaterThan(0.4);
  expect(dot(space, end ?? [])).toBeGreaterThan(0.4);
  expect(dot(cooking, end ?? [])).toBeLessThan(0.2);
  expect(dot(space, start ?? [])).toBeLessThan(0.2);
});
