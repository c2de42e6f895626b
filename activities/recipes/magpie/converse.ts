import type { z } from 'zod';
import type { Message } from '../../../schemas/inference/question.ts';
import type { Domain } from '../../../schemas/recipes/magpie/control.ts';
import type { Turn } from '../../../schemas/kinds/message.ts';
import { boundsOf, converse, type Turns } from '../../../schemas/recipes/magpie/conversation.ts';
import { RowRejected } from '../../engine/rows/outcome.ts';
import type { RowContext } from '../../engine/rows/row-context.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { RequestRefused } from '../../inference/index.ts';
import { drawOf } from '../common/draws.ts';
import type { Identifier } from '../common/identify.ts';
import { faultOf } from './cleaning/fault-of.ts';
import { openIdentifierFor } from './control.ts';
import { userTurnOf } from './pre-query/user-turn.ts';
import { replyTo } from './reply.ts';
import { systemOfTurns } from './system-of-turns.ts';

type Params = z.output<typeof converse.params>;
type Conversing = RowContext & { readonly params: Params; readonly opened: Identifier };

/** A conversation that cannot go on: what there is of it stays. */
class Ended extends Error {
  override name = 'Ended';
}

export const converseStage = implement(
  converse,
  async ({ instruction, response, reasoning, domain }, context: Conversing) => {
    const { params, id, seed } = context;
    const messages: Turn[] = [{ role: 'user', content: instruction }, answered(response, reasoning)];
    const wanted = drawTurns(params.turns, seed, id);
    const asked = params.control.find(({ name }) => name === domain);
    let turns = 1;
    let ended: string | null = null;
    while (turns < wanted && ended === null) {
      try {
        messages.push(...(await nextTurn(messages, turns + 1, asked, context)));
        turns += 1;
      } catch (error) {
        ended = whyEnded(error);
      }
    }
    return { messages, turns, ended };
  },
  { open: ({ control }: { control: readonly Domain[] }) => openIdentifierFor(control) },
);

/** A user's turn and its answer, both or none: no two turns of one role follow each other. */
async function nextTurn(
  turns: readonly Turn[],
  turn: number,
  domain: Domain | undefined,
  context: Conversing,
): Promise<Turn[]> {
  const { ask, askWithReasoning, params, opened, chatTemplate } = context;
  const system = systemOfTurns(params.system, domain, context);
  const userTurn = userTurnOf(params.preQuery, chatTemplate());
  const led: Message[] = system === undefined ? [] : [{ role: 'system', content: system }];
  // Thoughts are no part of what a model is told of its earlier answers.
  const messages = turns.map(({ role, content }): Message => ({ role, content }));
  const drawn = await ask({
    prompt: [{ role: 'user', content: userTurn.after([...led, ...messages]) }],
    sent: userTurn.sent,
    sample: turn,
    parse: (_text, { text, finish }) => ({ text, finish }),
    asItCame: true,
    attempts: 1,
  });
  const fault = faultOf({ ...drawn, system, language: domain?.language ?? null }, params.cleaning, opened);
  if (fault !== undefined) throw new Ended(fault.reason);
  const user: Message = { role: 'user', content: drawn.text.trim() };
  const { attempts, preQuery } = params;
  const reply = replyTo([...messages, user], context, { attempts, beginOfText: preQuery.beginOfText });
  const { said, reasoning } = await askWithReasoning({ ...reply, sample: turn });
  return [user, answered(said, reasoning)];
}

function answered(content: string, reasoning: string | null): Turn {
  const turn: Turn = { role: 'assistant', content };
  return reasoning === null ? turn : { ...turn, reasoning_content: reasoning };
}

/** What ends a conversation, and no more than that: a server that is away is no end. */
function whyEnded(error: unknown): string {
  if (error instanceof Ended) return error.message;
  if (error instanceof RowRejected) return error.rejection.reason;
  // As a rule the conversation has outgrown the model's context.
  if (error instanceof RequestRefused) return 'request refused';
  throw error;
}

function drawTurns(turns: Turns, seed: number, id: string): number {
  const { min, max } = boundsOf(turns);
  return min + Math.floor(drawOf(seed, id, 'turns') * (max - min + 1));
}
