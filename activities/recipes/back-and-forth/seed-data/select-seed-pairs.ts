import type { SourceFile } from '../../../../schemas/table/corpus.ts';
import type {
  SeedData,
  SeedPair,
  SeedSelection,
} from '../../../../schemas/recipes/back-and-forth/seed-data.ts';
import { contentId } from '../../../corpus/content-id.ts';
import type { ReadIo } from '../../../corpus/read-rows.ts';
import { digestOf } from '../../../digest.ts';
import { firstTurn } from './first-turn.ts';
import { readConversations } from './read-conversations.ts';
import { SeedDataUnusable } from './seed-data-unusable.ts';

/**
 * First-turn pairs whose reply people ranked best, `size` of them drawn by `seed` and in a shuffled order that
 * follows from it as well. The draw depends on the pairs alone, not on the order of files and lines. Throws
 * SeedDataUnusable where there is none, CorpusUnreadable where a file cannot be read.
 */
export async function selectSeedPairs(
  files: readonly SourceFile[],
  config: Pick<SeedData, 'size' | 'lang'>,
  seed: number,
  io: ReadIo,
): Promise<SeedSelection> {
  const skipped = new Map<string, number>();
  const pairs = new Map<string, SeedPair>();
  let met = 0;
  const skip = (reason: string) => skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
  for (const file of files) {
    for await (const conversation of readConversations(file, io)) {
      met += 1;
      const turn =
        'skipped' in conversation
          ? conversation
          : firstTurn(conversation.prompt, conversation.replies, config.lang);
      if ('skipped' in turn) {
        skip(turn.skipped);
        continue;
      }
      const key = contentId(`${turn.pair.instruction}\n\n${turn.pair.response}`);
      if (pairs.has(key)) skip('duplicate');
      else pairs.set(key, turn.pair);
    }
  }
  const reasons = Object.fromEntries(skipped);
  if (pairs.size === 0)
    throw new SeedDataUnusable(
      files.map((file) => file.name),
      reasons,
    );
  const drawn = [...pairs]
    .map(([key, pair]) => ({ lot: digestOf([seed, key]), pair }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, config.size)
    .map(({ pair }) => pair);
  return {
    pairs: drawn,
    counts: { in: met, usable: pairs.size, selected: drawn.length },
    skipped: reasons,
  };
}
