import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { EndpointSchema, type Endpoint } from '../../../schemas/inference/endpoint.ts';
import { own } from '../../../schemas/own.ts';
import { PlanSchema, type Plan } from '../../../schemas/build/plan.ts';
import { type AnyRole } from '../../../schemas/inference/role.ts';
import { RolesSchema } from '../../../schemas/inference/roles.ts';
import type { BuildRef } from '../../../schemas/build/task.ts';
import type { ChatTemplate } from '../../chat-templates/chat-template.ts';
import { objectsBeside } from '../../corpus/s3-source.ts';
import { openChatTemplate } from '../../chat-templates/open-chat-template.ts';
import { parsePrompt, type Prompt } from '../../prompts/prompt.ts';
import type { Store } from '../../storage/store.ts';
import { openTokenizer } from '../../tokens/open-tokenizer.ts';
import type { Tokenizer } from '../../tokens/tokenizer.ts';
import { needStored } from '../../storage/stored-json.ts';
import type { WorkerParts } from './worker-parts.ts';
import { Tables } from '../tables/tables.ts';

/** A build as activities see it: its store, and its config and prompts as they were at its beginning. */
export interface OpenBuild {
  readonly plan: Plan;
  readonly store: Store;
  readonly prompts: ReadonlyMap<string, Prompt>;
  readonly roles: Readonly<Record<string, AnyRole>>;
  role(name: string): { role: AnyRole; endpoint: Endpoint };
  tokenizer(): Promise<Tokenizer>;
  /** The chat template of a role; undefined where it has none. Throws ChatTemplateUnusable. */
  chatTemplate(role: string): Promise<ChatTemplate | undefined>;
  readonly tables: Tables;
}

const PlayedSchema = z.object({ roles: RolesSchema });
type Opened = LRUCache<string, Promise<OpenBuild>>;
const openedBy = new WeakMap<WorkerParts, Opened>();

/** Opens a build once a process (its `parts` are made once). */
export function openBuildOf(ref: BuildRef, parts: WorkerParts): Promise<OpenBuild> {
  const opened: Opened = openedBy.get(parts) ?? new LRUCache({ max: 50 });
  openedBy.set(parts, opened);
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
  return openPlan(await needStored(store, ref.plan, PlanSchema), store);
}

/** A build of a plan, whether or not the store has it. */
export function openPlan(plan: Plan, store: Store): OpenBuild {
  const prompts = new Map(
    Object.entries(plan.prompts).map(([name, { text, from }]) => [name, parsePrompt(text, from)]),
  );
  const roles = rolesOf(plan);
  let tokenizer: Promise<Tokenizer> | undefined;
  const templates = new Map<string, Promise<ChatTemplate>>();
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
      const checked = EndpointSchema.parse(endpoint);
      const price = role.price ?? own(checked.prices ?? {}, role.model);
      return { role: price === undefined ? role : { ...role, price }, endpoint: checked };
    },
    tokenizer: () => (tokenizer ??= openTokenizer(plan.config.tokenizer)),
    async chatTemplate(name) {
      const config = chatTemplateOf(own(roles, name));
      if (config === undefined) return undefined;
      const known = templates.get(name);
      if (known !== undefined) return known;
      const opening = openChatTemplate(config, objectsBeside(plan.config.store));
      templates.set(name, opening);
      // What an object store could not give now, it may give when the step is tried again.
      opening.catch(() => templates.delete(name));
      return opening;
    },
    tables: new Tables(store),
  };
}

function chatTemplateOf(role: AnyRole | undefined) {
  return role?.chatTemplate;
}

/** The roles of a plan's config, those left out by the user left out; those of a set as `teachers.llama`. */
export function rolesOf(plan: Pick<Plan, 'config'>): Record<string, AnyRole> {
  return PlayedSchema.parse(plan.config).roles;
}
