import { z } from 'zod';
import type { Endpoint } from '../../../../schemas/inference/endpoint.ts';
import type { MagpieConfig } from '../../../../schemas/recipes/magpie/recipe.ts';
import { apiKeyOf } from '../../../inference/api-key.ts';
import { displayUrl } from '../../../inference/display-url.ts';
import { findingLine, type PreflightFinding } from '../../../inference/index.ts';
import type { UserTurn } from '../pre-query/user-turn.ts';
import { RawServer } from './raw-server.ts';

const role = 'instructor';

/** What keeps an endpoint's servers from taking a build's raw prompts as they are: a line each. */
export async function rawFindings(
  turn: UserTurn,
  { preQuery, roles: { instructor } }: MagpieConfig,
  endpoint: Endpoint,
  env: NodeJS.ProcessEnv,
): Promise<string[]> {
  const key = apiKeyOf(endpoint, env);
  const found = await Promise.all(
    endpoint.urls.map(async (url): Promise<PreflightFinding[]> => {
      const server = new RawServer(url, key.value, Math.min(endpoint.timeoutSeconds, 30));
      const problem =
        (await noRawCompletions(server, instructor.model)) ??
        (await beginProblem(server, turn, instructor.model, preQuery.beginOfText));
      return problem === undefined
        ? []
        : [{ endpoint: instructor.endpoint, url: displayUrl(url), roles: [role], ...problem }];
    }),
  );
  return found.flat().map(findingLine);
}

type Problem = Pick<PreflightFinding, 'problem' | 'fix'>;

/** Asked for without a prompt, so that a server that has them refuses, and nothing is written. */
async function noRawCompletions(server: RawServer, model: string): Promise<Problem | undefined> {
  const { status } = await server.post('/completions', { model, max_tokens: 1 });
  if (![404, 405, 410, 501].includes(status)) return undefined;
  return {
    problem: `it has no raw completions (POST /completions: HTTP ${status})`,
    fix:
      'Serve the model with vLLM or SGLang, whose /v1/completions takes raw prompts: through a chat API no model can be ' +
      'made to write as its user.',
  };
}

const TokensSchema = z.object({ tokens: z.array(z.int()) });
const UsageSchema = z.object({ usage: z.object({ prompt_tokens: z.int() }) });

/** Begin-of-text is to stand before a prompt once. Looked at where the server tells its tokens (`/tokenize`). */
async function beginProblem(
  server: RawServer,
  turn: UserTurn,
  model: string,
  who: MagpieConfig['preQuery']['beginOfText'],
): Promise<Problem | undefined> {
  const { begin, sent } = turn;
  if (begin === '') return undefined;
  const tokens = async (prompt: string) =>
    (await server.read('/tokenize', { model, prompt, add_special_tokens: false }, TokensSchema))?.tokens;
  const prompt = turn.first();
  const [whole, alone] = [await tokens(prompt), await tokens(begin)];
  if (whole === undefined || alone === undefined) return undefined;
  if (alone.length !== 1)
    return {
      problem: `begin-of-text, ${JSON.stringify(begin)}, is ${alone.length} tokens of the model that it serves`,
      fix: `Name the tokenizer_config.json, or the family, of the model ${model}.`,
    };
  // One token is written for it: what a server puts before a prompt shows in what it counts alone.
  const asked = { ...sent.body, model, prompt, max_tokens: 1 };
  const counted = (await server.read('/completions', asked, UsageSchema))?.usage.prompt_tokens;
  if (counted === undefined) return undefined;
  if (who === 'prompt' && counted > whole.length)
    return {
      problem:
        'it puts begin-of-text before a prompt that begins with it, though it is told to add no tokens',
      fix: 'Set preQuery.beginOfText: server, so that it stands there once.',
    };
  if (who === 'server' && counted <= whole.length)
    return {
      problem: 'it puts no begin-of-text before a prompt',
      fix: 'Leave preQuery.beginOfText out, so that the prompt has it.',
    };
  return undefined;
}
