import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Endpoint } from '../../../schemas/inference/endpoint.ts';
import { rolesAsked, type AnyRowStage } from '../../../schemas/table/stage.ts';
import type { ShardTask } from '../../../schemas/build/task.ts';
import { AnswerBook, openBook } from '../answers/answer-book.ts';
import { answerGroup, shardBits } from '../answers/address.ts';
import { Journal } from '../answers/journal.ts';
import { AnswerFiles } from '../answers/answer-files.ts';
import type { OpenBuild } from '../build/open-plan.ts';
import type { WorkerParts } from '../build/worker-parts.ts';
import type { AskedRole, Asking } from './row-context.ts';
import { batchOf, batchSize } from '../../inference/batch-of.ts';
import { mayAsk } from './arrivals.ts';
import type { ShardTally } from './tally.ts';

/** How an attempt ends: nothing new is asked after `asks`, and after `signal` nothing is waited for any more. */
export interface Ends {
  readonly signal: AbortSignal;
  readonly asks: AbortSignal;
}

/** What a shard's rows ask with: prompts, the roles' endpoints, and the books of answers that are paid for already. */
export async function openAsking(
  { step, index }: ShardTask,
  stage: AnyRowStage,
  build: OpenBuild,
  parts: WorkerParts,
  tally: ShardTally,
  { signal, asks }: Ends,
): Promise<{ asking: Asking; books: readonly AnswerBook[] }> {
  const { plan, prompts } = build;
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
  const opened = await Promise.all(
    rolesAsked(stage).map((name) =>
      openRole(name, { step, index }, stage, build, parts, tally, { signal, asks }),
    ),
  );
  const [first] = opened;
  return {
    books: opened.map(({ book }) => book),
    asking: {
      ...base,
      roles: opened,
      // Rows wait for the first role's endpoint; what they ask of others waits in these endpoints' own queues.
      enter: () =>
        first === undefined
          ? Promise.resolve(() => undefined)
          : parts.inference.enter(first.role.endpoint, first.endpoint, {
              signal,
              order: index,
              ...batchSize(first.role),
            }),
    },
  };
}

/** One of a stage's roles, with the book of what it has answered. */
async function openRole(
  name: string,
  { step, index }: Pick<ShardTask, 'step' | 'index'>,
  stage: AnyRowStage,
  build: OpenBuild,
  parts: WorkerParts,
  tally: ShardTally,
  { signal, asks }: Ends,
): Promise<AskedRole & { readonly endpoint: Endpoint; readonly book: AnswerBook }> {
  const { plan, store } = build;
  const { role, endpoint } = build.role(name);
  tally.asks(role.endpoint);
  const group = answerGroup(stage.name, role);
  const bits = shardBits(index, step.input.shards);
  const storeName = createHash('sha256').update(store.uri).digest('hex').slice(0, 12);
  const folder = join(parts.journalDir, storeName, group, `shard-${bits.join('')}`);
  const book = await openBook(
    `${folder}\n${plan.id}`,
    () =>
      new AnswerBook(new AnswerFiles(store, group, bits), new Journal(folder, parts.makeRoom), {
        store: store.uri,
        build: plan.id,
      }),
  );
  return {
    name,
    role,
    endpoint,
    chatTemplate: await build.chatTemplate(name),
    book,
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
  };
}
