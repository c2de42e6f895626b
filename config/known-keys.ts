import { z } from 'zod';
import { inputSchema } from './json-schema.ts';
import { own } from '../schemas/own.ts';

const NodeSchema = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
});
type Node = z.infer<typeof NodeSchema>;

/** Keys that a schema knows at a path, from all its alternatives; empty where any key is allowed. */
export function knownKeys(schema: z.ZodType, at: readonly PropertyKey[]): string[] {
  let nodes = alternatives(inputSchema(schema));
  for (const key of at) nodes = nodes.flatMap((node) => below(node, key));
  return [...new Set(nodes.flatMap((node) => Object.keys(node.properties ?? {})))];
}

function below(node: Node, key: PropertyKey): Node[] {
  if (typeof key === 'number') return alternatives(node.items);
  return alternatives(own(node.properties ?? {}, String(key)) ?? node.additionalProperties);
}

function alternatives(json: unknown): Node[] {
  const parsed = NodeSchema.safeParse(json);
  if (!parsed.success) return [];
  const { anyOf = [], oneOf = [], allOf = [] } = parsed.data;
  return [parsed.data, ...[...anyOf, ...oneOf, ...allOf].flatMap(alternatives)];
}
