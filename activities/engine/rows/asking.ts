import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Endpoint } from '../../../schemas/inference/endpoint.ts';
import { isService, type AnyRole, type Role } from '../../../schemas/inference/role.ts';
import { rolesAsked, type AnyRowStage } from '../../../schemas/table/stage.ts';
import type { ShardTask } from '../../../schemas/build/task.ts';
import { AnswerBook, openBook } from '../answers/answer-book.ts';
import { addressOf, answerGroup, shardBits } from '../answers/address.ts';
import { Journal } from '../answers/journal.ts';
import { AnswerFiles } from '../answers/answer-files.ts';
import { BatchDesk } from '../batch-jobs/batch-desk.ts';
import { BatchRecords } from '../batch-jobs/batch-records.ts';
import { StillRows } from '../batch-jobs/still-rows.ts';
import type { OpenBuild } from '../build/open-plan.ts';
import type { WorkerParts } from '../build/worker-parts.ts';
import type { AskedRole, Asking } from './row-context.ts';
import { RequestRefused } from '../../inference/index.ts';
import { batchOf, batchSize } from '../../inference/batch-of.ts';
import { mannerOf } from '../../inference/manner.ts';
import { mayAsk } from './arrivals.ts';
import { firstAnswersOf } from './first-answers.ts';
import type { ShardTally } from './tally.ts';

/** How an attempt ends: nothing new is asked after `asks`, and after `signal` nothing is waited for any more. */
export interface Ends {
  readonly signal: AbortSignal;
  readonly asks: AbortSignal;
  /** Whether `signal` ended because a person cancelled the build. @default it did not */
  readonly cancelled?: () => boolean;
}

/** What a shard's rows ask with: prompts, the roles' endpoints, and the books of answers that are paid for already. */
export async function openAsking(
  { step, index }: ShardTask,
  stage: AnyRowStage,
  build: OpenBuild,
  parts: WorkerParts,
  tally: ShardTally,
  ends: Ends,
): Promise<{
  asking: Asking;
  books: readonly AnswerBook[];
  desks: readonly BatchDesk[];
  allBegun: () => void;
}> {
  const { signal } = ends;
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
  const names = rolesAsked(stage, step.call.params);
  const still = names.some((name) => goesByBatch(build.role(name).role)) ? new StillRows() : undefined;
  const opened = await Promise.all(
    names.map((name) => openRole(name, { step, index }, stage, build, parts, tally, ends, still)),
  );
  const [first] = opened;
  return {
    books: opened.map(({ book }) => book),
    desks: opened.flatMap(({ desk }) => desk ?? []),
    allBegun: () => still?.allBegun(),
    asking: {
      ...base,
      roles: opened,
      // Rows wait for the first role's endpoint; what they ask of others waits in these endpoints' own queues.
      // Where one is asked by batches, all rows are at work at once: what they ask is to travel together.
      async enter() {
        if (still !== undefined) return still.enter();
        if (first === undefined) return () => undefined;
        return parts.inference.enter(first.role.endpoint, first.endpoint, {
          signal,
          order: index,
          ...batchSize(first.role),
        });
      },
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
  { signal, asks, cancelled = () => false }: Ends,
  still: StillRows | undefined,
): Promise<
  AskedRole & { readonly endpoint: Endpoint; readonly book: AnswerBook; readonly desk: BatchDesk | undefined }
> {
  const { plan, store } = build;
  const { role, endpoint } = build.role(name);
  const manner = mannerOf(role);
  tally.asks(role.endpoint);
  const group = answerGroup(stage.name, role);
  const bits = shardBits(index, step.input.shards);
  const storeName = createHash('sha256').update(store.uri).digest('hex').slice(0, 12);
  const folder = join(parts.journalDir, storeName, group, `shard-${bits.join('')}`);
  const desk =
    still !== undefined && goesByBatch(role)
      ? new BatchDesk({
          role,
          endpoint: parts.inference.batchApi(role.endpoint, endpoint),
          records: new BatchRecords(store, group, bits),
          rows: still,
          signal,
          mayAsk: () => mayAsk(asks, signal),
          cancelled,
        })
      : undefined;
  await desk?.look();
  const book = await openBook(
    `${folder}\n${plan.id}`,
    () =>
      new AnswerBook(new AnswerFiles(store, group, bits), new Journal(folder, parts.makeRoom), {
        store: store.uri,
        build: plan.id,
      }),
  );
  const first = firstAnswersOf(build, name);
  // Those that an earlier build paid for count: the rows that are asked again may be those that were refused then.
  if (book.size > 0) first.answered();
  return {
    name,
    role,
    endpoint,
    chatTemplate: await build.chatTemplate(name),
    book,
    desk,
    async answer(question) {
      const asked = first.asks();
      const known = await book
        .answer(question, async () => {
          await mayAsk(asks, signal);
          if (desk !== undefined && !('task' in question)) return desk.ask(addressOf(question), question);
          const answer = parts.inference.ask(role.endpoint, endpoint, question, {
            signal,
            order: index,
            manner,
            ...batchOf(role, question),
          });
          return still === undefined ? answer : still.asks(answer);
        })
        .catch((error: unknown) => {
          if (error instanceof RequestRefused && desk?.hasAnswers !== true) first.refused(asked, error);
          else first.left(asked);
          throw error;
        });
      first.answered();
      tally.answered(known, role);
      return known.answer;
    },
  };
}

function goesByBatch(role: AnyRole): role is Role {
  return !isService(role) && role.transport === 'batch';
}
