import { MatchSchema } from '../../schemas/recipes/fine-instructions/recipe.ts';
import type { Bank } from '../../activities/recipes/fine-instructions/bank/bank.ts';
import { matchDocument } from '../../activities/recipes/fine-instructions/match-document.ts';
import type { Measure } from '../measure.ts';
import type { Scenario } from '../scenario.ts';
import { ClusteredVectors } from '../work/clustered-vectors.ts';
import { ratePerSecond } from '../work/rate.ts';
import { bankInMemory, makeBank, partsOf } from '../work/template-bank.ts';

const dimensions = 384;
/** Documents that a worker matches at once. */
const inFlight = 16;
/** Documents for a first look at how long it takes. */
const few = 100;
/** Banks, and seconds that matching with each may take: documents that would take longer are left out. */
const banks = [
  { full: 10_000, limit: 20 },
  { full: 100_000, limit: 100 },
  { full: 1_000_000, limit: 60 },
];

const { candidates, templates, chunks } = MatchSchema.parse({});
/** Made so that about as many documents as in the paper find six templates; a threshold belongs to an embedder. */
const options = {
  candidates,
  templates,
  threshold: 0.6,
  bank: { reference: [1, 2, 3, 4, 5, 6].map((tags): [number, number] => [tags, 7 - tags]) },
};

/** Section 3.2 without the embedder: search, choice of templates, and their texts. */
export const matching: Scenario = {
  name: 'matching',
  title: `documents with ${chunks + 1} given embeddings of ${dimensions} dimensions, banks up to 1,000,000 templates`,
  needs: [],
  async run(workshop) {
    const space = new ClusteredVectors({ dimensions });
    const documents = documentsOf(space, workshop.rows(10_000));
    const measures: Measure[] = [];
    const small = workshop.rows(10_000);
    const exact = bankInMemory(partsOf(space, small), dimensions);
    measures.push(await matched('searched exactly', small, exact, documents, 20));
    for (const { full, limit } of banks) {
      const count = workshop.rows(full);
      const { bank, seconds } = await makeBank(workshop.place('bank'), partsOf(space, count), dimensions);
      measures.push(await matched('indexed', count, bank, documents, limit));
      measures.push({ name: `time to index ${numbered(count)} templates`, unit: 's', ours: seconds });
    }
    return measures;
  },
};

function documentsOf(space: ClusteredVectors, count: number): Float32Array[][] {
  const all = space.part(1_000_000, count * (chunks + 1));
  const vector = (at: number): Float32Array => all.subarray(at * dimensions, (at + 1) * dimensions);
  return Array.from({ length: count }, (_, document) =>
    Array.from({ length: chunks + 1 }, (__, at) => vector(document * (chunks + 1) + at)),
  );
}

async function matched(
  how: string,
  count: number,
  bank: Bank,
  documents: readonly (readonly Float32Array[])[],
  limit: number,
): Promise<Measure> {
  let pairs = 0;
  const match = async (embeddings: readonly Float32Array[]): Promise<void> => {
    const outcome = await matchDocument(`document ${pairs}`, embeddings, bank, options, 1);
    if (Array.isArray(outcome)) pairs += outcome.length;
  };
  const guess = await ratePerSecond(documents.slice(0, few), inFlight, match);
  pairs = 0;
  const some = documents.slice(0, Math.max(few, Math.floor(guess * limit)));
  const cpu = process.cpuUsage();
  const rate = await ratePerSecond(some, inFlight, match);
  const { user, system } = process.cpuUsage(cpu);
  return {
    name: `${numbered(count)} templates ${how}, ${numbered(some.length)} documents`,
    unit: 'rows/s',
    ours: rate,
    raw: {
      pairs,
      cpuMsPerDocument: (user + system) / 1000 / some.length,
      inFlight,
      residentMiB: process.memoryUsage().rss / 2 ** 20,
    },
  };
}

function numbered(value: number): string {
  return value.toLocaleString('en-US');
}
