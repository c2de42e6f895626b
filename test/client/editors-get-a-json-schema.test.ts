import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { configJsonSchema } from '../../config/json-schema.ts';
import { recipes } from '../../schemas/recipes/index.ts';

describe.each(recipes.map(({ name }) => name))('the JSON Schema of %s', (name) => {
  const json = configJsonSchema(name);
  const schema = z.fromJSONSchema(json);

  it('is JSON Schema 2020-12 that knows every key', () => {
    expect(json).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      additionalProperties: false,
    });
  });

  it("accepts the recipe's example", async () => {
    const config: unknown = parse(await readFile(`examples/${name}.yaml`, 'utf8'));
    expect(schema.safeParse(config).error).toBeUndefined();
  });

  it('refuses a misspelt key and a missing name', async () => {
    const config: unknown = parse(await readFile(`examples/${name}.yaml`, 'utf8'));
    expect(schema.safeParse({ ...Object(config), sed: 1 }).success).toBe(false);
    expect(schema.safeParse({ ...Object(config), name: undefined }).success).toBe(false);
  });
});
