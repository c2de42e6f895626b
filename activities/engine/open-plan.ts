import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { EndpointSchema, type Endpoint } from '../../schemas/endpoint.ts';
import { own } from '../../schemas/own.ts';
import { PlanSchema, type Plan } from '../../schemas/plan.ts';
import { AnyRoleSchema, type AnyRole } from '../../schemas/role.ts';
import { TableOutlineSchema, type TableOutline } from '../../schemas/table.ts';
import type { BuildRef, TableRef } from '../../schemas/task.ts';
import { parsePrompt, type Prompt } from '../prompts/prompt.ts';
import type { Store } from '../storage/store.ts';
import { openTokenizer } from '../tokens/open-tokenizer.ts';
import type { Tokenizer } from '../tokens/tokenizer.ts';
import { needDocument } from './documents.ts';
import { outlineKey } from './keys.ts';
import type { WorkerParts } from './parts.ts';

/** A build as activities see it: its store, and its config and prompts as they were at its beginning. */
export interface OpenBuild {
  readonly plan: Plan;
  readonly store: Store;
  readonly prompts: ReadonlyMap<string, Prompt>;
  readonly roles: Readonly<Record<string, AnyRole>>;
  role(name: string): { role: AnyRole; endpoint: Endpoint };
  tokenizer(): Promise<Tokenizer>;
  outline(table: TableRef): Promise<TableOutline>;
}

const RolesSchema = z.object({ roles: z.record(z.string(), AnyRoleSchema.optional()) });
const opened = new LRUCache<string, Promise<OpenBuild>>({ max: 50 });

/** Opens a build once a process. */
export function openBuildOf(ref: BuildRef, parts: WorkerParts): Promise<OpenBuild> {
  const key = `${ref.store.uri}\n${ref.plan}`;
  const known = opened.get(key);
  if (known !== undefined) return known;
  const opening = open(ref, parts);
  opened.set(key, opening);
  opening.catch(() => opened.delete(key));
  return opening;
}

async function open(ref: BuildRef, parts: WorkerParts): Promise<OpenBuild> {
  const store = await parts.openStore(ref.store);
  return openPlan(await needDocument(store, ref.plan, PlanSchema), store);
}

/** A build of a plan, whether or not the store has it. */
export function openPlan(plan: Plan, store: Store): OpenBuild {
  const prompts = new Map(
    Object.entries(plan.prompts).map(([name, { text, from }]) => [name, parsePrompt(text, from)]),
  );
  const roles = rolesOf(plan);
  const outlines = new LRUCache<string, TableOutline>({ max: 100 });
  let tokenizer: Promise<Tokenizer> | undefined;
  return {
    plan,
    store,
    prompts,
    roles,
    role(name) {
      const role = own(roles, name);
      if (role === undefined) throw new Error(`the config has no role "${name}"`);
      const endpoint = own(plan.config.endpoints, role.endpoint);
      if (endpoint === undefined)
        throw new Error(`the role ${name} names the endpoint "${role.endpoint}", which is not there`);
      return { role, endpoint: EndpointSchema.parse(endpoint) };
    },
    tokenizer: () => (tokenizer ??= openTokenizer(plan.config.tokenizer)),
    async outline(table) {
      const known = outlines.get(table.digest);
      if (known !== undefined) return known;
      const outline = await needDocument(store, outlineKey(table), TableOutlineSchema);
      outlines.set(table.digest, outline);
      return outline;
    },
  };
}

/** The roles of a plan's config, those left out by the user left out. */
export function rolesOf(plan: Pick<Plan, 'config'>): Record<string, AnyRole> {
  const roles: Record<string, AnyRole> = {};
  for (const [name, role] of Object.entries(RolesSchema.parse(plan.config).roles))
    if (role !== undefined) roles[name] = role;
  return roles;
}
