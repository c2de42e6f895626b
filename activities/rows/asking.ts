import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { AnyRowStage } from '../../schemas/stage.ts';
import type { ShardTask } from '../../schemas/task.ts';
import { AnswerBook, openBook } from '../answers/answer-book.ts';
import { answerGroup, shardBits } from '../answers/address.ts';
import { Journal } from '../answers/journal.ts';
import { Parts } from '../answers/parts.ts';
import type { OpenBuild } from '../engine/open-plan.ts';
import type { WorkerParts } from '../engine/parts.ts';
import type { Asking } from './row-context.ts';
import { batchOf, batchSize } from '../inference/batch-of.ts';
import { mayAsk } from './arrivals.ts';
import type { ShardTally } from './tally.ts';

/** How an attempt ends: nothing new is asked after `asks`, and after `signal` nothing is waited for any more. */
export interface Ends {
  readonly signal: AbortSignal;
  readonly asks: AbortSignal;
}

/** What a shard's rows ask with: prompts, the role's endpoint, and the book of answers that are paid for already. */
export async function openAsking(
  { step, index }: ShardTask,
  stage: AnyRowStage,
  build: OpenBuild,
  parts: WorkerParts,
  tally: ShardTally,
  { signal, asks }: Ends,
): Promise<{ asking: Asking; book: AnswerBook | undefined }> {
  const { plan, prompts, store } = build;
  const tokenizer = stage.countsTokens === true ? await build.tokenizer() : undefined;
  const base = {
    stage: stage.name,
    buildSeed: plan.config.seed,
    prompts,
    tokens(text: string): number {
      if (tokenizer === undefined)
        throw new Error(`the stage ${stage.name} counts tokens but does not say so`);
      return tokenizer.count(text);
    },
  };
  if (stage.role === undefined)
    return {
      asking: {
        ...base,
        role: undefined,
        answer: () => Promise.reject(new Error(`${stage.name} names no role`)),
        enter: () => Promise.resolve(() => undefined),
      },
      book: undefined,
    };
  const { role, endpoint } = build.role(stage.role);
  tally.asks(role.endpoint);
  const group = answerGroup(stage.name, role);
  const bits = shardBits(index, step.input.shards);
  const storeName = createHash('sha256').update(store.uri).digest('hex').slice(0, 12);
  const folder = join(parts.journalDir, storeName, group, `shard-${bits.join('')}`);
  const book = await openBook(
    `${folder}\n${plan.id}`,
    () =>
      new AnswerBook(new Parts(store, group, bits), new Journal(folder, parts.makeRoom), {
        store: store.uri,
        build: plan.id,
      }),
  );
  return {
    book,
    asking: {
      ...base,
      role,
      enter: () =>
        parts.inference.enter(role.endpoint, endpoint, { signal, order: index, ...batchSize(role) }),
      async answer(question) {
        const known = await book.answer(question, async () => {
          await mayAsk(asks, signal);
          return parts.inference.ask(role.endpoint, endpoint, question, {
            signal,
            order: index,
            ...batchOf(role, question),
          });
        });
        tally.answered(known, role);
        return known.answer;
      },
    },
  };
}
