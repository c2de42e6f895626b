import type { z } from 'zod';
import { match, matchWindows, type MatchParams } from '../../../schemas/recipes/fine-instructions/recipe.ts';
import { openBank } from './bank/open-bank.ts';
import type { Bank } from './bank/bank.ts';
import type { Resources } from '../../engine/build/resources.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { Turns } from '../../parquet/turns.ts';
import { matrixOf } from '../../inference/services/vector-of.ts';
import { matchDocument } from './match-document.ts';
import { rowsOfMatrix } from './rows-of-matrix.ts';
import { windowedChunks } from './windowed-chunks.ts';

type Params = z.output<typeof MatchParams>;

interface Shared {
  readonly bank: Bank;
  readonly turns: Turns;
}

const opening = {
  open: async ({ bank, inFlight, indexCacheGiB }: Params, { build }: Resources): Promise<Shared> => ({
    bank: await openBank(bank, build, indexCacheGiB),
    turns: new Turns(inFlight),
  }),
};

export const matchStage = implement(
  match,
  async ({ text }, { id, call, params, opened, seed }) => {
    const { chunks, sigma, alpha } = params;
    const pooling = { chunks, sigma, alpha };
    const answer = await opened.turns.take(() => call({ kind: 'embed-chunks', text, pooling }));
    return matchDocument(id, rowsOfMatrix(matrixOf(answer, chunks + 1)), opened.bank, params, seed);
  },
  opening,
);

export const matchWindowsStage = implement(
  matchWindows,
  async ({ text }, { id, call, params, opened, seed }) =>
    matchDocument(id, await windowedChunks(text, params, call), opened.bank, params, seed),
  opening,
);
