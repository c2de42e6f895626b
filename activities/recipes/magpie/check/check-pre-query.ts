import { own } from '../../../../schemas/own.ts';
import type { BuildRef } from '../../../../schemas/build/task.ts';
import { boundsOf } from '../../../../schemas/recipes/magpie/conversation.ts';
import { MagpieSchema, type MagpieConfig } from '../../../../schemas/recipes/magpie/recipe.ts';
import { openChatTemplate } from '../../../chat-templates/open-chat-template.ts';
import { EndpointsNotReady } from '../../../engine/build/open-build.ts';
import { openBuildOf } from '../../../engine/build/open-plan.ts';
import type { WorkerParts } from '../../../engine/build/worker-parts.ts';
import type { Prompt } from '../../../prompts/prompt.ts';
import type { RecipeCheck } from '../../common/recipe-code.ts';
import { systemOf } from '../control.ts';
import { userTurnOf, type UserTurn } from '../pre-query/user-turn.ts';
import { systemOfTurns } from '../system-of-turns.ts';
import { rawFindings } from './raw-findings.ts';

/**
 * Looks before anything is asked whether the build's raw prompts can be written, and whether the instructor's servers
 * take them as they are. Throws ChatTemplateUnusable, ConfigUnusable, EndpointsNotReady.
 */
export async function checkPreQuery(ref: BuildRef, parts: WorkerParts): Promise<void> {
  const build = await openBuildOf(ref, parts);
  const { config } = build.plan;
  // A config may name an endpoint that only workers know.
  const { role, endpoint } = build.role('instructor');
  const known = { ...config, endpoints: { ...config.endpoints, [role.endpoint]: endpoint } };
  const findings = await preQueryFindings({ config: known, prompts: build.prompts, env: parts.env });
  if (findings.length > 0) throw new EndpointsNotReady(findings.join('\n'));
}

/** The same of a config, before a build: a line for each server that does not take the prompts. */
export const preQueryFindings: RecipeCheck = async ({ config: given, prompts, env }) => {
  const config = MagpieSchema.parse(given);
  const { chatTemplate, endpoint: name } = config.roles.instructor;
  const template = chatTemplate === undefined ? undefined : await openChatTemplate(chatTemplate);
  const turn = userTurnOf(config.preQuery, template);
  tryPrompts(turn, config, prompts);
  const endpoint = own(config.endpoints, name);
  return endpoint === undefined ? [] : rawFindings(turn, config, endpoint, env);
};

/** Writes each kind of prompt once: a template may refuse a system prompt, or leave it out. */
function tryPrompts(
  turn: UserTurn,
  { control, turns, conversation }: MagpieConfig,
  prompts: ReadonlyMap<string, Prompt>,
): void {
  const context = { promptNamed: (name: string) => prompts.get(name) };
  for (const domain of [undefined, ...control]) {
    turn.first(systemOf(domain, context));
    if (boundsOf(turns).max === 1) continue;
    const system = systemOfTurns(conversation.system, domain, context);
    turn.after([
      ...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
      { role: 'user', content: 'What is rain?' },
      { role: 'assistant', content: 'Water that falls.' },
    ]);
  }
}
