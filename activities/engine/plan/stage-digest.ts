import type { Json } from '../../../schemas/json.ts';
import { isService } from '../../../schemas/inference/role.ts';
import { rolesAsked, type AnyStage } from '../../../schemas/table/stage.ts';
import type { StageCall } from '../../../schemas/build/task.ts';
import { roleIdentity } from '../answers/address.ts';
import { digestOf } from '../../digest.ts';
import { reading } from '../../inference/read-answer.ts';
import { isFamily, membersOf } from '../../prompts/family.ts';
import type { OpenBuild } from '../build/open-plan.ts';

/** Raise it when tables are kept in another form: those of before are not read, but made again. */
export const tableLayout = 2;

/**
 * Digest of a stage alone: everything that decides what it makes of a row. Not the endpoint's URL or limits, so a
 * build goes on where it was when its models move.
 */
export async function stageDigest(stage: AnyStage, call: StageCall, build: OpenBuild): Promise<string> {
  const { name, version } = stage;
  const { seed, recipe } = build.plan.config;
  if (stage.kind === 'set')
    return digestOf({
      layout: tableLayout,
      name,
      version,
      recipe,
      params: call.params,
      without: call.without,
      seed,
    });
  const known = Object.keys(build.plan.prompts);
  const prompts = Object.keys(stage.prompts ?? {})
    .flatMap((prompt) => (isFamily(prompt) ? membersOf(prompt, known) : [prompt]))
    .map((prompt) => [prompt, build.plan.prompts[prompt]?.text]);
  const names = rolesAsked(stage, call.params);
  const played = names.map((role) => build.role(role).role);
  const roles = played.map((role) => roleIdentity(role));
  const templates = await Promise.all(names.map((role) => build.chatTemplate(role)));
  const tokenizer = stage.countsTokens === true ? (await build.tokenizer()).digest : undefined;
  return digestOf({
    layout: tableLayout,
    name,
    version,
    recipe,
    params: addressed(call.params, stage.unaddressed),
    prompts,
    role: roles.length > 1 ? roles : roles[0],
    tokenizer,
    templates: templates.some((each) => each !== undefined)
      ? templates.map((each) => each?.digest)
      : undefined,
    of: stage.of,
    reading: played.some((role) => !isService(role)) ? reading : undefined,
    without: call.without,
    seed: roles.length === 0 ? undefined : seed,
  });
}

function addressed(params: Json, unaddressed: readonly string[] = []): Json {
  if (unaddressed.length === 0 || params === null || typeof params !== 'object' || Array.isArray(params))
    return params;
  return Object.fromEntries(Object.entries(params).filter(([name]) => !unaddressed.includes(name)));
}

/** Digest of a table: the stage that makes it and the digests of what it is made from. */
export function tableDigest(stage: string, inputs: readonly string[]): string {
  return digestOf({ stage, inputs });
}
