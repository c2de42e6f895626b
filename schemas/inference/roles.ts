import { z } from 'zod';
import { AnyRoleSchema, RoleSchema, ServiceRoleSchema, type AnyRole } from './role.ts';

type Holder = Readonly<Record<string, unknown>>;

/** What a role may say of itself: a set of roles has none of these names. */
const ofRoles = new Set([...Object.keys(RoleSchema.shape), ...Object.keys(ServiceRoleSchema.shape)]);

/** Name of a role within a set of them: with the set's it stands in tables, flows and names of datasets. */
export const RoleNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'use lower-case letters, digits and "-" (at most 40)')
  .refine((name) => !ofRoles.has(name), {
    error: 'it is what one role says of itself; here stand roles by names of your own, such as `one: {}`',
  });

/**
 * Whether what stands under a name of `roles` is several roles of the user's own names, such as
 * `teachers: { llama: ..., gemma: ... }`, and not one role.
 */
export function isRoleSet(value: unknown): value is Holder {
  if (!isHolder(value)) return false;
  const inside = Object.entries(value);
  return (
    inside.length > 0 &&
    inside.every(([name, each]) => !ofRoles.has(name) && (each === null || isHolder(each)))
  );
}

/** The roles of a config by name, without those that the user left out; those of a set as `teachers.llama`. */
export const RolesSchema = z
  .record(z.string(), z.union([AnyRoleSchema, z.record(z.string(), AnyRoleSchema)]).optional())
  .transform((roles) => {
    const named: Record<string, AnyRole> = {};
    for (const [name, role] of Object.entries(roles)) {
      if (role === undefined) continue;
      if (isRole(role)) named[name] = role;
      else for (const [member, each] of Object.entries(role)) named[`${name}.${member}`] = each;
    }
    return named;
  });

function isRole(value: AnyRole | Readonly<Record<string, AnyRole>>): value is AnyRole {
  return typeof value.endpoint === 'string';
}

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
