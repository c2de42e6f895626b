import { z } from 'zod';
import { recipeOf } from '../schemas/recipes/index.ts';

/** JSON Schema of what people write, before defaults are filled in. */
export function inputSchema(schema: z.ZodType): Record<string, unknown> {
  return { ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) };
}

const NamesSchema = z.looseObject({ required: z.array(z.string()).optional() });
/** A role may be played in several ways, by a service or by a language model: then it is one of several objects. */
const PlayedSchema = NamesSchema.extend({ anyOf: z.array(NamesSchema).optional() });
/** A set of roles has names of the user's own. */
const HolderSchema = PlayedSchema.extend({
  additionalProperties: z.union([z.boolean(), PlayedSchema]).optional(),
});
const RolesSchema = z.looseObject({
  properties: z.looseObject({
    roles: NamesSchema.extend({ properties: z.record(z.string(), HolderSchema) }).optional(),
  }),
  required: z.array(z.string()).optional(),
});

/**
 * JSON Schema (2020-12) of a recipe's config, for editors: put
 * `# yaml-language-server: $schema=generate.schema.json` at the top of a YAML config. Endpoints, the roles' endpoint and
 * model, and roles of another one's model are optional in it, since `loadConfig` fills them in. Throws UnknownRecipe.
 */
export function configJsonSchema(recipe: string): Record<string, unknown> {
  const { schema, title, sameModel = {} } = recipeOf(recipe);
  const json = RolesSchema.parse(inputSchema(schema));
  const roles = json.properties.roles;
  const relaxed =
    roles === undefined
      ? undefined
      : {
          ...without(roles, Object.keys(sameModel)),
          properties: Object.fromEntries(
            Object.entries(roles.properties).map(([name, role]) => [name, filledIn(role)]),
          ),
        };
  return {
    ...without(json, ['endpoints']),
    title,
    properties: { ...json.properties, ...(relaxed === undefined ? {} : { roles: relaxed }) },
  };
}

function filledIn(role: z.infer<typeof HolderSchema>): z.infer<typeof HolderSchema> {
  const names = ['endpoint', 'model'];
  const { additionalProperties: members } = role;
  if (typeof members === 'object') return { ...role, additionalProperties: filledIn(members) };
  if (role.anyOf === undefined) return without(role, names);
  return { ...role, anyOf: role.anyOf.map((way) => without(way, names)) };
}

function without<Node extends { required?: string[] | undefined }>(
  node: Node,
  names: readonly string[],
): Node {
  return { ...node, required: (node.required ?? []).filter((name) => !names.includes(name)) };
}
