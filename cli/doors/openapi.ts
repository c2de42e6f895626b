import { z } from 'zod';
import { version } from '../version.ts';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';

const errors = z.object({ error: z.object({ kind: z.string(), message: z.string() }) });

/** The OpenAPI document (3.1) of the HTTP door, made from what the operations take and give. */
export function openApi(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const each of operations) (paths[each.path] ??= {})[each.method] = described(each);
  paths['/v1/builds/{id}/events'] = {
    get: {
      operationId: 'follow_build',
      summary:
        'Server-sent events: `progress` when something has changed, and `end` with the build as get_build tells it',
      parameters: [parameter('id', { type: 'string' }, 'path', true)],
      responses: { 200: { description: 'OK', content: { 'text/event-stream': {} } }, ...refusals },
    },
  };
  return {
    openapi: '3.1.0',
    info: { title: 'Tunesmith', version },
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    paths,
  };
}

const refusals = {
  '4XX': { description: 'Refused', content: { 'application/json': { schema: json(errors, 'output') } } },
};

function described({ name, about, method, path, input, output }: Operation): Record<string, unknown> {
  const inPath = namesIn(path);
  const { properties = {}, required = [] } = z
    .object({
      properties: z.record(z.string(), z.unknown()).optional(),
      required: z.array(z.string()).optional(),
    })
    .parse(json(input, 'input'));
  const others = Object.keys(properties).filter((each) => !inPath.includes(each));
  const inQuery = method === 'get' ? others : [];
  const parameters = [
    ...inPath.map((each) => parameter(each, properties[each], 'path', true)),
    ...inQuery.map((each) => parameter(each, properties[each], 'query', required.includes(each))),
  ];
  const body = {
    type: 'object',
    properties: Object.fromEntries(others.map((each) => [each, properties[each]])),
    required: required.filter((each) => others.includes(each)),
  };
  const takesBody = method === 'post' && others.length > 0;
  return {
    operationId: name,
    summary: about,
    parameters,
    ...(takesBody
      ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } }
      : {}),
    responses: {
      200: { description: 'OK', content: { 'application/json': { schema: json(output, 'output') } } },
      ...refusals,
    },
  };
}

export function namesIn(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, each]) => each ?? []);
}

function parameter(name: string, schema: unknown, place: string, required: boolean): Record<string, unknown> {
  return { name, in: place, required, schema };
}

function json(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
